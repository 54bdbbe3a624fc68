"""What the mutations that change one thing of a checkout have in common."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.sandbox.shop.carts import cart_open, cart_snapshot
from saleor_coaching_plugin.sandbox.shop.ids import Kind, PrimaryKey, pk_of
from saleor_coaching_plugin.sandbox.shop.schema.base import BaseMutation
from saleor_coaching_plugin.sandbox.shop.schema.checkouts import Checkout
from saleor_coaching_plugin.sandbox.shop.schema.errors import CheckoutError, ShopError


class CheckoutMutation(BaseMutation):
    """Takes an `id`, does `change`, answers with the checkout as it is then."""

    class Meta:
        abstract = True

    checkout = graphene.Field(Checkout)

    @classmethod
    def __init_subclass_with_meta__(
        cls, error_type: type[ShopError] = CheckoutError, **options: Any
    ) -> None:
        super().__init_subclass_with_meta__(error_type=error_type, **options)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> Any:
        pk = pk_of(arguments.pop("id"), Kind.CHECKOUT)
        cls.change(info, pk, **arguments)
        return cls(checkout=cart_snapshot(cart_open(pk)))

    @classmethod
    def change(cls, info: ResolveInfo, pk: PrimaryKey, **arguments: Any) -> None:
        raise NotImplementedError
