"""Saleor's global ids, read with the keys that its tables have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saleor_coaching_plugin.commerce.global_ids import (
    KeySpace,
    Kind,
    PrimaryKey,
    global_id,
    not_found,
)

if TYPE_CHECKING:
    from saleor.order.models import Order

__all__ = [
    "Kind",
    "PrimaryKey",
    "global_id",
    "not_found",
    "order_global_id",
    "pk_of",
    "pk_or_none",
]

_KEYS = KeySpace(
    uuid_kinds={Kind.CHECKOUT, Kind.CHECKOUT_LINE, Kind.ORDER, Kind.ORDER_LINE},
    largest_integer=2**31 - 1,  # PostgreSQL's type integer
)
pk_of = _KEYS.pk_of
pk_or_none = _KEYS.pk_or_none


def order_global_id(order: Order) -> str:
    return global_id(Kind.ORDER, order.pk)
