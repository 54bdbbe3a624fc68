"""What one seat cost, and the payments out of which that can go back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.gateways import gateway_that_took
from saleor_coaching_plugin.billing.models import Payment, Refund
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Line, Order, OrderPayment
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.seats.models import Seat


@dataclass(frozen=True)
class Source:
    """A payment: how much of it is left, and the gateway that can send it back, if one can."""

    reference: str
    left: Money
    gateway: str


@dataclass(frozen=True)
class SeatPrice:
    share: Money
    """Of the seat, in what all seats of the group cost together; zero once all was sent back."""
    order_id: str
    sources: list[Source]
    """Newest first, without what went back or is owed."""


def seat_price(seat: Seat) -> SeatPrice:
    """The caller has the only turn at the group's money. Raises NotFound: the line is gone."""
    kind, _, key = seat.group.subject.partition(":")
    return _in_agreement(seat, uuid.UUID(key)) if kind == "agreement" else _in_order(seat)


def _in_agreement(seat: Seat, agreement_id: uuid.UUID) -> SeatPrice:
    agreement = ClientAgreement.objects.get(id=agreement_id)
    order_id = agreement.order_id
    payments = Payment.objects.filter(invoice__agreement=agreement).select_related("invoice")
    paid = [_of_invoice(payment) for payment in payments.order_by("-received_at", "-id")]
    moved = commerce().order_payments(order_id) if order_id else []
    fee = Money(agreement.fee_minor, agreement.currency)
    left = _left(paid, order_id, moved)
    return SeatPrice(_share(seat, fee, is_gone=_is_gone(fee, paid, left)), order_id, left)


def _of_invoice(payment: Payment) -> Source:
    """Staff may have noted a bank transfer under what looks like a gateway's reference."""
    name = gateway_that_took(payment.reference)
    return Source(payment.reference, payment.amount, name if name == payment.method else "")


def _in_order(seat: Seat) -> SeatPrice:
    order = commerce().order_get(seat.group.order_id)
    line = next((each for each in order.lines if each.id == seat.group.order_line_id), None)
    if line is None:
        raise NotFound("order line", None)
    moved = commerce().order_payments(order.id)
    paid = _of_order(moved)
    left = _left(paid, order.id, moved)
    is_gone = _is_gone(order.total, paid, left)
    return SeatPrice(_share(seat, _line_cost(order, line), is_gone=is_gone), order.id, left)


def _share(seat: Seat, cost: Money, *, is_gone: bool) -> Money:
    if is_gone:
        return Money(0, cost.currency)
    return cost.split(seat.group.seats.count())[seat.position - 1]


def _is_gone(whole: Money, paid: Sequence[Source], left: Sequence[Source]) -> bool:
    """All was paid and nothing of it is left: the shop's staff sent back what seats still cost."""
    was_paid = sum(each.left.minor for each in paid) >= whole.minor
    return was_paid and not any(each.left.minor for each in left)


def _line_cost(order: Order, line: Line) -> Money:
    """A discount on the whole order, where the lines are without it, is shared among them."""
    whole = sum(each.total.minor for each in order.lines)
    if whole <= order.total.minor:
        return line.total
    return Money(line.total.minor * order.total.minor // whole, line.total.currency)


def _of_order(moved: Sequence[OrderPayment]) -> list[Source]:
    """Parts of one payment are reported apart, under one reference."""
    sources: dict[str, Source] = {}
    for payment in reversed([each for each in moved if each.amount.minor > 0]):
        known = sources.get(payment.reference)
        if known:
            sources[known.reference] = replace(known, left=known.left + payment.amount)
        else:
            name = gateway_that_took(payment.reference) if payment.is_ours else ""
            sources[payment.reference] = Source(payment.reference, payment.amount, name)
    return list(sources.values())


def _left(paid: Sequence[Source], order_id: str, moved: Sequence[OrderPayment]) -> list[Source]:
    """Less our refunds, each out of its payment, and less what the shop's staff sent back.

    Of the latter nobody says out of which payment it was: it is taken off the newest.
    """
    refunds = list(Refund.objects.filter(order_id=order_id))
    ours = {refund.reference for refund in refunds}
    elsewhere = -sum(
        each.amount.minor for each in moved if each.amount.minor < 0 and each.reference not in ours
    )
    sources = []
    for source in paid:
        back = sum(r.amount_minor for r in refunds if r.payment_reference == source.reference)
        left = max(source.left.minor - back, 0)
        taken = min(left, elsewhere)
        elsewhere -= taken
        sources.append(replace(source, left=Money(left - taken, source.left.currency)))
    return sources
