"""Lines of an order."""

from __future__ import annotations

from dataclasses import dataclass

import graphene
from graphql.execution.base import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.money import Money as Amount
from saleor_coaching_plugin.sandbox.shop.ids import Kind

from .catalogue import ProductVariant, VariantNode
from .context import has_permission
from .loaders import product_load, row_load
from .money import TaxedMoney


@dataclass(frozen=True)
class OrderLineNode:
    """A line with the channel that it was sold in."""

    line: port.Line
    channel: str


class OrderLine(graphene.ObjectType):
    id = graphene.ID(required=True)
    product_name = graphene.String(required=True)
    variant_name = graphene.String(required=True)
    product_variant_id = graphene.String()
    quantity = graphene.Int(required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    variant = graphene.Field(ProductVariant)

    @staticmethod
    def resolve_id(root: OrderLineNode, info: ResolveInfo) -> str:
        return root.line.id

    @staticmethod
    def resolve_product_name(root: OrderLineNode, info: ResolveInfo) -> str:
        return root.line.product_name

    @staticmethod
    def resolve_variant_name(root: OrderLineNode, info: ResolveInfo) -> Promise:
        return row_load(info, Kind.ORDER_LINE, root.line.id).then(lambda row: row.variant_name)

    @staticmethod
    def resolve_product_variant_id(root: OrderLineNode, info: ResolveInfo) -> str:
        return root.line.variant_id

    @staticmethod
    def resolve_quantity(root: OrderLineNode, info: ResolveInfo) -> int:
        return root.line.quantity

    @staticmethod
    def resolve_unit_price(root: OrderLineNode, info: ResolveInfo) -> Amount:
        return root.line.unit_price

    @staticmethod
    def resolve_total_price(root: OrderLineNode, info: ResolveInfo) -> Amount:
        return root.line.total

    @staticmethod
    def resolve_variant(root: OrderLineNode, info: ResolveInfo) -> Promise:
        """None for customers once the product is no longer published."""
        see_all = has_permission(info, Permission.MANAGE_PRODUCTS)

        def shown(product: port.Product) -> VariantNode | None:
            if not (product.is_published or see_all):
                return None
            return VariantNode.of(product, root.line.variant_id)

        return product_load(info, root.channel, root.line.product_id).then(shown)
