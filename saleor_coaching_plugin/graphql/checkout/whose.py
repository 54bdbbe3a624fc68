"""Whose checkout it is. As in Saleor, whoever knows its id may use one that is nobody's."""

from __future__ import annotations

from saleor_coaching_plugin.checkout.errors import CheckoutError, CheckoutErrorCode
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.commerce.port import Checkout, Requestor, RequestorKind

FIELD = "checkout_id"


def checkout_for(requestor: Requestor, checkout_id: str) -> Checkout:
    """The checkout. Raises CheckoutError (CLIENT_ONLY) to anybody but its owner, CommerceError."""
    try:
        checkout = commerce().checkout_get(checkout_id)
    except CommerceError as error:
        raise CommerceError(error.code, error.message, FIELD) from None
    is_owner = requestor.kind is RequestorKind.CUSTOMER and requestor.id == checkout.customer_id
    if checkout.customer_id and not (is_owner or requestor.is_staff_or_app):
        raise CheckoutError(
            CheckoutErrorCode.CLIENT_ONLY,
            "This checkout belongs to a customer. Log in as its owner.",
            FIELD,
        )
    return checkout
