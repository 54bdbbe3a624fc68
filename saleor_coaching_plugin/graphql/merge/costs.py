"""Saleor refuses queries that cost too much, and knows no cost of ours: we tell it.

Without this our fields would be free. Our own endpoint's limits do not apply to Saleor's.
"""

from __future__ import annotations

from typing import Any

import graphene
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType
from saleor.graphql.query_cost_map import COST_MAP

from .ours import Ours

ROWS = {"complexity": 1}
PAGE = {"complexity": 1, "multipliers": ["first"]}
OF_A_PAGE = {"edges", "node", "pageInfo"}
"""What a page consists of is counted with it."""


def costs_add(schema: graphene.Schema, ours: Ours) -> None:
    """One for whatever is looked up, and as many for a page as it has rows."""
    costs = [
        (type_name, field_name, PAGE if "first" in field.args else ROWS)
        for type_name, field_name, field in ours.of(schema)
        if _is_object(field.type) and field_name not in OF_A_PAGE
    ]
    for type_name, field_name, cost in costs:
        COST_MAP.setdefault(type_name, {})[field_name] = cost


def _is_object(type_: Any) -> bool:
    while isinstance(type_, GraphQLNonNull | GraphQLList):
        type_ = type_.of_type
    return isinstance(type_, GraphQLObjectType)
