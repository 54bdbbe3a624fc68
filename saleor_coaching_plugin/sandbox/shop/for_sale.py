"""What may be put into a checkout or an order at all."""

from __future__ import annotations

from collections.abc import Iterable

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode

from . import models
from .catalogue import published_in
from .ids import Kind, not_found, pk_of
from .models.checkouts import MAX_QUANTITY


def listings_for_sale(
    channel: models.Channel, variant_ids: Iterable[str]
) -> dict[str, models.VariantChannelListing]:
    """Price rows by variant id.

    Raises NOT_FOUND for an unknown variant, PRODUCT_NOT_PUBLISHED when its product is not
    published or it has no price in the channel.
    """
    pks = {variant_id: pk_of(variant_id, Kind.VARIANT, "variant_id") for variant_id in variant_ids}
    known = set(models.Variant.objects.filter(pk__in=pks.values()).values_list("pk", flat=True))
    if not known.issuperset(pks.values()):
        raise not_found(Kind.VARIANT, "variant_id")
    products = models.Product.objects.filter(published_in(channel))
    listings = models.VariantChannelListing.objects.filter(
        channel=channel, variant__in=known, variant__product__in=products
    ).select_related("variant__product")
    by_pk = {listing.variant_id: listing for listing in listings}
    if len(by_pk) < len(known):
        raise not_for_sale()
    return {variant_id: by_pk[pk] for variant_id, pk in pks.items()}


def not_for_sale() -> CommerceError:
    return CommerceError(
        CommerceErrorCode.PRODUCT_NOT_PUBLISHED,
        "A product is not for sale in this channel.",
        "lines",
    )


def refuse_quantity(quantity: int) -> None:
    """Raises CommerceError(QUANTITY_INVALID) unless it is 1 to 50."""
    if not 1 <= quantity <= MAX_QUANTITY:
        raise quantity_invalid(f"The quantity must be from 1 to {MAX_QUANTITY}.")


def quantity_invalid(message: str) -> CommerceError:
    return CommerceError(CommerceErrorCode.QUANTITY_INVALID, message, "quantity")
