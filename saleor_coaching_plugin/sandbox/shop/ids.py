"""Global ids as Saleor has them, read with the keys that this shop's tables have."""

from __future__ import annotations

from saleor_coaching_plugin.commerce.global_ids import (
    KeySpace,
    Kind,
    PrimaryKey,
    global_id,
    not_found,
)

__all__ = ["Kind", "PrimaryKey", "global_id", "not_found", "pk_of", "pk_or_none"]

_KEYS = KeySpace(
    uuid_kinds={Kind.CHECKOUT, Kind.ORDER},
    largest_integer=2**63 - 1,  # PostgreSQL's type bigint
)
pk_of = _KEYS.pk_of
pk_or_none = _KEYS.pk_or_none
