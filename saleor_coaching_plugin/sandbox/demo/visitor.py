"""Somebody who buys in a storefront of one's own, which speaks GraphQL alone."""

from __future__ import annotations

from typing import Any

from .cast import ADDRESS, VISITOR, Cast
from .documents import (
    CHECKOUT_COMPLETE,
    CHECKOUT_CREATE,
    CHECKOUT_TERMS,
    CHECKOUT_TERMS_ACCEPT,
    TRANSACTION_CREATE,
)
from .expect import expect


def visitor_buys(cast: Cast, variant_id: str, price: str) -> tuple[str, str]:
    """Refused first, then accepted and bought; (why it was refused, the order's number)."""
    checkout_id = _checkout(cast, variant_id)
    transaction = {
        "pspReference": "a-payment-app",
        "amountCharged": {"amount": price, "currency": cast.shop.shelf.currency},
    }
    refusal = _refused(cast, checkout_id, transaction)
    _accept(cast, checkout_id)
    cast.shop.payment_app.do(TRANSACTION_CREATE, id=checkout_id, transaction=transaction)
    order = cast.storefront.do(CHECKOUT_COMPLETE, id=checkout_id)["order"]
    return refusal, order["number"]


def _checkout(cast: Cast, variant_id: str) -> str:
    checkout = cast.storefront.do(
        CHECKOUT_CREATE,
        input={
            "channel": cast.shop.shelf.channel,
            "email": VISITOR.email,
            "lines": [{"variantId": variant_id, "quantity": 1}],
            "billingAddress": {
                "firstName": VISITOR.first_name,
                "lastName": VISITOR.last_name,
                "streetAddress1": ADDRESS["street"],
                "city": ADDRESS["city"],
                "postalCode": ADDRESS["postal_code"],
                "country": ADDRESS["country"],
            },
        },
    )["checkout"]
    return str(checkout["id"])


def _refused(cast: Cast, checkout_id: str, transaction: dict[str, Any]) -> str:
    refused = cast.shop.payment_start(checkout_id, transaction)
    expect(refused["errors"], "the payment to be refused", refused)
    message = str(refused["errors"][0]["message"])
    expect("accept the terms" in message, "the terms as the reason", refused)
    return message.split(".")[0]


def _accept(cast: Cast, checkout_id: str) -> None:
    terms = cast.storefront.ask(CHECKOUT_TERMS, checkoutId=checkout_id)["checkoutTerms"]
    expect(terms["texts"] and not terms["accepted"], "terms not yet accepted", terms)
    keys = [consent["key"] for text in terms["texts"] for consent in text["consents"]]
    cast.storefront.do(
        CHECKOUT_TERMS_ACCEPT,
        checkoutId=checkout_id,
        fingerprint=terms["fingerprint"],
        consents=[{"key": key, "accepted": True, "initiallyChecked": False} for key in keys],
    )
    terms = cast.storefront.ask(CHECKOUT_TERMS, checkoutId=checkout_id)["checkoutTerms"]
    expect(terms["accepted"], "terms accepted", terms)
