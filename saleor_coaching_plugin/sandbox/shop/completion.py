"""A checkout becomes an order, once."""

from __future__ import annotations

from django.db import transaction

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.core.clock import utc_now

from . import models
from .carts import cart_get, cart_lines, cart_snapshot
from .catalogue import published_in
from .for_sale import not_for_sale
from .hooks import hooks, tell_on_commit
from .ids import PrimaryKey
from .order_lines import order_lines_add
from .order_rows import order_read


def cart_complete(pk: PrimaryKey) -> models.Order:
    """The order of this checkout, made now unless there is one.

    Checked and shown to the plugin's gate before anything is written; then made of exactly what
    was checked. If the checkout was changed meanwhile, all is looked at anew.
    """
    while True:
        row = cart_get(pk)
        if row.completed_at is not None:
            return models.Order.objects.get(checkout=row)
        snapshot = cart_snapshot(row)
        _refuse_incomplete(row, snapshot)
        hooks().preprocess_order_creation(snapshot)
        order = _order_make(row, snapshot)
        if order is not None:
            return order


def _refuse_incomplete(row: models.Checkout, snapshot: port.Checkout) -> None:
    code = _first_refusal(snapshot)
    if code is not None:
        raise CommerceError(code, _MESSAGES[code])
    products = cart_lines(row).values("listing__variant__product")
    unpublished = models.Product.objects.filter(~published_in(row.channel), pk__in=products)
    if unpublished.exists():
        raise not_for_sale()


def _first_refusal(snapshot: port.Checkout) -> CommerceErrorCode | None:
    if not snapshot.lines:
        return CommerceErrorCode.NO_LINES
    if snapshot.email is None:
        return CommerceErrorCode.EMAIL_NOT_SET
    if snapshot.billing_address is None:
        return CommerceErrorCode.BILLING_ADDRESS_NOT_SET
    if snapshot.paid.minor < snapshot.total.minor:
        return CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID
    return None


_MESSAGES = {
    CommerceErrorCode.NO_LINES: "There is nothing in the checkout.",
    CommerceErrorCode.EMAIL_NOT_SET: "Set an e-mail address first.",
    CommerceErrorCode.BILLING_ADDRESS_NOT_SET: "Set a billing address first.",
    CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID: "The checkout is not fully paid.",
}


@transaction.atomic
def _order_make(row: models.Checkout, snapshot: port.Checkout) -> models.Order | None:
    """None when the checkout is no longer as it was read."""
    unchanged = models.Checkout.objects.filter(pk=row.pk, completed_at=None, revision=row.revision)
    if not unchanged.update(completed_at=utc_now()):
        return None
    order = models.Order.objects.create(
        channel=row.channel,
        language=row.language,
        email=row.email,
        user_id=row.user_id,
        checkout=row,
        billing_address=row.billing_address,
        voucher_code=snapshot.voucher_code or "",
        total_minor=snapshot.total.minor,
        paid_minor=row.paid_minor,
    )
    order_lines_add(order, snapshot.lines)
    models.OrderPayment.objects.bulk_create(
        models.OrderPayment(
            order=order,
            reference=payment.reference,
            kind=models.OrderPayment.Kind.CHARGE,
            amount_minor=payment.amount_minor,
            by_plugin=payment.by_plugin,
            created_at=payment.created_at,
        )
        for payment in row.payments.order_by("pk")
    )
    tell_on_commit(lambda: order_read(order.pk), created=True, paid=True)
    return order
