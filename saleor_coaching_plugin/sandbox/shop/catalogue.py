"""Reading the catalogue: the port's catalogue methods, in a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money

from . import models
from .ids import Kind, PrimaryKey, global_id, not_found, pk_or_none

_KINDS: dict[str, tuple[Kind, Any]] = {
    "product": (Kind.PRODUCT, models.Product),
    "product_type": (Kind.PRODUCT_TYPE, models.ProductType),
    "category": (Kind.CATEGORY, models.Category),
    "collection": (Kind.COLLECTION, models.Collection),
}


class CatalogueAdapter:
    """The port's catalogue methods."""

    def product_get(self, product_id: str, *, channel: str) -> port.Product:
        found = self.products_get([product_id], channel=channel)
        if not found:
            raise not_found(Kind.PRODUCT)
        return found[product_id]

    def product_find(self, *, slug: str, channel: str) -> port.Product | None:
        here = channel_get(channel)
        rows = models.Product.objects.filter(published_in(here), slug=slug)
        return next(iter(products_of(rows, here)), None)

    def products_get(
        self, product_ids: Collection[str], *, channel: str
    ) -> dict[str, port.Product]:
        here = channel_get(channel)
        return {product.id: product for product in products_of(_rows(product_ids), here)}

    def places_get(self, product_ids: Collection[str], *, channel: str) -> dict[str, port.Place]:
        return {
            product.id: port.Place(
                id=product.id,
                channel=channel,
                product_type_id=product.product_type_id,
                category_ids=product.category_ids,
                collection_ids=product.collection_ids,
            )
            for product in products_of(_rows(product_ids), None)
        }

    def products_published(self, *, channel: str) -> list[port.Product]:
        here = channel_get(channel)
        return products_of(buyable_in(here), here)

    def object_exists(self, kind: str, object_id: str) -> bool:
        if kind == "channel":
            return bool(models.Channel.objects.filter(slug=object_id).exists())
        id_kind, model = _KINDS[kind]
        pk = pk_or_none(object_id, id_kind)
        return pk is not None and bool(model.objects.filter(pk=pk).exists())


def channel_get(slug: str) -> models.Channel:
    """Raises CommerceError(NOT_FOUND)."""
    channel = models.Channel.objects.filter(slug=slug).first()
    if channel is None:
        raise not_found(Kind.CHANNEL, "channel")
    return channel


def _rows(product_ids: Collection[str]) -> QuerySet[models.Product]:
    pks = [pk_or_none(product_id, Kind.PRODUCT) for product_id in product_ids]
    return models.Product.objects.filter(pk__in=[pk for pk in pks if pk is not None])


def published_in(channel: models.Channel) -> Q:
    """Condition on products."""
    listings = models.ProductChannelListing.objects.filter(
        product=OuterRef("pk"), channel=channel, is_published=True
    )
    return Q(Exists(listings))


def buyable_in(channel: models.Channel) -> QuerySet[models.Product]:
    """Published products with at least one price, by name."""
    prices = models.VariantChannelListing.objects.filter(
        variant__product=OuterRef("pk"), channel=channel
    )
    return models.Product.objects.filter(published_in(channel), Exists(prices)).order_by(
        "name", "pk"
    )


def products_of(
    rows: QuerySet[models.Product], channel: models.Channel | None
) -> list[port.Product]:
    """Snapshots of the rows, as the channel shows them; with no channel: unpublished, no prices."""
    loaded = rows.prefetch_related(
        "collections",
        Prefetch(
            "listings",
            models.ProductChannelListing.objects.filter(channel=channel),
            to_attr="listings_here",
        ),
        Prefetch("variants", models.Variant.objects.order_by("pk")),
        Prefetch(
            "variants__listings",
            models.VariantChannelListing.objects.filter(channel=channel),
            to_attr="listings_here",
        ),
    )
    parents = dict(models.Category.objects.values_list("pk", "parent_id"))
    return [_product(row, channel, parents) for row in loaded]


def _product(
    row: models.Product, channel: models.Channel | None, parents: dict[int, int | None]
) -> port.Product:
    return port.Product(
        id=global_id(Kind.PRODUCT, row.pk),
        name=row.name,
        slug=row.slug,
        description=row.description,
        channel=channel.slug if channel else "",
        is_published=any(listing.is_published for listing in row.listings_here),
        product_type_id=global_id(Kind.PRODUCT_TYPE, row.product_type_id),
        category_ids=_ids(Kind.CATEGORY, _upwards(row.category_id, parents)),
        collection_ids=_ids(Kind.COLLECTION, sorted(c.pk for c in row.collections.all())),
        variants=tuple(_variant(variant, channel) for variant in row.variants.all()),
    )


def _variant(row: models.Variant, channel: models.Channel | None) -> port.Variant:
    prices = [Money(here.price_minor, channel.currency) for here in row.listings_here if channel]
    return port.Variant(
        id=global_id(Kind.VARIANT, row.pk),
        product_id=global_id(Kind.PRODUCT, row.product_id),
        name=row.name,
        sku=row.sku or "",
        price=prices[0] if prices else None,
    )


def _upwards(pk: int | None, parents: dict[int, int | None]) -> Iterable[int]:
    while pk is not None:
        yield pk
        pk = parents[pk]


def _ids(kind: Kind, pks: Iterable[PrimaryKey]) -> tuple[str, ...]:
    return tuple(global_id(kind, pk) for pk in pks)
