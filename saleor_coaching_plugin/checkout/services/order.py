"""What the shop's hooks tell: written down at once, worked on later."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from saleor_coaching_plugin.core.events import OrderCreated, OrderPaid
from saleor_coaching_plugin.core.outbox.publish import publish


@transaction.atomic
def order_created_note(*, order_id: str) -> None:
    publish(OrderCreated(order_id=order_id))


@transaction.atomic
def orders_created_note(*, order_ids: Iterable[str]) -> None:
    """One statement, however many orders were made at once."""
    publish(*(OrderCreated(order_id=order_id) for order_id in order_ids))


@transaction.atomic
def order_paid_note(*, order_id: str) -> None:
    publish(OrderPaid(order_id=order_id))
