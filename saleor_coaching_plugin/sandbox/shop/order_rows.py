"""Reading orders: rows, and the port's snapshots of them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money

from . import models
from .ids import Kind, PrimaryKey, global_id, not_found


def order_get(pk: PrimaryKey) -> models.Order:
    """The row. Raises CommerceError(NOT_FOUND)."""
    row = models.Order.objects.select_related("channel").filter(pk=pk).first()
    if row is None:
        raise not_found(Kind.ORDER)
    return row


def order_read(pk: PrimaryKey) -> port.Order:
    """The order as it is now. Raises CommerceError(NOT_FOUND)."""
    found = orders_of(models.Order.objects.filter(pk=pk))
    if not found:
        raise not_found(Kind.ORDER)
    return found[0]


def orders_of(rows: QuerySet[models.Order]) -> list[port.Order]:
    """Snapshots of the rows, in a constant number of queries."""
    loaded = rows.select_related("channel").prefetch_related(
        Prefetch("lines", models.OrderLine.objects.select_related("variant").order_by("pk"))
    )
    return [_order(row) for row in loaded]


def _order(row: models.Order) -> port.Order:
    currency = row.channel.currency
    return port.Order(
        id=global_id(Kind.ORDER, row.pk),
        number=str(row.number),
        channel=row.channel.slug,
        language=row.language,
        email=row.email,
        customer_id=global_id(Kind.USER, row.user_id) if row.user_id else None,
        checkout_id=global_id(Kind.CHECKOUT, row.checkout_id) if row.checkout_id else None,
        external_reference=row.external_reference,
        lines=tuple(_line(line, currency) for line in row.lines.all()),
        total=Money(row.total_minor, currency),
        paid=Money(row.paid_minor, currency),
        created_at=row.created_at,
        is_cancelled=row.is_cancelled,
    )


def _line(row: models.OrderLine, currency: str) -> port.Line:
    return port.Line(
        id=global_id(Kind.ORDER_LINE, row.pk),
        product_id=global_id(Kind.PRODUCT, row.variant.product_id),
        variant_id=global_id(Kind.VARIANT, row.variant_id),
        product_name=row.product_name,
        quantity=row.quantity,
        unit_price=Money(row.unit_price_minor, currency),
        total=Money(row.total_minor, currency),
    )
