"""Saleor can watch, or forbid, the use of its writing connection outside `allow_writer`.

Our rows are read through it: a replica may lag behind what a client has just accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import graphene
from django.db.models import QuerySet
from saleor.core.db.connection import allow_writer

from saleor_coaching_plugin.graphql.core.refusals import refusals_told

from .ours import Ours

__all__ = ["allow_writer", "writer_allow"]

Resolver = Callable[..., Any]


def writer_allow(schema: graphene.Schema, ours: Ours) -> None:
    """Announce it for all that is ours in the schema; dataloaders do it for themselves."""
    for _, _, field in ours.of(schema):
        if field.resolver:
            field.resolver = _announced(field.resolver)


def _announced(resolver: Resolver) -> Resolver:
    @wraps(resolver)
    def announced(root: Any, info: Any, **arguments: Any) -> Any:
        with refusals_told(), allow_writer():
            found = resolver(root, info, **arguments)
            # GraphQL would read its rows later, out of here.
            return list(found) if isinstance(found, QuerySet) else found

    return announced
