"""The port's methods on orders."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.payment_rules import payment_conflict, refuse_malformed
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money

from . import models
from .hooks import tell_on_commit
from .ids import Kind, global_id, pk_of
from .order_create import order_of_request
from .order_rows import order_get, order_read, orders_of
from .payments import same_payment
from .people import user_get

CHARGE, REFUND = models.OrderPayment.Kind.CHARGE, models.OrderPayment.Kind.REFUND


class OrderAdapter:
    """The port's order methods."""

    def order_get(self, order_id: str) -> port.Order:
        return order_read(pk_of(order_id, Kind.ORDER))

    def order_find(self, *, checkout_id: str) -> port.Order | None:
        pk = pk_of(checkout_id, Kind.CHECKOUT, "checkout_id")
        return next(iter(orders_of(models.Order.objects.filter(checkout=pk))), None)

    def order_numbered(self, number: str) -> port.Order | None:
        if not (number.isascii() and number.isdigit()):
            return None
        return next(iter(orders_of(models.Order.objects.filter(number=number))), None)

    def orders_of(self, customer_id: str) -> list[port.Order]:
        user = user_get(customer_id, "customer_id")
        return orders_of(models.Order.objects.filter(user=user).order_by("-number"))

    def orders_changed(self, *, since: datetime, limit: int) -> list[port.OrderChange]:
        rows = models.Order.objects.filter(changed_at__gte=since).order_by("changed_at", "pk")
        return [
            port.OrderChange(order_id=global_id(Kind.ORDER, pk), changed_at=changed_at)
            for pk, changed_at in rows.values_list("pk", "changed_at")[:limit]
        ]

    def order_create(self, request: port.OrderRequest) -> port.Order:
        return order_read(order_of_request(request).pk)

    def order_record_payment(self, order_id: str, *, amount: Money, reference: str) -> port.Order:
        return order_payment_record(order_id, amount, reference, by_plugin=True)

    def order_record_refund(self, order_id: str, *, amount: Money, reference: str) -> port.Order:
        return _record(order_id, amount, reference, kind=REFUND, by_plugin=True)

    def order_payments(self, order_id: str) -> list[port.OrderPayment]:
        order = order_get(pk_of(order_id, Kind.ORDER))
        return [_payment(row, order.channel.currency) for row in order.payments.order_by("pk")]

    def order_attach_invoice(self, order_id: str, *, number: str, url: str) -> None:
        order = order_get(pk_of(order_id, Kind.ORDER))
        invoice = models.OrderInvoice(order=order, number=number, url=url)
        models.OrderInvoice.objects.bulk_create([invoice], ignore_conflicts=True)


def order_payment_record(
    order_id: str, amount: Money, reference: str, *, by_plugin: bool
) -> port.Order:
    """As the port's `order_record_payment`, whoever reports it."""
    return _record(order_id, amount, reference, kind=CHARGE, by_plugin=by_plugin)


def _record(
    order_id: str, amount: Money, reference: str, *, kind: str, by_plugin: bool
) -> port.Order:
    order = order_get(pk_of(order_id, Kind.ORDER))
    refuse_malformed(amount, reference, order.channel.currency)
    moved = models.OrderPayment(
        order=order,
        reference=reference,
        kind=kind,
        amount_minor=amount.minor,
        by_plugin=by_plugin,
    )
    try:
        _payment_add(moved)
    except IntegrityError:
        known = order.payments.get(reference=reference)
        if known.kind != kind:
            raise payment_conflict() from None
        same_payment(known, amount)
    return order_read(order.pk)


@transaction.atomic
def _payment_add(moved: models.OrderPayment) -> None:
    """Raises IntegrityError when the reference is known."""
    moved.save(force_insert=True)
    minor, pk = moved.amount_minor, moved.order_id
    rows = models.Order.objects.filter(pk=pk)
    if moved.kind == REFUND:
        if not rows.filter(paid_minor__gte=minor).update(
            paid_minor=F("paid_minor") - minor, changed_at=utc_now()
        ):
            raise InvalidInput("More cannot go back than was paid.", "amount")
        return
    if not rows.filter(paid_minor__lte=F("total_minor") - minor).update(
        paid_minor=F("paid_minor") + minor, changed_at=utc_now()
    ):
        raise CommerceError(
            CommerceErrorCode.OVERPAID, "This is more than is left to pay.", "amount"
        )
    tell_on_commit(lambda: order_read(pk), paid=True)


def _payment(row: models.OrderPayment, currency: str) -> port.OrderPayment:
    sign = -1 if row.kind == REFUND else 1
    return port.OrderPayment(
        reference=row.reference,
        amount=Money(sign * row.amount_minor, currency),
        is_ours=row.by_plugin,
    )
