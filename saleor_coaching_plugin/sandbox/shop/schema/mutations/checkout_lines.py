"""What is in the cart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError
from saleor_coaching_plugin.sandbox.shop.cart_edit import cart_lines_add, cart_lines_update
from saleor_coaching_plugin.sandbox.shop.carts import line_variant_id
from saleor_coaching_plugin.sandbox.shop.ids import PrimaryKey

from .checkout_base import CheckoutMutation


class LineErrorCode(StrEnum):
    ZERO_QUANTITY = "zero_quantity"


class CheckoutLineInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)
    variant_id = graphene.ID(required=True)


class CheckoutLineUpdateInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)
    variant_id = graphene.ID()
    line_id = graphene.ID()


class CheckoutLinesAdd(CheckoutMutation):
    class Arguments:
        id = graphene.ID(required=True)
        lines = graphene.NonNull(graphene.List(graphene.NonNull(CheckoutLineInput)))

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        cart_lines_add(pk, quantities_of(arguments["lines"]))


class CheckoutLinesUpdate(CheckoutMutation):
    """Sets quantities; 0 takes a line out."""

    class Arguments:
        id = graphene.ID(required=True)
        lines = graphene.NonNull(graphene.List(graphene.NonNull(CheckoutLineUpdateInput)))

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        lines = {_variant_of(pk, line): line.quantity for line in arguments["lines"]}
        if any(quantity < 0 for quantity in lines.values()):
            raise _zero_quantity("The quantity should be higher or equal zero.")
        cart_lines_update(pk, lines)


def quantities_of(lines: Iterable[Any]) -> Counter[str]:
    """Variant id -> quantity, lines of the same variant taken together.

    Raises DomainError(ZERO_QUANTITY).
    """
    quantities: Counter[str] = Counter()
    for line in lines:
        if line.quantity < 1:
            raise _zero_quantity("The quantity should be higher than zero.")
        quantities[line.variant_id] += line.quantity
    return quantities


def _variant_of(pk: PrimaryKey, line: Any) -> str:
    if line.get("line_id"):
        return line_variant_id(pk, line.line_id)
    if line.get("variant_id"):
        return str(line.variant_id)
    raise DomainError(CoreErrorCode.REQUIRED, "Name the line or the variant.", "line_id")


def _zero_quantity(message: str) -> DomainError:
    return DomainError(LineErrorCode.ZERO_QUANTITY, message, "quantity")
