"""Cancelling an order, as staff do it in Saleor."""

from __future__ import annotations

from saleor_coaching_plugin.core.clock import utc_now

from . import models
from .ids import Kind, not_found, pk_of


def order_cancel(order_id: str) -> None:
    """Raises CommerceError(NOT_FOUND). What was paid stays paid until it is refunded."""
    rows = models.Order.objects.filter(pk=pk_of(order_id, Kind.ORDER))
    if not rows.update(is_cancelled=True, changed_at=utc_now()):
        raise not_found(Kind.ORDER)
