"""Saleor's countable connections over a query set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import graphene
from django.db.models import QuerySet
from graphene.relay import Connection, PageInfo
from graphql.execution.base import ResolveInfo
from graphql_relay.connection.arrayconnection import get_offset_with_default, offset_to_cursor

from saleor_coaching_plugin.core.errors import InvalidInput

MAX_FIRST = 100


class CountableConnection(Connection):
    class Meta:
        abstract = True

    total_count = graphene.Int()

    @staticmethod
    def resolve_total_count(root: Any, info: ResolveInfo) -> int:
        return int(root.rows.count())


class ConnectionField(graphene.Field):
    """A field of a connection, with `first` and `after`."""

    def __init__(self, connection: Any, **arguments: Any) -> None:
        super().__init__(connection, first=graphene.Int(), after=graphene.String(), **arguments)


def page_of(
    connection: type[CountableConnection],
    rows: QuerySet[Any],
    read: Callable[[QuerySet[Any]], Sequence[Any]],
    *,
    first: int | None = None,
    after: str | None = None,
) -> CountableConnection:
    """The `first` rows `after` a cursor, turned into nodes by `read`.

    Raises InvalidInput without `first`, as Saleor does, and above 100.
    """
    if first is None or not 0 < first <= MAX_FIRST:
        raise InvalidInput(f"Ask for the `first` 1 to {MAX_FIRST}.", "first")
    start = get_offset_with_default(after, -1) + 1
    nodes = read(rows[start : start + first + 1])
    edges = [
        connection.Edge(node=node, cursor=offset_to_cursor(start + index))
        for index, node in enumerate(nodes[:first])
    ]
    page = connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=len(nodes) > first,
            has_previous_page=start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )
    page.rows = rows
    return page
