"""Global ids as Saleor's Relay nodes have them: the base64 of `Type:pk`."""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from .errors import CommerceError, CommerceErrorCode


class Kind(StrEnum):
    """Saleor's type names."""

    APP = "App"
    CATEGORY = "Category"
    CHANNEL = "Channel"
    CHECKOUT = "Checkout"
    CHECKOUT_LINE = "CheckoutLine"
    COLLECTION = "Collection"
    INVOICE = "Invoice"
    ORDER = "Order"
    ORDER_LINE = "OrderLine"
    PRODUCT = "Product"
    PRODUCT_TYPE = "ProductType"
    USER = "User"
    VARIANT = "ProductVariant"


PrimaryKey = int | UUID


def global_id(kind: Kind, pk: PrimaryKey) -> str:
    return base64.b64encode(f"{kind}:{pk}".encode()).decode()


def not_found(kind: Kind, field: str = "id") -> CommerceError:
    return CommerceError(CommerceErrorCode.NOT_FOUND, f"No {kind} with this id.", field)


@dataclass(frozen=True)
class KeySpace:
    """Which primary keys the tables of a shop can have."""

    uuid_kinds: Collection[Kind]
    largest_integer: int

    def pk_of(self, object_id: str, kind: Kind, field: str = "id") -> PrimaryKey:
        """Raises CommerceError(NOT_FOUND) when it is no id of this kind."""
        pk = self.pk_or_none(object_id, kind)
        if pk is None:
            raise not_found(kind, field)
        return pk

    def pk_or_none(self, object_id: str, kind: Kind) -> PrimaryKey | None:
        """One thing has one id: other spellings of it are no ids."""
        try:
            text = base64.b64decode(object_id, validate=True).decode().partition(":")[2]
            pk: PrimaryKey = UUID(text) if kind in self.uuid_kinds else int(text)
        except ValueError:
            return None
        in_range = isinstance(pk, UUID) or 0 < pk <= self.largest_integer
        return pk if in_range and global_id(kind, pk) == object_id else None
