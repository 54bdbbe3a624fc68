"""Make an order of a checkout and tell of it: the shop's own hook may be lost after its commit."""

from __future__ import annotations

from django.db import transaction

from saleor_coaching_plugin.core.events import OrderCreated
from saleor_coaching_plugin.core.outbox.publish import publish

from .current import commerce
from .port import Order


def checkout_finish(checkout_id: str) -> Order:
    """The order; finishing twice returns the same one. Raises as `Commerce.checkout_complete`."""
    order = commerce().checkout_complete(checkout_id)
    with transaction.atomic():
        publish(OrderCreated(order_id=order.id))
    return order
