"""Amounts as Saleor shows them. The shop knows no taxes: gross and net are the same."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import graphene
from graphql.execution.base import ResolveInfo
from graphql.language import ast

from saleor_coaching_plugin.core import money
from saleor_coaching_plugin.core.errors import InvalidInput


class PositiveDecimal(graphene.Scalar):
    """A decimal number of at least 0."""

    @staticmethod
    def serialize(value: Decimal) -> str:
        return str(value)

    @staticmethod
    def parse_value(value: Any) -> Decimal | None:
        """None for what is none: graphql-core 2 takes that for invalid."""
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return None
        return number if number.is_finite() and number >= 0 else None

    @classmethod
    def parse_literal(cls, node: Any) -> Decimal | None:
        if isinstance(node, ast.FloatValue | ast.IntValue | ast.StringValue):
            return cls.parse_value(node.value)
        return None


class Money(graphene.ObjectType):
    currency = graphene.String(required=True)
    amount = graphene.Float(required=True)

    @staticmethod
    def resolve_amount(root: money.Money, info: ResolveInfo) -> float:
        return float(root.amount)


class TaxedMoney(graphene.ObjectType):
    currency = graphene.String(required=True)
    gross = graphene.Field(Money, required=True)
    net = graphene.Field(Money, required=True)
    tax = graphene.Field(Money, required=True)

    @staticmethod
    def resolve_gross(root: money.Money, info: ResolveInfo) -> money.Money:
        return root

    @staticmethod
    def resolve_net(root: money.Money, info: ResolveInfo) -> money.Money:
        return root

    @staticmethod
    def resolve_tax(root: money.Money, info: ResolveInfo) -> money.Money:
        return money.Money(0, root.currency)


class TaxedMoneyRange(graphene.ObjectType):
    start = graphene.Field(TaxedMoney)
    stop = graphene.Field(TaxedMoney)


class MoneyInput(graphene.InputObjectType):
    currency = graphene.String(required=True)
    amount = PositiveDecimal(required=True)


def money_of(given: Any, field: str) -> money.Money:
    """From a MoneyInput. Raises InvalidInput when the currency has no such fraction."""
    try:
        return money.Money.of(given.amount, given.currency)
    except ValueError as error:
        raise InvalidInput(f"{error}.", field) from None
