"""The sandbox's one endpoint: the shop's schema with the plugin's merged in, as inside Saleor."""

from __future__ import annotations

import graphene

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.graphql.extensions.order import order_fields
from saleor_coaching_plugin.graphql.extensions.user import user_fields
from saleor_coaching_plugin.graphql.schema import CoachingMutation, CoachingQuery
from saleor_coaching_plugin.graphql.terms.product import ProductKey, product_fields
from saleor_coaching_plugin.graphql.view import graphql_view_of
from saleor_coaching_plugin.sandbox.shop.schema import (
    Order,
    Product,
    ShopMutation,
    ShopQuery,
    User,
)


def _key_of(root: port.Product) -> ProductKey:
    return ProductKey(root.id, root.channel)


Product._meta.fields.update(product_fields(_key_of))
Order._meta.fields.update(order_fields(lambda root: str(root.id)))
User._meta.fields.update(user_fields(lambda root: str(root.email)))


class Query(CoachingQuery, ShopQuery):
    pass


class Mutation(CoachingMutation, ShopMutation):
    pass


view = graphql_view_of(graphene.Schema(query=Query, mutation=Mutation))
