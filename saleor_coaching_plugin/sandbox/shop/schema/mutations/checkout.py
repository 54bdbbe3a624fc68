"""The beginning and the end of a checkout."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.sandbox.shop.cart_edit import cart_create
from saleor_coaching_plugin.sandbox.shop.carts import cart_get, cart_snapshot
from saleor_coaching_plugin.sandbox.shop.completion import cart_complete
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.sandbox.shop.order_rows import order_read
from saleor_coaching_plugin.sandbox.shop.schema.addresses import AddressInput, address_of
from saleor_coaching_plugin.sandbox.shop.schema.base import BaseMutation
from saleor_coaching_plugin.sandbox.shop.schema.checkouts import Checkout
from saleor_coaching_plugin.sandbox.shop.schema.context import person_of
from saleor_coaching_plugin.sandbox.shop.schema.enums import LanguageCodeEnum
from saleor_coaching_plugin.sandbox.shop.schema.errors import CheckoutError
from saleor_coaching_plugin.sandbox.shop.schema.orders import Order

from .checkout_lines import CheckoutLineInput, quantities_of


class CheckoutCreateInput(graphene.InputObjectType):
    channel = graphene.String(required=True)
    lines = graphene.NonNull(graphene.List(graphene.NonNull(CheckoutLineInput)))
    email = graphene.String()
    billing_address = AddressInput()
    language_code = LanguageCodeEnum()


class CheckoutCreate(BaseMutation):
    """Belongs to who is logged in, and has their e-mail address unless another one is given."""

    class Meta:
        error_type = CheckoutError

    class Arguments:
        input = CheckoutCreateInput(required=True)

    checkout = graphene.Field(Checkout)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> CheckoutCreate:
        given = arguments["input"]
        user = person_of(info)
        address = given.get("billing_address")
        row = cart_create(
            channel=given.channel,
            language=given.get("language_code") or "en",
            email=given.get("email") or (user.email if user else None),
            user=user,
            billing_address=address_of(address) if address else None,
            lines=quantities_of(given.lines),
        )
        return cls(checkout=cart_snapshot(cart_get(row.pk)))


class CheckoutComplete(BaseMutation):
    """Doing it twice answers with the same order."""

    class Meta:
        error_type = CheckoutError

    class Arguments:
        id = graphene.ID(required=True)

    order = graphene.Field(Order)
    confirmation_needed = graphene.Boolean(required=True)

    @staticmethod
    def resolve_confirmation_needed(root: CheckoutComplete, info: ResolveInfo) -> bool:
        """Payments that need a second step are not this shop's."""
        return False

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> CheckoutComplete:
        order = cart_complete(pk_of(arguments["id"], Kind.CHECKOUT))
        return cls(order=order_read(order.pk))
