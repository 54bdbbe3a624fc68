"""Saleor's global ids: the base64 of `Type:pk`, as its Relay nodes have them."""

from __future__ import annotations

import base64
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode

if TYPE_CHECKING:
    from saleor.order.models import Order


class Kind(StrEnum):
    APP = "App"
    CATEGORY = "Category"
    CHANNEL = "Channel"
    CHECKOUT = "Checkout"
    CHECKOUT_LINE = "CheckoutLine"
    COLLECTION = "Collection"
    ORDER = "Order"
    ORDER_LINE = "OrderLine"
    PRODUCT = "Product"
    PRODUCT_TYPE = "ProductType"
    USER = "User"
    VARIANT = "ProductVariant"


PrimaryKey = int | UUID
_UUID_KINDS = {Kind.CHECKOUT, Kind.CHECKOUT_LINE, Kind.ORDER, Kind.ORDER_LINE}
_LARGEST_INTEGER = 2**31 - 1
"""Saleor's other keys are of PostgreSQL's type integer."""


def global_id(kind: Kind, pk: PrimaryKey) -> str:
    return base64.b64encode(f"{kind}:{pk}".encode()).decode()


def order_global_id(order: Order) -> str:
    return global_id(Kind.ORDER, order.pk)


def pk_of(object_id: str, kind: Kind, field: str = "id") -> PrimaryKey:
    """Raises CommerceError(NOT_FOUND) when it is no id of this kind."""
    pk = pk_or_none(object_id, kind)
    if pk is None:
        raise not_found(kind, field)
    return pk


def pk_or_none(object_id: str, kind: Kind) -> PrimaryKey | None:
    """One thing has one id: other spellings of it are no ids."""
    try:
        text = base64.b64decode(object_id, validate=True).decode().partition(":")[2]
        pk: PrimaryKey = UUID(text) if kind in _UUID_KINDS else int(text)
    except ValueError:
        return None
    in_range = isinstance(pk, UUID) or 0 < pk <= _LARGEST_INTEGER
    return pk if in_range and global_id(kind, pk) == object_id else None


def not_found(kind: Kind, field: str = "id") -> CommerceError:
    return CommerceError(CommerceErrorCode.NOT_FOUND, f"No {kind} with this id.", field)
