"""Whether variants exist at all: Saleor answers unknown ones in many different ways."""

from __future__ import annotations

from collections.abc import Iterable

from saleor.product.models import ProductVariant

from .ids import Kind, not_found, pk_of


def variants_known(variant_ids: Iterable[str]) -> None:
    """Raises CommerceError(NOT_FOUND) for the first that is not."""
    pks = {pk_of(variant_id, Kind.VARIANT, "variant_id") for variant_id in variant_ids}
    if ProductVariant.objects.filter(pk__in=pks).count() < len(pks):
        raise not_found(Kind.VARIANT, "variant_id")
