"""Making checkouts, and orders of them, by Saleor's own mutations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Address, Checkout, Order
from saleor_coaching_plugin.core.addresses import email_normalised

from .addresses import address_input
from .api import SaleorRefused, mutate
from .catalogue import channel_get
from .checkouts import checkout_read, checkout_row
from .ids import Kind, pk_of
from .languages import language_code_enum
from .orders import order_of_checkout, order_read
from .people import user_get
from .refusals import refusals_translated
from .variants import variants_known

_CREATE = """
mutation ($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) { checkout { id } errors { code field message } }
}"""
_ATTACH = """
mutation ($id: ID!, $customer: ID!) {
  checkoutCustomerAttach(id: $id, customerId: $customer) { errors { code field message } }
}"""
_COMPLETE = """
mutation ($id: ID!) {
  checkoutComplete(id: $id) { order { id } errors { code field message } }
}"""
# Which fields an address must have differs by country: ours know no region, which Saleor demands
# of some. Nor must it change their spelling.
_ADDRESS_AS_IT_IS = {
    "checkRequiredFields": False,
    "checkFieldsFormat": False,
    "enableFieldsNormalization": False,
}
_REFUSED_BY_GATE = "COACHING_"
"""What the checkout gate's messages begin with; after a colon comes the text for people."""


def checkout_create(
    *,
    channel: str,
    language: str,
    email: str,
    customer_id: str | None,
    billing_address: Address | None,
    lines: Mapping[str, int],
) -> Checkout:
    channel_get(channel)
    variants_known(lines)
    customer = user_get(customer_id, "customer_id") if customer_id else None
    values: dict[str, Any] = {
        "channel": channel,
        "languageCode": language_code_enum(language),
        "email": email_normalised(email),
        "lines": [{"variantId": each, "quantity": quantity} for each, quantity in lines.items()],
    }
    if billing_address is not None:
        values["billingAddress"] = address_input(billing_address)
        values["validationRules"] = {"billingAddress": _ADDRESS_AS_IT_IS}
    with refusals_translated():
        checkout_id = mutate(_CREATE, input=values)["checkout"]["id"]
        if customer is not None:
            mutate(_ATTACH, id=checkout_id, customer=customer_id)
    return checkout_read(checkout_row(pk_of(checkout_id, Kind.CHECKOUT)))


def checkout_complete(checkout_id: str) -> Order:
    """The order, also when somebody was faster."""
    pk = pk_of(checkout_id, Kind.CHECKOUT)
    try:
        with refusals_translated():
            order_id = _complete(checkout_id)
    except CommerceError:
        order = order_of_checkout(pk)
        if order is None:
            raise
        return order
    return order_read(pk_of(order_id, Kind.ORDER))


def _complete(checkout_id: str) -> str:
    try:
        order_id: str = mutate(_COMPLETE, id=checkout_id)["order"]["id"]
    except SaleorRefused as refused:
        for each in refused.refusals:
            if each.message.startswith(_REFUSED_BY_GATE):
                text = each.message.partition(": ")[2]
                raise CommerceError(CommerceErrorCode.TERMS_NOT_ACCEPTED, text) from None
        raise
    return order_id
