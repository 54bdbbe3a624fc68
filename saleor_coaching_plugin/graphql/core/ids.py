"""Relay's global ids of our own rows. A shop's ids are never looked into: they are its own."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.db.models import Model
from graphql_relay import from_global_id, to_global_id

from saleor_coaching_plugin.core.errors import NotFound


def global_id(name: str, key: object) -> str | None:
    """`name` is the GraphQL type's. None for no key."""
    return str(to_global_id(name, key)) if key else None


def uuid_of(node: Any, text: str, field: str = "id") -> uuid.UUID:
    """The key behind a global id of the GraphQL type `node`.

    Raises NotFound naming `field` for another type's id and for what is none at all.
    """
    try:
        name, key = from_global_id(text)
        if name == node._meta.name:
            return uuid.UUID(key)
    except ValueError:  # no base64, no UTF-8, no colon in it or no UUID
        pass
    raise _not_found(node, field)


def existing_uuid_of(
    node: Any, model: type[Model], text: str | None, field: str
) -> uuid.UUID | None:
    """The key of a row that is there, None for no id at all. Raises NotFound naming `field`."""
    if text is None:
        return None
    key = uuid_of(node, text, field)
    if not model._default_manager.filter(pk=key).exists():
        raise _not_found(node, field)
    return key


def row_of(node: Any, model: type[Model], text: str) -> Any:
    """The row behind a global id. Raises NotFound."""
    row = model._default_manager.filter(pk=uuid_of(node, text)).first()
    if row is None:
        raise _not_found(node, "id")
    return row


def _not_found(node: Any, field: str) -> NotFound:
    """E.g. about `ContractTerms`: "No contract terms with this id."."""
    return NotFound(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node._meta.name).lower(), field)
