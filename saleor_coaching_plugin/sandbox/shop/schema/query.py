"""What can be asked of the shop."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.errors import InvalidInput, PermissionDenied
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.carts import cart_open, cart_snapshot
from saleor_coaching_plugin.sandbox.shop.catalogue import (
    buyable_in,
    channel_get,
    products_of,
    published_in,
)
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of
from saleor_coaching_plugin.sandbox.shop.order_rows import orders_of
from saleor_coaching_plugin.sandbox.shop.people import customer_of

from .catalogue import (
    CategoryCountableConnection,
    Channel,
    CollectionCountableConnection,
    Product,
    ProductCountableConnection,
    ProductTypeCountableConnection,
)
from .checkouts import Checkout
from .connection import ConnectionField, CountableConnection, page_of
from .context import has_permission, person_of, requestor_of, require_permission
from .orders import Order, OrderCountableConnection, User


class ShopQuery(graphene.ObjectType):
    """To be merged into the schema's Query."""

    product = graphene.Field(
        Product, id=graphene.ID(), slug=graphene.String(), channel=graphene.String()
    )
    products = ConnectionField(ProductCountableConnection, channel=graphene.String())
    product_types = ConnectionField(ProductTypeCountableConnection)
    categories = ConnectionField(CategoryCountableConnection)
    collections = ConnectionField(CollectionCountableConnection)
    channels = graphene.List(graphene.NonNull(Channel))
    checkout = graphene.Field(Checkout, id=graphene.ID(required=True))
    me = graphene.Field(User)
    order = graphene.Field(Order, id=graphene.ID(required=True))
    orders = ConnectionField(OrderCountableConnection)

    @staticmethod
    def resolve_product(
        root: None,
        info: ResolveInfo,
        id: str | None = None,
        slug: str | None = None,
        channel: str | None = None,
    ) -> port.Product | None:
        if (id is None) == (slug is None):
            raise InvalidInput("Give either an id or a slug.")
        here = channel_get(channel) if channel else None
        rows = models.Product.objects.filter(
            **({"slug": slug} if id is None else {"pk": pk_of(id, Kind.PRODUCT)})
        )
        if not has_permission(info, Permission.MANAGE_PRODUCTS):
            rows = rows.filter(published_in(here)) if here else rows.none()
        return next(iter(products_of(rows, here)), None)

    @staticmethod
    def resolve_products(
        root: None, info: ResolveInfo, channel: str | None = None, **window: Any
    ) -> CountableConnection:
        """What can be bought in the channel; for staff all there is."""
        here = channel_get(channel) if channel else None
        if has_permission(info, Permission.MANAGE_PRODUCTS):
            rows = models.Product.objects.order_by("name", "pk")
        else:
            rows = buyable_in(here) if here else models.Product.objects.none()
        return page_of(
            ProductCountableConnection, rows, lambda some: products_of(some, here), **window
        )

    @staticmethod
    def resolve_product_types(root: None, info: ResolveInfo, **window: Any) -> CountableConnection:
        rows = models.ProductType.objects.order_by("name", "pk")
        return page_of(ProductTypeCountableConnection, rows, list, **window)

    @staticmethod
    def resolve_categories(root: None, info: ResolveInfo, **window: Any) -> CountableConnection:
        rows = models.Category.objects.order_by("name", "pk")
        return page_of(CategoryCountableConnection, rows, list, **window)

    @staticmethod
    def resolve_collections(root: None, info: ResolveInfo, **window: Any) -> CountableConnection:
        rows = models.Collection.objects.order_by("name", "pk")
        return page_of(CollectionCountableConnection, rows, list, **window)

    @staticmethod
    def resolve_channels(root: None, info: ResolveInfo) -> list[models.Channel]:
        if not requestor_of(info).is_staff_or_app:
            raise PermissionDenied()
        return list(models.Channel.objects.order_by("slug"))

    @staticmethod
    def resolve_checkout(
        root: None,
        info: ResolveInfo,
        id: str,
    ) -> port.Checkout | None:
        pk = pk_of(id, Kind.CHECKOUT)
        try:
            return cart_snapshot(cart_open(pk))
        except CommerceError:
            return None

    @staticmethod
    def resolve_me(root: None, info: ResolveInfo) -> port.Customer | None:
        person = person_of(info)
        return customer_of(person) if person else None

    @staticmethod
    def resolve_order(
        root: None,
        info: ResolveInfo,
        id: str,
    ) -> port.Order | None:
        rows = models.Order.objects.filter(pk=pk_of(id, Kind.ORDER))
        return next(iter(orders_of(rows)), None)

    @staticmethod
    def resolve_orders(root: None, info: ResolveInfo, **window: Any) -> CountableConnection:
        require_permission(info, Permission.MANAGE_ORDERS)
        rows = models.Order.objects.order_by("-number")
        return page_of(OrderCountableConnection, rows, orders_of, **window)
