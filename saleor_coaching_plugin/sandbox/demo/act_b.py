"""Option B: a product with contract terms, from the shelf to the first mail."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import ADDRESS, BUYER, CARD, Cast
from .documents import (
    CHECKOUT_CREATE,
    CHECKOUT_TERMS,
    PRODUCT_SETUP,
    PURCHASES,
    TERMS_ASSIGN,
    TRANSACTION_CREATE,
)
from .expect import eventually, expect
from .office import product_set_up, sequence_set_up, terms_set_up
from .report import Seen

NAME = "The Quiet Confidence course"
SENTENCE = "By purchasing this product, you agree to the following terms and conditions"


def b1_product(cast: Cast) -> Seen:
    product, variant, slug = product_set_up(cast, NAME, "95.00")
    cast.notes["variant"], cast.notes["slug"] = variant, slug
    terms = terms_set_up(cast, "Terms and conditions", "product_terms")
    cast.coach.do(TERMS_ASSIGN, id=terms, objectId=product)
    cast.coach.do(
        PRODUCT_SETUP,
        productId=product,
        sequenceId=sequence_set_up(cast, "Course buyers", ["welcome_buyer"]),
        thankYou=text("thank_you"),
    )
    return Seen(f"“{NAME}” published with terms, sequence and thank-you text")


def b2_prospect(cast: Cast) -> Seen:
    cast.buyer.open(f"{cast.stack.web}/products/")
    expect("£95.00" in cast.buyer.text(), "the product with its price", cast.buyer.text())
    return Seen("the prospect finds the product at £95.00")


def b3_buy_now(cast: Cast) -> Seen:
    cast.buyer.open(f"{cast.stack.web}/buy/{cast.notes['slug']}/")
    expect("Buy Now" in cast.buyer.text(), "a button “Buy Now”", cast.buyer.text())
    return Seen("“Buy Now” opens the product's page")


def b4_account(cast: Cast) -> Seen:
    names = {"first_name": BUYER.first_name, "last_name": BUYER.last_name}
    cast.buyer.press("Buy Now", {**names, **ADDRESS, "email": BUYER.email})
    return Seen(f"account of {BUYER.email} made")


def b5_terms(cast: Cast) -> Seen:
    seen = cast.buyer.text()
    expect(SENTENCE in seen, f"“{SENTENCE}”", seen)
    expect(f"These terms apply to {NAME}" in seen, "the full text", seen)
    ticked = [box for box in cast.buyer.boxes() if box.has_attr("checked")]
    expect(cast.buyer.boxes() and not ticked, "boxes, none of them ticked", ticked)
    return Seen(f"“{SENTENCE}”")


def b6_purchased(cast: Cast) -> Seen:
    refusal = _refused_first(cast)
    cast.buyer.open(f"{cast.stack.web}/buy/{cast.notes['slug']}/terms/")
    cast.buyer.press("Agree and continue")
    cast.buyer.press("Pay now")
    cast.buyer.press("Pay", {**CARD, "name": BUYER.name})
    return Seen(f"refused before acceptance (“{refusal}”), then bought")


def _refused_first(cast: Cast) -> str:
    """The same purchase without acceptance: on the page, and by a storefront's payment app."""
    cast.buyer.open(f"{cast.stack.web}/buy/{cast.notes['slug']}/pay/")
    seen = cast.buyer.text()
    expect("Please agree to the terms first" in seen, "the page to refuse", seen)
    checkout = cast.storefront.do(
        CHECKOUT_CREATE,
        input={
            "channel": cast.shop["channel_slug"],
            "email": BUYER.email,
            "lines": [{"variantId": cast.notes["variant"], "quantity": 1}],
            "billingAddress": {
                "firstName": BUYER.first_name,
                "lastName": BUYER.last_name,
                "streetAddress1": ADDRESS["street"],
                "city": ADDRESS["city"],
                "postalCode": ADDRESS["postal_code"],
                "country": ADDRESS["country"],
            },
        },
    )["checkout"]
    terms = cast.storefront.ask(CHECKOUT_TERMS, checkoutId=checkout["id"])["checkoutTerms"]
    expect(terms["texts"] and not terms["accepted"], "terms not yet accepted", terms)
    refused = cast.coach.refused_or_done(
        TRANSACTION_CREATE,
        id=checkout["id"],
        transaction={
            "pspReference": "a-payment-app",
            "amountCharged": {"amount": "95.00", "currency": "GBP"},
        },
    )
    expect(refused["errors"] and not refused["transaction"], "the payment to be refused", refused)
    message = refused["errors"][0]["message"]
    expect("accept the terms" in message, "the terms as the reason", refused)
    return str(message).split(".")[0]


def b7_portal(cast: Cast) -> Seen:
    seen = cast.buyer.text()
    expect("/portal/thank-you/" in cast.buyer.url, "the portal's thank-you page", cast.buyer.url)
    expect("Thank you for choosing this course" in seen, "the product's thank-you text", seen)
    file = cast.folder / "pages" / "thank-you.html"
    cast.buyer.save(file)
    return Seen("logged in, on the thank-you page with the product's own text", (file,))


def b8_buyer(cast: Cast) -> Seen:
    def purchase() -> dict[str, str] | None:
        edges = cast.coach.ask(PURCHASES, email=BUYER.email)["productPurchases"]["edges"]
        return edges[0]["node"] if edges else None

    found = eventually(purchase, "the buyer among the purchases")
    expect(found["productName"] == NAME, f"a purchase of {NAME}", found)
    cast.notes["chain_b"] = found["evidenceChain"]
    return Seen(f"recorded with order {found['orderNumber']}")


def b9_first_mail(cast: Cast) -> Seen:
    mail = cast.mails.await_one(BUYER.email, f"Your course: {NAME}")
    return Seen(f"“{mail['subject']}” arrived")
