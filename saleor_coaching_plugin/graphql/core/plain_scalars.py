"""The scalars where there is no Saleor around us.

A value that cannot be read becomes None, which graphql-core 2 reports as invalid.
"""

from __future__ import annotations

import datetime
import decimal
from typing import Any

import graphene
from graphql.language import ast

MAX_DIGITS = 30

DateTime = graphene.DateTime


class Date(graphene.Scalar):
    """A day as `2027-05-01` (ISO 8601)."""

    @staticmethod
    def serialize(day: datetime.date) -> str:
        return day.isoformat()

    @staticmethod
    def parse_value(value: Any) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            return None

    @classmethod
    def parse_literal(cls, node: Any) -> datetime.date | None:
        return cls.parse_value(node.value) if isinstance(node, ast.StringValue) else None


class Decimal(graphene.Scalar):
    """An exact decimal number: a string such as `"120.50"` out; a string or a number in."""

    @staticmethod
    def serialize(value: decimal.Decimal) -> str:
        return f"{value:f}"

    @staticmethod
    def parse_value(value: Any) -> decimal.Decimal | None:
        if isinstance(value, bool):
            return None
        try:
            number = decimal.Decimal(str(value))
        except decimal.InvalidOperation:
            return None
        # Computing with "1e999999" would keep a worker busy.
        fits = number.is_finite() and max(len(str(value)), abs(number.adjusted())) <= MAX_DIGITS
        return number if fits else None

    @classmethod
    def parse_literal(cls, node: Any) -> decimal.Decimal | None:
        if isinstance(node, ast.FloatValue | ast.IntValue | ast.StringValue):
            return cls.parse_value(node.value)
        return None
