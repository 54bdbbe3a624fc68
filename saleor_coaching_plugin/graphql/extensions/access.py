"""Whose rows those are: a customer sees what is theirs, staff and apps by permission all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from saleor_coaching_plugin.commerce.port import Permission, Requestor


def seen_by(
    requestor: Requestor, permission: Permission, email_of: Callable[[Any], str]
) -> Callable[[Iterable[Any]], list[Any]]:
    """A filter of rows by the address of the person that each belongs to.

    A row of somebody else's and no row at all look alike.
    """
    if requestor.may(permission):
        return list
    own = (requestor.email or "").strip().lower()
    return lambda rows: [row for row in rows if own and email_of(row).lower() == own]
