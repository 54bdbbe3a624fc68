"""Buying in Saleor, through its API: a cart, its terms, its payment, its order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from factories import contracts
from factories.contracts import BROWSER, PRODUCT_BODY, answers
from saleor.channel.models import Channel
from saleor.discount.models import Voucher, VoucherChannelListing, VoucherCode
from saleor.product.models import Product
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign

ADDRESS = {
    "firstName": "Sam",
    "lastName": "Client",
    "streetAddress1": "Unter den Linden 1",
    "city": "Berlin",
    "postalCode": "10117",
    "country": "DE",
}

CHECKOUT_CREATE = """
mutation ($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) { checkout { id } errors { field code message } }
}
"""
CHECKOUT_COMPLETE = """
mutation ($id: ID!) {
  checkoutComplete(id: $id) {
    order { id number isPaid } errors { field code message }
  }
}
"""
CHECKOUT_TERMS = """
query ($id: ID!) {
  checkoutTerms(checkoutId: $id) { accepted fingerprint texts { html consents { key } } }
}
"""
CHECKOUT_TERMS_ACCEPT = """
mutation ($id: ID!, $fingerprint: String!, $consents: [ConsentAnswerInput!]!) {
  checkoutTermsAccept(checkoutId: $id, fingerprint: $fingerprint, consents: $consents,
      presentation: { component: "storefront" }) {
    acceptance { fingerprint } errors { field code message }
  }
}
"""
PROMO_CODE_ADD = """
mutation ($id: ID!, $code: String!) {
  checkoutAddPromoCode(id: $id, promoCode: $code) {
    checkout { id } errors { field code message }
  }
}
"""
TRANSACTION_CREATE = """
mutation ($id: ID!, $amount: PositiveDecimal!, $currency: String!, $reference: String!) {
  transactionCreate(id: $id, transaction: {
    name: "Card", pspReference: $reference,
    amountCharged: { amount: $amount, currency: $currency }
  }) { transaction { id } errors { field code message } }
}
"""


def terms_published(body: str = PRODUCT_BODY) -> ContractTerms:
    return contracts.terms_published(body, title="Terms of purchase", now=LONG_AGO)


def terms_put_on(product: Product, terms: ContractTerms | None = None) -> ContractTerms:
    terms = terms or terms_published()
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=global_id(product))
    return terms


def cart(
    saleor: SaleorShop,
    *products: Product,
    api: Api | None = None,
    quantity: int = 1,
    email: str = "sam@client.example",
    **changes: Any,
) -> str:
    """Id of a checkout that lacks nothing but its payment."""
    answer = (api or Api()).data(
        CHECKOUT_CREATE,
        input={
            "channel": saleor.channel.slug,
            "email": email,
            "billingAddress": ADDRESS,
            "languageCode": "EN",
            "lines": [
                {"variantId": global_id(variant_of(product)), "quantity": quantity}
                for product in products
            ],
            **changes,
        },
    )["checkoutCreate"]
    assert not answer["errors"], answer
    checkout_id: str = answer["checkout"]["id"]
    return checkout_id


def accept(checkout_id: str) -> CheckoutAcceptance:
    """The buyer ticks every box of the cart as it is now."""
    required = terms_required(commerce().checkout_get(checkout_id))
    return checkout_terms_accept(
        checkout_id=checkout_id,
        consent=CheckoutConsent(
            required.fingerprint,
            answers(*(each.key for each in required.consents)),
        ),
        act=BROWSER,
        now=utc_now(),
    )


def accept_in_storefront(checkout_id: str, api: Api | None = None) -> dict[str, Any]:
    """The same through the API; the terms as they were shown before."""
    api = api or Api()
    shown: dict[str, Any] = api.data(CHECKOUT_TERMS, id=checkout_id)["checkoutTerms"]
    keys = [consent["key"] for text in shown["texts"] for consent in text["consents"]]
    payload = api.data(
        CHECKOUT_TERMS_ACCEPT,
        id=checkout_id,
        fingerprint=shown["fingerprint"],
        consents=[{"key": key, "accepted": True, "initiallyChecked": False} for key in keys],
    )["checkoutTermsAccept"]
    assert payload == {"acceptance": {"fingerprint": shown["fingerprint"]}, "errors": []}, payload
    return shown


def pay(
    saleor: SaleorShop, object_id: str, amount: Decimal | str, reference: str = "pay-1"
) -> None:
    """Money that a payment app reports for a checkout or an order."""
    app = saleor.app(["HANDLE_PAYMENTS"])
    answer = saleor.api_of(app).data(
        TRANSACTION_CREATE,
        id=object_id,
        amount=str(amount),
        currency=saleor.channel.currency_code,
        reference=reference,
    )["transactionCreate"]
    assert not answer["errors"], answer


def voucher_made(
    channel: Channel, code: str = "SPRING", *, off: Decimal | int = 10, **values: Any
) -> VoucherCode:
    """So many euros off the whole cart, unless `values` of the voucher say otherwise."""
    voucher = Voucher.objects.create(start_date=LONG_AGO, **values)
    VoucherChannelListing.objects.create(
        voucher=voucher, channel=channel, discount_value=off, currency=channel.currency_code
    )
    return VoucherCode.objects.create(voucher=voucher, code=code)


def voucher_add(checkout_id: str, code: str) -> None:
    answer = Api().data(PROMO_CODE_ADD, id=checkout_id, code=code)["checkoutAddPromoCode"]
    assert not answer["errors"], answer


def complete(checkout_id: str, api: Api | None = None) -> dict[str, Any]:
    """The payload of checkoutComplete."""
    payload: dict[str, Any] = (api or Api()).data(CHECKOUT_COMPLETE, id=checkout_id)[
        "checkoutComplete"
    ]
    return payload
