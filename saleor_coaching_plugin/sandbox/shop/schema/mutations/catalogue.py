"""What a coach does to make a product that can be bought. Needs MANAGE_PRODUCTS throughout."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.catalogue import products_of
from saleor_coaching_plugin.sandbox.shop.catalogue_edit import (
    product_create,
    product_publish,
    variant_create,
    variant_price,
)
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id
from saleor_coaching_plugin.sandbox.shop.schema.base import BaseMutation
from saleor_coaching_plugin.sandbox.shop.schema.catalogue import (
    Product,
    ProductVariant,
    VariantNode,
)
from saleor_coaching_plugin.sandbox.shop.schema.context import require_permission
from saleor_coaching_plugin.sandbox.shop.schema.errors import (
    ProductChannelListingError,
    ProductError,
)
from saleor_coaching_plugin.sandbox.shop.schema.money import PositiveDecimal
from saleor_coaching_plugin.sandbox.shop.schema.rich_text import blocks_to_text


class ProductCreateInput(graphene.InputObjectType):
    name = graphene.String()
    slug = graphene.String()
    description = graphene.JSONString()
    product_type = graphene.ID(required=True)
    category = graphene.ID()
    collections = graphene.List(graphene.NonNull(graphene.ID))


class ProductCreate(BaseMutation):
    class Meta:
        error_type = ProductError

    class Arguments:
        input = ProductCreateInput(required=True)

    product = graphene.Field(Product)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> ProductCreate:
        require_permission(info, Permission.MANAGE_PRODUCTS)
        given = arguments["input"]
        description = given.get("description")
        row = product_create(
            name=given.get("name") or "",
            slug=given.get("slug"),
            description=blocks_to_text(description) if description else "",
            product_type_id=given.product_type,
            category_id=given.get("category"),
            collection_ids=given.get("collections") or (),
        )
        return cls(product=_product(row))


class AttributeValueInput(graphene.InputObjectType):
    id = graphene.ID()
    values = graphene.List(graphene.NonNull(graphene.String))


class ProductVariantCreateInput(graphene.InputObjectType):
    """`attributes` is there because Saleor requires it; this shop has none, so it must be []."""

    product = graphene.ID(required=True)
    attributes = graphene.NonNull(graphene.List(graphene.NonNull(AttributeValueInput)))
    name = graphene.String()
    sku = graphene.String()


class ProductVariantCreate(BaseMutation):
    class Meta:
        error_type = ProductError

    class Arguments:
        input = ProductVariantCreateInput(required=True)

    product_variant = graphene.Field(ProductVariant)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> ProductVariantCreate:
        require_permission(info, Permission.MANAGE_PRODUCTS)
        given = arguments["input"]
        if given.attributes:
            raise InvalidInput("This shop has no attributes.", "attributes")
        row = variant_create(
            product_id=given.product, name=given.get("name") or "", sku=given.get("sku")
        )
        return cls(product_variant=_variant(row))


class ProductChannelListingAddInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    is_published = graphene.Boolean(required=True)


class ProductChannelListingUpdateInput(graphene.InputObjectType):
    update_channels = graphene.List(graphene.NonNull(ProductChannelListingAddInput))


class ProductChannelListingUpdate(BaseMutation):
    class Meta:
        error_type = ProductChannelListingError

    class Arguments:
        id = graphene.ID(required=True)
        input = ProductChannelListingUpdateInput(required=True)

    product = graphene.Field(Product)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> ProductChannelListingUpdate:
        require_permission(info, Permission.MANAGE_PRODUCTS)
        updates = arguments["input"].get("update_channels") or ()
        row = product_publish(
            product_id=arguments["id"],
            channels={update.channel_id: update.is_published for update in updates},
        )
        return cls(product=_product(row))


class ProductVariantChannelListingAddInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    price = PositiveDecimal(required=True)


class ProductVariantChannelListingUpdate(BaseMutation):
    class Meta:
        error_type = ProductChannelListingError

    class Arguments:
        id = graphene.ID(required=True)
        input = graphene.NonNull(
            graphene.List(graphene.NonNull(ProductVariantChannelListingAddInput))
        )

    variant = graphene.Field(ProductVariant)

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> ProductVariantChannelListingUpdate:
        require_permission(info, Permission.MANAGE_PRODUCTS)
        row = variant_price(
            variant_id=arguments["id"],
            prices={given.channel_id: given.price for given in arguments["input"]},
        )
        return cls(variant=_variant(row))


def _product(row: models.Product) -> port.Product:
    """As no channel shows it, as Saleor answers these mutations."""
    return products_of(models.Product.objects.filter(pk=row.pk), None)[0]


def _variant(row: models.Variant) -> VariantNode:
    products = products_of(models.Product.objects.filter(pk=row.product_id), None)
    return VariantNode.of(products[0], global_id(Kind.VARIANT, row.pk))
