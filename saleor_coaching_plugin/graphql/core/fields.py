"""Fields of queries: each states who may ask, and tells refusals the way the API does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from .access import Access, access_check
from .connection import DEFAULT_FIRST, MAX_FIRST, connection_of, page_of
from .context import requestor_of
from .inputs import inputs_check
from .refusals import refusals_told

Resolver = Callable[..., Any]


class GuardedField(graphene.Field):
    """A field that only those may ask for whom `access` allows."""

    def __init__(self, type_: Any, *, access: Access, description: str, **options: Any) -> None:
        super().__init__(type_, description=f"{description} {access.rule}", **options)
        self.access = access

    def get_resolver(self, parent_resolver: Resolver) -> Resolver:
        return self._guarded(super().get_resolver(parent_resolver))

    def _guarded(self, resolver: Resolver) -> Resolver:
        @wraps(resolver)
        def guarded(root: Any, info: ResolveInfo, **arguments: Any) -> Any:
            with refusals_told():
                access_check(self.access, requestor_of(info.context))
                inputs_check(arguments)
                return resolver(root, info, **arguments)

        return guarded


class ListField(GuardedField):
    """A Relay connection; its resolver returns the ordered QuerySet to page through."""

    def __init__(self, node: Any, *, access: Access, description: str, **arguments: Any) -> None:
        super().__init__(
            connection_of(node),
            access=access,
            description=description,
            first=graphene.Int(
                description=f"How many to return: 1 to {MAX_FIRST}, {DEFAULT_FIRST} by default."
            ),
            after=graphene.String(description="Return what follows this cursor."),
            **arguments,
        )

    def get_resolver(self, parent_resolver: Resolver) -> Resolver:
        rows_of = graphene.Field.get_resolver(self, parent_resolver)

        @wraps(rows_of)
        def paged(
            root: Any,
            info: ResolveInfo,
            first: int = DEFAULT_FIRST,
            after: str | None = None,
            **arguments: Any,
        ) -> Any:
            rows: QuerySet[Any] = rows_of(root, info, **arguments)
            return page_of(rows, first=first, after=after)

        return self._guarded(paged)
