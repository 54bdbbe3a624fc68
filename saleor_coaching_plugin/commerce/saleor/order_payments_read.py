"""What came for an order and what went back, whoever told Saleor of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from saleor.order.models import Order as OrderRow
from saleor.payment.models import Payment, TransactionEvent, TransactionItem

from saleor_coaching_plugin.commerce.port import OrderPayment

from .amounts import money_of
from .ids import Kind, not_found, pk_of
from .own_app import IDENTIFIER
from .payments import CHARGE, REFUND

_SIGNS = {CHARGE.lower(): 1, REFUND.lower(): -1}
_Dated = tuple[datetime, OrderPayment]


def order_payments(order_id: str) -> list[OrderPayment]:
    row = OrderRow.objects.non_draft().filter(pk=pk_of(order_id, Kind.ORDER)).first()
    if row is None:
        raise not_found(Kind.ORDER)
    items = row.payment_transactions.prefetch_related("events")
    moved = [each for item in items for each in _of_transaction(item)]
    moved += [_of_old_payment(payment) for payment in row.payments.filter(captured_amount__gt=0)]
    return [payment for _, payment in sorted(moved, key=lambda dated: dated[0])]


def _of_transaction(item: TransactionItem) -> Iterator[_Dated]:
    """One for each event; or for all, where Saleor makes another sum of them.

    It weighs events against each other: a failure undoes the success before it.
    """
    events = [each for each in item.events.all() if _counts(each)]
    if sum(_SIGNS[each.type] * each.amount_value for each in events) != item.charged_value:
        yield item.created_at, _payment(item, item.psp_reference, item.charged_value)
        return
    for each in events:
        amount = _SIGNS[each.type] * each.amount_value
        yield each.created_at, _payment(item, each.psp_reference or item.psp_reference, amount)


def _counts(event: TransactionEvent) -> bool:
    return event.type in _SIGNS and event.include_in_calculations


def _payment(item: TransactionItem, reference: str | None, amount: Decimal) -> OrderPayment:
    return OrderPayment(
        reference=reference or str(item.token),
        amount=money_of(amount, item.currency),
        is_ours=item.app_identifier == IDENTIFIER,
    )


def _of_old_payment(row: Payment) -> _Dated:
    """Of the API before transactions, which "mark as paid" still makes by default."""
    reference = row.psp_reference or f"payment {row.pk}"
    amount = money_of(row.captured_amount, row.currency)
    return row.created_at, OrderPayment(reference, amount, is_ours=False)
