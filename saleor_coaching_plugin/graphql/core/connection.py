"""Relay connections by keyset: a page is one query, and new rows never shift the next page."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from graphene.relay import PageInfo
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import InvalidInput

DEFAULT_FIRST = 20
MAX_FIRST = 100


@dataclass(frozen=True)
class Edge:
    node: Any
    cursor: str


@dataclass(frozen=True)
class Page:
    edges: Sequence[Edge]
    page_info: PageInfo
    rows: QuerySet[Any]
    """All rows, for the count."""


class CountableConnection(graphene.ObjectType):
    """Base of all connections; the count is made only when it is asked for."""

    class Meta:
        abstract = True

    page_info = graphene.Field(PageInfo, required=True)
    total_count = graphene.Int(required=True, description="How many there are in all.")

    @staticmethod
    def resolve_total_count(root: Page, info: ResolveInfo) -> int:
        return root.rows.order_by().count()


@cache
def connection_of(node: Any) -> Any:
    """The connection type of a node type, named as Saleor names its own."""
    name = node._meta.name
    edge = type(
        f"{name}CountableEdge",
        (graphene.ObjectType,),
        {
            "node": graphene.Field(node, required=True),
            "cursor": graphene.String(required=True),
        },
    )
    edges = graphene.List(graphene.NonNull(edge), required=True)
    return type(f"{name}CountableConnection", (CountableConnection,), {"edges": edges})


def page_of(rows: QuerySet[Any], *, first: int | None, after: str | None) -> Page:
    """The `first` of the ordered `rows` that follow the cursor `after`.

    Raises InvalidInput naming `first` or `after`.
    """
    wanted = DEFAULT_FIRST if first is None else first
    if not 1 <= wanted <= MAX_FIRST:
        raise InvalidInput(f"Ask for 1 to {MAX_FIRST} at a time.", "first")
    order = [str(field) for field in rows.query.order_by]
    following = rows.filter(_follows(rows, order, after)) if after else rows
    found = list(following[: wanted + 1])
    edges = [Edge(row, _cursor(row, order)) for row in found[:wanted]]
    info = PageInfo(
        has_next_page=len(found) > wanted,
        has_previous_page=bool(after),
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Page(edges, info, rows)


def _cursor(row: Any, order: Sequence[str]) -> str:
    values = [str(getattr(row, field.lstrip("-"))) for field in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _follows(rows: QuerySet[Any], order: Sequence[str], after: str) -> Q:
    """Lexicographically behind the cursor, in the direction of each field."""
    condition, same = Q(), Q()
    for field, value in zip(order, _cursor_values(rows, order, after), strict=True):
        name = field.lstrip("-")
        condition |= same & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return condition


def _cursor_values(rows: QuerySet[Any], order: Sequence[str], after: str) -> list[Any]:
    try:
        texts = json.loads(base64.urlsafe_b64decode(after))
        fields = [rows.model._meta.get_field(field.lstrip("-")) for field in order]
        return [field.to_python(str(text)) for field, text in zip(fields, texts, strict=True)]
    except (ValueError, TypeError, ValidationError):
        raise InvalidInput("This is no cursor of this list.", "after") from None
