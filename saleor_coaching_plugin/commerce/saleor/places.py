"""Where products stand in Saleor's catalogue. Asked at every order, so it costs one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from saleor.product.models import Category, CollectionProduct, Product

from saleor_coaching_plugin.commerce import port

from .ids import Kind, global_id, pk_or_none

if TYPE_CHECKING:
    from saleor.checkout.fetch import CheckoutLineInfo


def places_of(product_ids: Collection[str], *, channel: str) -> dict[str, port.Place]:
    """`Commerce.places_get`, in one statement."""
    pks = [pk_or_none(product_id, Kind.PRODUCT) for product_id in product_ids]
    gathered = CollectionProduct.objects.filter(product_id=OuterRef("pk"))
    rows = (
        Product.objects.filter(pk__in=[pk for pk in pks if pk is not None])
        .order_by()
        .annotate(
            upwards=categories_upwards(),
            gathered=ArraySubquery(gathered.order_by("collection_id").values("collection_id")),
        )
        .values_list("pk", "product_type_id", "upwards", "gathered")
    )
    return {place.id: place for place in (_place(*row, channel=channel) for row in rows.iterator())}


def categories_upwards() -> ArraySubquery:
    """Of a row of products: keys of its category and of that one's ancestors up to the root."""
    upwards = Category.objects.filter(
        tree_id=OuterRef("category__tree_id"),
        lft__lte=OuterRef("category__lft"),
        rght__gte=OuterRef("category__rght"),
    )
    return ArraySubquery(upwards.order_by("-level").values("pk"))


def places_loaded(lines: Iterable[CheckoutLineInfo], *, channel: str) -> list[port.Place]:
    """As far as Saleor has loaded them with the lines: of the categories, the product's own alone.

    Costs no statement. Enough to tell that no terms are possible (`terms_possible`).
    """
    return [
        _place(
            line.product.pk,
            line.product.product_type_id,
            [line.product.category_id] if line.product.category_id else [],
            [collection.pk for collection in line.collections],
            channel=channel,
        )
        for line in lines
    ]


def _place(
    pk: int, product_type: int, categories: list[int], collections: list[int], *, channel: str
) -> port.Place:
    return port.Place(
        id=global_id(Kind.PRODUCT, pk),
        channel=channel,
        product_type_id=global_id(Kind.PRODUCT_TYPE, product_type),
        category_ids=tuple(global_id(Kind.CATEGORY, each) for each in categories),
        collection_ids=tuple(global_id(Kind.COLLECTION, each) for each in collections),
    )
