"""Money that a payment app reports."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.core import money
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.sandbox.shop.access import HANDLE_PAYMENTS
from saleor_coaching_plugin.sandbox.shop.checkouts import CheckoutAdapter, checkout_payment_record
from saleor_coaching_plugin.sandbox.shop.hooks import hooks
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_or_none
from saleor_coaching_plugin.sandbox.shop.orders import order_payment_record
from saleor_coaching_plugin.sandbox.shop.schema.base import BaseMutation
from saleor_coaching_plugin.sandbox.shop.schema.checkouts import Checkout
from saleor_coaching_plugin.sandbox.shop.schema.context import require_permission
from saleor_coaching_plugin.sandbox.shop.schema.errors import TransactionCreateError
from saleor_coaching_plugin.sandbox.shop.schema.money import Money, MoneyInput, money_of
from saleor_coaching_plugin.sandbox.shop.schema.orders import Order


class TransactionItem(graphene.ObjectType):
    psp_reference = graphene.String(required=True)
    charged_amount = graphene.Field(Money, required=True)
    checkout = graphene.Field(Checkout)
    order = graphene.Field(Order)


class TransactionCreateInput(graphene.InputObjectType):
    psp_reference = graphene.String()
    amount_charged = MoneyInput()


class TransactionCreate(BaseMutation):
    """For a checkout or an order, by its id. The same reference counts once."""

    class Meta:
        error_type = TransactionCreateError

    class Arguments:
        id = graphene.ID(required=True)
        transaction = TransactionCreateInput(required=True)

    transaction = graphene.Field(TransactionItem)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> TransactionCreate:
        require_permission(info, HANDLE_PAYMENTS)
        given = arguments["transaction"]
        if not given.get("amount_charged"):
            raise InvalidInput("Say how much was charged.", "amount_charged")
        amount = money_of(given.amount_charged, "amount_charged")
        reference = given.get("psp_reference") or ""
        record = _order_pay if pk_or_none(arguments["id"], Kind.ORDER) else _checkout_pay
        return cls(transaction=record(arguments["id"], amount, reference))


def _order_pay(order_id: str, amount: money.Money, reference: str) -> TransactionItem:
    order = order_payment_record(order_id, amount, reference, by_plugin=False)
    return TransactionItem(psp_reference=reference, charged_amount=amount, order=order)


def _checkout_pay(checkout_id: str, amount: money.Money, reference: str) -> TransactionItem:
    hooks().payment_initialize(CheckoutAdapter().checkout_get(checkout_id))
    checkout = checkout_payment_record(checkout_id, amount, reference, by_plugin=False)
    return TransactionItem(psp_reference=reference, charged_amount=amount, checkout=checkout)
