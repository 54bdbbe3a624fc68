"""Reading the catalogue, in a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from saleor.channel.models import Channel
from saleor.product.models import Category as CategoryRow
from saleor.product.models import Collection as CollectionRow
from saleor.product.models import Product as ProductRow
from saleor.product.models import (
    ProductChannelListing,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
)

from saleor_coaching_plugin.commerce.port import Place, Product, Variant
from saleor_coaching_plugin.core.money import Money

from .amounts import money_of
from .ids import Kind, global_id, not_found, pk_or_none
from .places import categories_upwards, places_of
from .rich_text import plain_text

_KINDS: dict[str, tuple[Kind, Any]] = {
    "product": (Kind.PRODUCT, ProductRow),
    "product_type": (Kind.PRODUCT_TYPE, ProductType),
    "category": (Kind.CATEGORY, CategoryRow),
    "collection": (Kind.COLLECTION, CollectionRow),
}


class SaleorCatalogue:
    """Names and prices as Saleor has them for the channel: untranslated, with sales applied."""

    def product_get(self, product_id: str, *, channel: str) -> Product:
        found = self.products_get([product_id], channel=channel)
        if not found:
            raise not_found(Kind.PRODUCT)
        return found[product_id]

    def product_find(self, *, slug: str, channel: str) -> Product | None:
        here = channel_get(channel)
        rows = ProductRow.objects.filter(published_in(here), slug=slug)
        return next(iter(_products(rows, here)), None)

    def products_get(self, product_ids: Collection[str], *, channel: str) -> dict[str, Product]:
        here = channel_get(channel)
        pks = [pk_or_none(product_id, Kind.PRODUCT) for product_id in product_ids]
        rows = ProductRow.objects.filter(pk__in=[pk for pk in pks if pk is not None])
        return {product.id: product for product in _products(rows, here)}

    def places_get(self, product_ids: Collection[str], *, channel: str) -> dict[str, Place]:
        return places_of(product_ids, channel=channel)

    def products_published(self, *, channel: str) -> list[Product]:
        here = channel_get(channel)
        prices = ProductVariantChannelListing.objects.filter(
            variant__product=OuterRef("pk"), channel=here, price_amount__isnull=False
        )
        rows = ProductRow.objects.filter(published_in(here, for_sale=True), Exists(prices))
        return _products(rows.order_by("name", "pk"), here)

    def object_exists(self, kind: str, object_id: str) -> bool:
        if kind == "channel":
            return bool(Channel.objects.filter(slug=object_id).exists())
        id_kind, model = _KINDS[kind]
        pk = pk_or_none(object_id, id_kind)
        return pk is not None and bool(model.objects.filter(pk=pk).exists())


def channel_get(slug: str) -> Channel:
    """Raises CommerceError(NOT_FOUND)."""
    channel = Channel.objects.filter(slug=slug).first()
    if channel is None:
        raise not_found(Kind.CHANNEL, "channel")
    return channel


def published_in(channel: Channel, *, for_sale: bool = False) -> Q:
    """Condition on products."""
    listings = ProductChannelListing.objects.published().filter(
        product=OuterRef("pk"), channel=channel, channel__is_active=True
    )
    if for_sale:
        listings = listings.filter(available_for_purchase_at__lte=timezone.now())
    return Q(Exists(listings))


def _products(rows: QuerySet[ProductRow], channel: Channel) -> list[Product]:
    loaded = rows.annotate(upwards=categories_upwards()).prefetch_related(
        Prefetch("collections", CollectionRow.objects.order_by("pk")),
        Prefetch(
            "channel_listings",
            ProductChannelListing.objects.filter(channel=channel),
            to_attr="listings_here",
        ),
        "variants",
        Prefetch(
            "variants__channel_listings",
            ProductVariantChannelListing.objects.filter(channel=channel),
            to_attr="listings_here",
        ),
    )
    return [_product(row, channel) for row in loaded]


def _product(row: ProductRow, channel: Channel) -> Product:
    return Product(
        id=global_id(Kind.PRODUCT, row.pk),
        name=row.name,
        slug=row.slug,
        description=plain_text(row.description),
        channel=channel.slug,
        is_published=any(listing.is_visible for listing in row.listings_here),
        product_type_id=global_id(Kind.PRODUCT_TYPE, row.product_type_id),
        category_ids=_ids(Kind.CATEGORY, row.upwards),
        collection_ids=_ids(Kind.COLLECTION, (each.pk for each in row.collections.all())),
        variants=tuple(_variant(variant) for variant in row.variants.all()),
    )


def _variant(row: ProductVariant) -> Variant:
    return Variant(
        id=global_id(Kind.VARIANT, row.pk),
        product_id=global_id(Kind.PRODUCT, row.product_id),
        name=row.name,
        sku=row.sku or "",
        price=next(map(_price, row.listings_here), None),
    )


def _price(listing: ProductVariantChannelListing) -> Money | None:
    """What it costs now, sales applied."""
    amounts = (listing.discounted_price_amount, listing.price_amount)
    amount = next((each for each in amounts if each is not None), None)
    if listing.price_amount is None or amount is None:
        return None
    return money_of(amount, listing.currency)


def _ids(kind: Kind, pks: Iterable[int]) -> tuple[str, ...]:
    return tuple(global_id(kind, pk) for pk in pks)
