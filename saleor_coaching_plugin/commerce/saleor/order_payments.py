"""Money for an order, there and back, one report at a time."""

from __future__ import annotations

from django.db import transaction
from saleor.order.lock_objects import order_qs_select_for_update
from saleor.order.models import Order as OrderRow

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.payment_rules import refuse_malformed
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money

from .amounts import money_of
from .ids import Kind, PrimaryKey, not_found, pk_of
from .orders import order_read
from .own_app import own_app
from .payments import CHARGE, REFUND, event_known, event_report


def order_payment_record(order_id: str, *, amount: Money, reference: str) -> Order:
    return _recorded(order_id, CHARGE, amount, reference)


def order_refund_record(order_id: str, *, amount: Money, reference: str) -> Order:
    return _recorded(order_id, REFUND, amount, reference)


def order_locked(pk: PrimaryKey) -> OrderRow:
    """The row, ours until the commit. Raises CommerceError(NOT_FOUND)."""
    row = order_qs_select_for_update().non_draft().filter(pk=pk).first()
    if row is None:
        raise not_found(Kind.ORDER)
    return row


@transaction.atomic
def _recorded(order_id: str, kind: str, amount: Money, reference: str) -> Order:
    row = order_locked(pk_of(order_id, Kind.ORDER))
    refuse_malformed(amount, reference, row.currency)
    if not event_known(kind, amount, reference, order=row):
        _refuse_excess(row, kind, amount)
        if kind == REFUND:
            _grant(row, amount)
        event_report(kind, amount, reference, object_id=order_id, order=row)
    return order_read(row.pk)


def _grant(row: OrderRow, amount: Money) -> None:
    """Saleor takes what was granted off the total: else the order would look unpaid again."""
    row.granted_refunds.create(
        amount_value=amount.amount, currency=amount.currency, app=own_app(), reason="Coaching"
    )


def _refuse_excess(row: OrderRow, kind: str, amount: Money) -> None:
    paid = money_of(row.total_charged_amount, row.currency)
    if kind == REFUND:
        if amount.minor > paid.minor:
            raise InvalidInput("More cannot go back than was paid.", "amount")
    elif paid.minor + amount.minor > money_of(row.total_gross_amount, row.currency).minor:
        raise CommerceError(
            CommerceErrorCode.OVERPAID, "This is more than is left to pay.", "amount"
        )
