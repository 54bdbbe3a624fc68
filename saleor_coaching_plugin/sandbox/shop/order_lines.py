"""Writing the lines of a new order."""

from __future__ import annotations

from collections.abc import Sequence

from saleor_coaching_plugin.commerce import port

from . import models
from .ids import Kind, pk_of


def order_lines_add(
    order: models.Order, lines: Sequence[port.Line | port.OrderLineRequest]
) -> None:
    """Variants by id, quantities and unit prices as given; names as they are now."""
    pks = [pk_of(line.variant_id, Kind.VARIANT, "variant_id") for line in lines]
    variants = models.Variant.objects.select_related("product").in_bulk(pks)
    models.OrderLine.objects.bulk_create(
        models.OrderLine(
            order=order,
            variant=variants[pk],
            product_name=variants[pk].product.name,
            variant_name=variants[pk].name,
            quantity=line.quantity,
            unit_price_minor=line.unit_price.minor,
            total_minor=line.unit_price.times(line.quantity).minor,
        )
        for pk, line in zip(pks, lines, strict=True)
    )
