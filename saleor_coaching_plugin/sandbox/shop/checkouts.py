"""The port's methods on checkouts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import F

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.payment_rules import refuse_malformed
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.money import Money

from . import models
from .cart_edit import cart_create
from .carts import cart_get, cart_open, cart_snapshot
from .completion import cart_complete
from .ids import Kind, not_found, pk_of
from .order_rows import order_read
from .payments import same_payment
from .people import user_get


class CheckoutAdapter:
    """The port's checkout methods. A completed checkout is gone, but for repeats."""

    def checkout_get(self, checkout_id: str) -> port.Checkout:
        return cart_snapshot(cart_open(pk_of(checkout_id, Kind.CHECKOUT)))

    def checkout_create(
        self,
        *,
        channel: str,
        language: str,
        email: str,
        customer_id: str | None,
        billing_address: Address | None,
        lines: Mapping[str, int],
    ) -> port.Checkout:
        row = cart_create(
            channel=channel,
            language=language,
            email=email,
            user=user_get(customer_id, "customer_id") if customer_id else None,
            billing_address=billing_address,
            lines=lines,
        )
        return cart_snapshot(cart_get(row.pk))

    def checkouts_paid(
        self, *, since: datetime, until: datetime, limit: int
    ) -> list[port.Checkout]:
        # What a checkout costs is known to no column, so those with a payment are all looked at.
        live = models.Checkout.objects.filter(completed_at=None, paid_minor__gt=0)
        rows = live.filter(changed_at__gte=since, changed_at__lt=until).order_by("changed_at", "pk")
        snapshots = (cart_snapshot(row) for row in rows.select_related("channel", "voucher"))
        return list(islice((each for each in snapshots if _is_settled(each)), limit))

    def checkout_record_payment(
        self, checkout_id: str, *, amount: Money, reference: str
    ) -> port.Checkout:
        return checkout_payment_record(checkout_id, amount, reference, by_plugin=True)

    def checkout_complete(self, checkout_id: str) -> port.Order:
        return order_read(cart_complete(pk_of(checkout_id, Kind.CHECKOUT)).pk)


def checkout_payment_record(
    checkout_id: str, amount: Money, reference: str, *, by_plugin: bool
) -> port.Checkout:
    """As the port's `checkout_record_payment`, whoever reports it."""
    row = cart_get(pk_of(checkout_id, Kind.CHECKOUT))
    refuse_malformed(amount, reference, row.channel.currency)
    try:
        _payment_add(row, amount, reference, by_plugin)
    except IntegrityError:
        same_payment(row.payments.get(reference=reference), amount)
    return cart_snapshot(cart_get(row.pk))


@transaction.atomic
def _payment_add(row: models.Checkout, amount: Money, reference: str, by_plugin: bool) -> None:
    """Raises IntegrityError when the reference is known, NOT_FOUND once there is an order."""
    row.payments.create(reference=reference, amount_minor=amount.minor, by_plugin=by_plugin)
    counted = models.Checkout.objects.filter(pk=row.pk, completed_at=None).update(
        paid_minor=F("paid_minor") + amount.minor,
        revision=F("revision") + 1,
        changed_at=utc_now(),
    )
    if not counted:
        raise not_found(Kind.CHECKOUT)


def _is_settled(checkout: port.Checkout) -> bool:
    return checkout.total.minor > 0 and checkout.paid.minor >= checkout.total.minor
