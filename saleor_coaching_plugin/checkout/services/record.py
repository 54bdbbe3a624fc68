"""Note what is known of an order, for the sweep."""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.checkout.models import OrderRecord


def order_record(order_id: str, **values: Any) -> None:
    """Set fields of the order's record, made unless it is there."""
    OrderRecord.objects.bulk_create([OrderRecord(order_id=order_id)], ignore_conflicts=True)
    OrderRecord.objects.filter(order_id=order_id).update(**values)
