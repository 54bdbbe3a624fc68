"""Products and what they belong to. The root of a Product is the port's snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from graphql.execution.base import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money as Amount
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id

from .connection import CountableConnection
from .loaders import row_load
from .money import TaxedMoney, TaxedMoneyRange
from .rich_text import text_to_blocks


@dataclass(frozen=True)
class VariantNode:
    """A variant with the product that it was read with."""

    variant: port.Variant
    product: port.Product

    @classmethod
    def of(cls, product: port.Product, variant_id: str) -> VariantNode:
        return cls(next(v for v in product.variants if v.id == variant_id), product)


class Channel(graphene.ObjectType):
    id = graphene.ID(required=True)
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    currency_code = graphene.String(required=True)

    @staticmethod
    def resolve_id(root: models.Channel, info: ResolveInfo) -> str:
        return global_id(Kind.CHANNEL, root.pk)

    @staticmethod
    def resolve_currency_code(root: models.Channel, info: ResolveInfo) -> str:
        return str(root.currency)


class ProductType(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)

    @staticmethod
    def resolve_id(root: models.ProductType, info: ResolveInfo) -> str:
        return global_id(Kind.PRODUCT_TYPE, root.pk)


class Category(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)

    @staticmethod
    def resolve_id(root: models.Category, info: ResolveInfo) -> str:
        return global_id(Kind.CATEGORY, root.pk)


class Collection(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)

    @staticmethod
    def resolve_id(root: models.Collection, info: ResolveInfo) -> str:
        return global_id(Kind.COLLECTION, root.pk)


class ProductPricingInfo(graphene.ObjectType):
    price_range = graphene.Field(TaxedMoneyRange)


class VariantPricingInfo(graphene.ObjectType):
    price = graphene.Field(TaxedMoney)


class Product(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    description = graphene.JSONString()
    channel = graphene.String()
    product_type = graphene.Field(ProductType, required=True)
    category = graphene.Field(Category)
    collections = graphene.List(graphene.NonNull(Collection))
    variants = graphene.List(graphene.NonNull(lambda: ProductVariant))
    pricing = graphene.Field(ProductPricingInfo)
    is_available = graphene.Boolean()

    @staticmethod
    def resolve_description(root: port.Product, info: ResolveInfo) -> dict[str, Any] | None:
        return text_to_blocks(root.description)

    @staticmethod
    def resolve_channel(root: port.Product, info: ResolveInfo) -> str | None:
        return root.channel or None

    @staticmethod
    def resolve_product_type(root: port.Product, info: ResolveInfo) -> Promise:
        return row_load(info, Kind.PRODUCT_TYPE, root.product_type_id)

    @staticmethod
    def resolve_category(root: port.Product, info: ResolveInfo) -> Promise | None:
        own = root.category_ids[:1]
        return row_load(info, Kind.CATEGORY, own[0]) if own else None

    @staticmethod
    def resolve_collections(root: port.Product, info: ResolveInfo) -> Promise:
        return Promise.all([row_load(info, Kind.COLLECTION, one) for one in root.collection_ids])

    @staticmethod
    def resolve_variants(root: port.Product, info: ResolveInfo) -> list[VariantNode]:
        return [VariantNode(variant, root) for variant in root.variants]

    @staticmethod
    def resolve_pricing(root: port.Product, info: ResolveInfo) -> dict[str, Any] | None:
        prices = _prices(root)
        if not prices:
            return None
        return {"price_range": {"start": prices[0], "stop": prices[-1]}}

    @staticmethod
    def resolve_is_available(root: port.Product, info: ResolveInfo) -> bool:
        return root.is_published and bool(_prices(root))


class ProductVariant(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    sku = graphene.String()
    product = graphene.Field(Product, required=True)
    pricing = graphene.Field(VariantPricingInfo)

    @staticmethod
    def resolve_id(root: VariantNode, info: ResolveInfo) -> str:
        return root.variant.id

    @staticmethod
    def resolve_name(root: VariantNode, info: ResolveInfo) -> str:
        return root.variant.name

    @staticmethod
    def resolve_sku(root: VariantNode, info: ResolveInfo) -> str | None:
        return root.variant.sku or None

    @staticmethod
    def resolve_pricing(root: VariantNode, info: ResolveInfo) -> dict[str, Any] | None:
        return {"price": root.variant.price} if root.variant.price else None


class ProductCountableConnection(CountableConnection):
    class Meta:
        node = Product


class ProductTypeCountableConnection(CountableConnection):
    class Meta:
        node = ProductType


class CategoryCountableConnection(CountableConnection):
    class Meta:
        node = Category


class CollectionCountableConnection(CountableConnection):
    class Meta:
        node = Collection


def _prices(product: port.Product) -> list[Amount]:
    """Lowest first."""
    prices = [variant.price for variant in product.variants if variant.price]
    return sorted(prices, key=lambda price: price.minor)
