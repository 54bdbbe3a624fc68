"""What staff do to the catalogue, with Saleor's refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError
from saleor_coaching_plugin.core.money import Money

from . import models
from .ids import Kind, not_found, pk_of


class CatalogueErrorCode(StrEnum):
    INVALID_PRICE = "invalid_price"
    PRODUCT_NOT_ASSIGNED_TO_CHANNEL = "product_not_assigned_to_channel"
    PRODUCT_WITHOUT_CATEGORY = "product_without_category"


@transaction.atomic
def product_create(
    *,
    name: str,
    product_type_id: str,
    category_id: str | None = None,
    collection_ids: Sequence[str] = (),
    slug: str | None = None,
    description: str = "",
) -> models.Product:
    """Without a slug it gets a free one, made of its name. Raises UNIQUE for a slug in use."""
    name = line_clean(name, field="name", max_length=250)
    values: dict[str, Any] = {
        "name": name,
        "description": description,
        "product_type": _row(
            models.ProductType, Kind.PRODUCT_TYPE, product_type_id, "product_type"
        ),
    }
    if category_id:
        values["category"] = _row(models.Category, Kind.CATEGORY, category_id, "category")
    product = _product_insert(_slug_candidates(name, slug), values)
    product.collections.set(
        [_row(models.Collection, Kind.COLLECTION, one, "collections") for one in collection_ids]
    )
    return product


@transaction.atomic
def variant_create(*, product_id: str, name: str = "", sku: str | None = None) -> models.Variant:
    """Raises UNIQUE for an SKU in use."""
    product = _row(models.Product, Kind.PRODUCT, product_id, "product")
    sku = line_clean(sku, field="sku", max_length=255) if sku else None
    name = line_clean(name or sku or product.name, field="name", max_length=255)
    try:
        with transaction.atomic():
            return models.Variant.objects.create(product=product, name=name, sku=sku)
    except IntegrityError:
        raise DomainError(CoreErrorCode.UNIQUE, "This SKU is in use.", "sku") from None


@transaction.atomic
def product_publish(*, product_id: str, channels: Mapping[str, bool]) -> models.Product:
    """`channels` is channel id -> whether the product is published there.

    Raises PRODUCT_WITHOUT_CATEGORY: without one a product cannot be published.
    """
    product = _row(models.Product, Kind.PRODUCT, product_id)
    if any(channels.values()) and product.category_id is None:
        raise DomainError(
            CatalogueErrorCode.PRODUCT_WITHOUT_CATEGORY,
            "You must select a category to be able to publish.",
            "is_published",
        )
    for channel_id, is_published in channels.items():
        models.ProductChannelListing.objects.update_or_create(
            product=product,
            channel=_row(models.Channel, Kind.CHANNEL, channel_id, "channel_id"),
            defaults={"is_published": is_published},
        )
    return product


@transaction.atomic
def variant_price(*, variant_id: str, prices: Mapping[str, Decimal]) -> models.Variant:
    """`prices` is channel id -> price in major units.

    Raises PRODUCT_NOT_ASSIGNED_TO_CHANNEL before the product was listed there, INVALID_PRICE.
    """
    variant = _row(models.Variant, Kind.VARIANT, variant_id)
    for channel_id, price in prices.items():
        channel = _row(models.Channel, Kind.CHANNEL, channel_id, "channel_id")
        _refuse_unlisted(variant, channel)
        models.VariantChannelListing.objects.update_or_create(
            variant=variant,
            channel=channel,
            defaults={"price_minor": _price_minor(price, channel.currency)},
        )
    return variant


def _refuse_unlisted(variant: models.Variant, channel: models.Channel) -> None:
    listings = models.ProductChannelListing.objects.filter(
        product=variant.product_id, channel=channel
    )
    if not listings.exists():
        raise DomainError(
            CatalogueErrorCode.PRODUCT_NOT_ASSIGNED_TO_CHANNEL,
            "List the product in this channel first.",
            "channel_id",
        )


def _price_minor(price: Decimal, currency: str) -> int:
    try:
        return Money.of(price, currency).minor
    except ValueError as error:
        raise DomainError(CatalogueErrorCode.INVALID_PRICE, f"{error}.", "price") from None


def _slug_candidates(name: str, wanted: str | None) -> Iterator[str]:
    if wanted:
        yield line_clean(wanted, field="slug", max_length=255)
        return
    base = slugify(name, allow_unicode=True)[:240] or "product"
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def _product_insert(slugs: Iterator[str], values: dict[str, Any]) -> models.Product:
    for slug in slugs:
        try:
            with transaction.atomic():
                return models.Product.objects.create(slug=slug, **values)
        except IntegrityError:
            continue
    raise DomainError(CoreErrorCode.UNIQUE, "This slug is in use.", "slug")


def _row(model: Any, kind: Kind, object_id: str, field: str = "id") -> Any:
    row = model.objects.filter(pk=pk_of(object_id, kind, field)).first()
    if row is None:
        raise not_found(kind, field)
    return row
