"""Option B: a product with contract terms, from the shelf to the first mail."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.seed.texts import text

from .cast import ADDRESS, BUYER, CARD, CLIENT, VISITOR, Cast, Person
from .documents import ORDER_BOUGHT, PRODUCT_SETUP, PRODUCT_TERMS, PURCHASES, TERMS_ASSIGN
from .expect import eventually, expect
from .office import product_set_up, sequence_set_up, terms_set_up
from .report import Seen
from .visitor import visitor_buys

PRICE = "95.00"
NAME = "The Quiet Confidence course"
TERMS = "Terms and conditions"
SENTENCE = "By purchasing this product, you agree to the following terms and conditions"


def b1_product(cast: Cast) -> Seen:
    product, variant, slug = product_set_up(cast, NAME, PRICE)
    cast.notes["variant"], cast.notes["slug"] = variant, slug
    terms = terms_set_up(cast, TERMS, "product_terms")
    cast.coach.do(TERMS_ASSIGN, id=terms, objectId=product)
    cast.coach.do(
        PRODUCT_SETUP,
        productId=product,
        sequenceId=sequence_set_up(cast, "Course buyers", ["welcome_buyer"]),
        thankYou=text("thank_you"),
    )
    return Seen(f"“{NAME}” published with terms, sequence and thank-you text")


def b2_prospect(cast: Cast) -> Seen:
    cast.buyer.open(f"{cast.stack.pages}/products/")
    expect("£95.00" in cast.buyer.text(), "the product with its price", cast.buyer.text())
    product = cast.storefront.ask(
        PRODUCT_TERMS, slug=cast.notes["slug"], channel=cast.shop.shelf.channel
    )["product"]
    titles = [terms["title"] for terms in product["contractTerms"]]
    expect(titles == [TERMS], f"“{TERMS}” with the product for storefronts", product)
    return Seen("the prospect finds the product at £95.00; storefronts see its terms")


def b3_buy_now(cast: Cast) -> Seen:
    cast.buyer.open(f"{cast.stack.pages}/buy/{cast.notes['slug']}/")
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
    cast.buyer.open(f"{cast.stack.pages}/buy/{cast.notes['slug']}/pay/")
    seen = cast.buyer.text()
    expect("Please agree to the terms first" in seen, "the page to refuse", seen)
    cast.buyer.open(f"{cast.stack.pages}/buy/{cast.notes['slug']}/terms/")
    cast.buyer.press("Agree and continue")
    cast.buyer.press("Pay now")
    cast.buyer.press("Pay", {**CARD, "name": BUYER.name})
    refusal, number = visitor_buys(cast, cast.notes["variant"], PRICE)
    cast.notes["visitor_order"] = number
    return Seen(f"refused before acceptance (“{refusal}”), then bought; by GraphQL order {number}")


def b7_portal(cast: Cast) -> Seen:
    seen = cast.buyer.text()
    expect("/portal/thank-you/" in cast.buyer.url, "the portal's thank-you page", cast.buyer.url)
    expect("Thank you for choosing this course" in seen, "the product's thank-you text", seen)
    file = cast.folder / "pages" / "thank-you.html"
    cast.buyer.save(file)
    return Seen("logged in, on the thank-you page with the product's own text", (file,))


def b8_buyer(cast: Cast) -> Seen:
    bought = _purchase_of(cast, BUYER)
    cast.notes["chain_b"] = bought["evidenceChain"]
    more = _order_shows(cast, bought, BUYER)
    visited = _purchase_of(cast, VISITOR)
    expect(visited["orderNumber"] == cast.notes["visitor_order"], "the visitor's order", visited)
    _order_shows(cast, visited, VISITOR)
    numbers = f"{bought['orderNumber']} and {visited['orderNumber']}"
    return Seen(f"recorded with the orders {numbers}, which show the accepted terms{more}")


def _purchase_of(cast: Cast, person: Person) -> dict[str, str]:
    def purchase() -> dict[str, str] | None:
        edges = cast.coach.ask(PURCHASES, email=person.email)["productPurchases"]["edges"]
        found = [edge["node"] for edge in edges if edge["node"]["termsAccepted"]]
        return found[0] if found else None

    found = eventually(purchase, f"{person.name} among the purchases, with the terms accepted")
    expect(found["productName"] == NAME, f"a purchase of {NAME}", found)
    return found


def _order_shows(cast: Cast, purchase: dict[str, str], person: Person) -> str:
    """What was agreed to, and that it is paid; what the shop adds to it, in words."""
    order = cast.coach.ask(ORDER_BOUGHT, id=purchase["orderId"])["order"]
    expect(order["chargeStatus"] == "FULL", "a paid order", order)
    expect(order["userEmail"] == person.email, f"the order of {person.email}", order)
    accepted = order["acceptedTerms"]
    expect(accepted and len(accepted["texts"]) == 1, "the accepted text with the order", order)
    expect(accepted["evidenceChain"] == purchase["evidenceChain"], "the same evidence", accepted)
    return cast.shop.order_paid(purchase["orderId"])


def b9_first_mail(cast: Cast) -> Seen:
    mail = cast.mails.await_one(BUYER.email, f"Your course: {NAME}")
    cast.mails.await_one(VISITOR.email, mail["subject"])
    for person in (CLIENT, BUYER, VISITOR):
        subjects = [one["subject"] for one in cast.mails.all_for(person.email)]
        expect(len(subjects) == len(set(subjects)), f"no mail twice to {person.name}", subjects)
    return Seen(f"“{mail['subject']}” arrived")
