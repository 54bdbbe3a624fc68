"""The sandbox's one endpoint: the shop's schema with the plugin's merged in, as inside Saleor."""

from __future__ import annotations

import graphene

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.graphql.schema import CoachingMutation, CoachingQuery
from saleor_coaching_plugin.graphql.terms.product import ProductKey, product_contract_terms_field
from saleor_coaching_plugin.graphql.view import graphql_view_of
from saleor_coaching_plugin.sandbox.shop.schema import Product, ShopMutation, ShopQuery


def _key_of(root: port.Product) -> ProductKey:
    return ProductKey(root.id, root.channel)


Product._meta.fields["contract_terms"] = product_contract_terms_field(_key_of)


class Query(CoachingQuery, ShopQuery):
    pass


class Mutation(CoachingMutation, ShopMutation):
    pass


view = graphql_view_of(graphene.Schema(query=Query, mutation=Mutation))
