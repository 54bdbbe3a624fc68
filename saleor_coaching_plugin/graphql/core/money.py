"""Money in and out: a decimal amount in major units with its currency."""

from __future__ import annotations

import re
from decimal import Decimal as Number
from typing import Any

import graphene

from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money

from .scalars import Decimal

MAX_DIGITS = 30
_CURRENCY = re.compile(r"[A-Z]{3}")


class CoachingMoney(graphene.ObjectType):
    """The root is a `core.money.Money`."""

    class Meta:
        description = "An exact amount of money."

    amount = Decimal(required=True, description='In major units, such as "120.50".')
    currency = graphene.String(required=True, description="ISO 4217 code.")


class CoachingMoneyInput(graphene.InputObjectType):
    class Meta:
        description = "An exact amount of money."

    amount = Decimal(required=True, description='In major units, such as "120.50".')
    currency = graphene.String(required=True, description="ISO 4217 code.")


def money_of(given: Any, field: str) -> Money:
    """From a CoachingMoneyInput.

    Raises InvalidInput for an unknown kind of currency code and for too many digits.
    """
    if not _fits(given["amount"]):
        raise InvalidInput("This amount has too many digits.", field)
    if not _CURRENCY.fullmatch(given["currency"]):
        raise InvalidInput("This is not an ISO 4217 currency code such as EUR.", field)
    try:
        return Money.of(given["amount"], given["currency"])
    except ValueError as error:
        raise InvalidInput(f"{error}.", field) from None


def _fits(amount: Number) -> bool:
    """Computing with "1e999999", which Saleor's scalar lets in, would keep a worker busy."""
    return max(len(str(amount)), abs(amount.adjusted())) <= MAX_DIGITS
