"""Money that arrived for a checkout."""

from __future__ import annotations

from django.db import transaction
from saleor.checkout.lock_objects import checkout_qs_select_for_update
from saleor.checkout.models import Checkout as CheckoutRow
from saleor.order.models import Order as OrderRow

from saleor_coaching_plugin.commerce.payment_rules import refuse_malformed
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.money import Money

from .addresses import address_of
from .checkouts import checkout_read, checkout_row
from .ids import Kind, PrimaryKey, not_found, pk_of
from .orders import order_read
from .payments import CHARGE, event_known, event_report


def checkout_payment_record(checkout_id: str, *, amount: Money, reference: str) -> Checkout:
    """As the port says; a payment known already is found on the order as well."""
    pk = pk_of(checkout_id, Kind.CHECKOUT)
    row = CheckoutRow.objects.filter(pk=pk).first()
    if row is None:
        return _completed(pk, amount, reference)
    # Outside the transaction: it may ask a tax app for prices, which Saleor then compares with.
    refuse_malformed(amount, reference, checkout_read(row).total.currency)
    if not _recorded(pk, checkout_id, amount, reference):
        return _completed(pk, amount, reference)
    return checkout_read(checkout_row(pk))


@transaction.atomic
def _recorded(pk: PrimaryKey, checkout_id: str, amount: Money, reference: str) -> bool:
    """False when it has become an order meanwhile.

    Completion waits for the lock, so that the order carries the payment.
    """
    row = checkout_qs_select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    if not event_known(CHARGE, amount, reference, checkout=row):
        event_report(CHARGE, amount, reference, object_id=checkout_id, checkout=row)
    return True


def _completed(pk: PrimaryKey, amount: Money, reference: str) -> Checkout:
    """Raises NOT_FOUND for any payment that the order did not take over from the checkout."""
    row = OrderRow.objects.get_by_checkout_token(str(pk))
    if row is None:
        raise not_found(Kind.CHECKOUT)
    refuse_malformed(amount, reference, row.currency)
    if not event_known(CHARGE, amount, reference, order=row):
        raise not_found(Kind.CHECKOUT)
    return _as_it_was(row)


def _as_it_was(row: OrderRow) -> Checkout:
    """Saleor keeps no checkout once it is an order, but the order knows what was in it."""
    order = order_read(row.pk)
    return Checkout(
        id=order.checkout_id or "",
        channel=order.channel,
        language=order.language,
        email=order.email,
        customer_id=order.customer_id,
        billing_address=address_of(row.billing_address),
        voucher_code=row.voucher_code or None,
        lines=order.lines,
        total=order.total,
        paid=order.paid,
    )
