"""Orders that come from no checkout: Saleor's draft orders, completed and confirmed at once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from saleor.account.models import Address as AddressRow
from saleor.order import OrderStatus
from saleor.order.models import Order as OrderRow

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.payment_rules import refuse_currency
from saleor_coaching_plugin.commerce.port import Address, Order, OrderLineRequest, OrderRequest
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.money import Money

from .addresses import address_values
from .api import mutate
from .catalogue import channel_get
from .ids import Kind, PrimaryKey, global_id, pk_of
from .languages import language_code_enum
from .orders import order_read
from .people import user_get
from .refusals import refusals_translated
from .variants import variants_known

_CREATE = """
mutation ($input: DraftOrderCreateInput!) {
  draftOrderCreate(input: $input) { order { id } errors { code field message } }
}"""
_COMPLETE = """
mutation ($id: ID!) { draftOrderComplete(id: $id) { errors { code field message } } }"""
_CONFIRM = """
mutation ($id: ID!) { orderConfirm(id: $id) { errors { code field message } } }"""

_FINEST = Decimal(1).scaleb(-settings.DEFAULT_DECIMAL_PLACES)
"""Finer than the currency: so that a net price can give any sum with its taxes."""


class _PricedOtherwise(Exception):
    """Saleor made another price of ours; it should make the agreed one of `prices`."""

    def __init__(self, prices: list[Decimal]) -> None:
        self.prices = prices


@transaction.atomic
def order_create(request: OrderRequest) -> Order:
    """The order with this external reference, made now unless there is one.

    A line's price is what the client pays, whatever the channel's tax settings make of prices.
    Raises InvalidInput when there is no price that Saleor would turn into exactly that one.
    """
    if not request.external_reference:
        raise InvalidInput("An order needs a reference.", "external_reference")
    turn_take(f"order:{request.external_reference}")
    known = OrderRow.objects.filter(external_reference=request.external_reference).first()
    if known is not None:
        return order_read(known.pk)
    _refuse_malformed(request)
    with refusals_translated():
        return _made(request)


def _refuse_malformed(request: OrderRequest) -> None:
    currency = channel_get(request.channel).currency_code
    user_get(request.customer_id, "customer_id")
    if not request.lines:
        raise CommerceError(CommerceErrorCode.NO_LINES, "There is nothing to order.", "lines")
    variants_known(line.variant_id for line in request.lines)
    for line in request.lines:
        refuse_currency(line.unit_price, currency)
        if line.unit_price.minor < 0:
            raise InvalidInput("A price must not be negative.", "unit_price")


def _made(request: OrderRequest) -> Order:
    try:
        return _attempt(request, [line.unit_price.amount for line in request.lines])
    except _PricedOtherwise as otherwise:
        prices = otherwise.prices
    try:
        return _attempt(request, prices)
    except _PricedOtherwise:
        raise InvalidInput(
            "Saleor does not make the agreed price of this order: a promotion changes it, or taxes "
            "that are added to prices do not come out even. See the channel's tax configuration.",
            "lines",
        ) from None


@transaction.atomic
def _attempt(request: OrderRequest, prices: list[Decimal]) -> Order:
    """Leaves nothing behind when it raises."""
    order_id = mutate(_CREATE, input=_input(request, prices))["order"]["id"]
    pk = pk_of(order_id, Kind.ORDER)
    _bill_to(pk, request.billing_address)
    mutate(_COMPLETE, id=order_id)
    if OrderRow.objects.filter(pk=pk, status=OrderStatus.UNCONFIRMED).exists():
        mutate(_CONFIRM, id=order_id)
    order = order_read(pk)
    _compare(order, request.lines, prices)
    return order


def _input(request: OrderRequest, prices: list[Decimal]) -> dict[str, Any]:
    return {
        "channelId": global_id(Kind.CHANNEL, channel_get(request.channel).pk),
        "user": request.customer_id,
        "languageCode": language_code_enum(request.language),
        "externalReference": request.external_reference,
        "metadata": [{"key": key, "value": value} for key, value in request.metadata.items()],
        "lines": [
            {
                "variantId": line.variant_id,
                "quantity": line.quantity,
                "price": str(price),
                "forceNewLine": True,
            }
            for line, price in zip(request.lines, prices, strict=True)
        ],
    }


def _bill_to(pk: PrimaryKey, address: Address) -> None:
    """Saleor's API would ask for a region in some countries, which our addresses do not have."""
    row = AddressRow.objects.create(**address_values(address), validation_skipped=True)
    OrderRow.objects.filter(pk=pk).update(billing_address=row)


def _compare(order: Order, asked: Sequence[OrderLineRequest], prices: list[Decimal]) -> None:
    """Raises _PricedOtherwise. Saleor may have added a gift, which costs nothing."""
    wanted = [line.unit_price.times(line.quantity) for line in asked]
    got = [line.total for line in order.lines[: len(asked)]]
    if got == wanted and order.total.minor == sum(total.minor for total in wanted):
        return
    raise _PricedOtherwise(list(map(_scaled, prices, wanted, got)))


def _scaled(price: Decimal, wanted: Money, got: Money) -> Decimal:
    if not got.minor:
        return price
    return (price * wanted.minor / got.minor).quantize(_FINEST)
