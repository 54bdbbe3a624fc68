"""Look at an order that the sweep found: was something missed, or was it cancelled?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.checkout.models import OrderRecord
from saleor_coaching_plugin.checkout.states import OrderAcceptance
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.events import OrderCreated
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.seats.services.close import order_seats_close

from .marks import ORDERS, sweep_mark
from .record import order_record


@transaction.atomic
def order_look(*, order: Order, now: datetime) -> None:
    """Have the order handled if nothing is known of it, or if it is not as it was last handled.

    Of a cancelled one the seats that nobody has accepted are closed.
    """
    if order.is_cancelled:
        order_seats_close(order_id=order.id, now=now)
    record = OrderRecord.objects.get(order_id=order.id)
    if record.handled_at is None and order.created_at < sweep_mark(ORDERS, now=now).created_at:
        # History: what the shop did before the plugin came starts nothing.
        order_record(
            order.id,
            handled_at=now,
            paid=order.is_paid,
            acceptance=OrderAcceptance.NOT_NEEDED,
        )
    elif record.handled_at is None or _has_moved(record, order):
        publish(OrderCreated(order_id=order.id))


def _has_moved(record: OrderRecord, order: Order) -> bool:
    if record.acceptance == OrderAcceptance.UNKNOWN or (order.is_paid and not record.paid):
        return True
    if order.is_cancelled:
        return record.acceptance in {OrderAcceptance.ASKED, OrderAcceptance.NO_ADDRESS}
    return record.acceptance == OrderAcceptance.NO_ADDRESS and bool(order.email)
