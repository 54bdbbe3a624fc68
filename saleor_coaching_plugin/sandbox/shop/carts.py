"""Reading checkouts: rows, and the port's snapshots of them."""

from __future__ import annotations

from django.db.models import QuerySet

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.core.money import Money

from . import models
from .addresses import address_from_json
from .ids import Kind, PrimaryKey, global_id, not_found, pk_of


def cart_get(pk: PrimaryKey) -> models.Checkout:
    """The row, completed or not. Raises CommerceError(NOT_FOUND)."""
    row = models.Checkout.objects.select_related("channel", "voucher").filter(pk=pk).first()
    if row is None:
        raise not_found(Kind.CHECKOUT)
    return row


def cart_open(pk: PrimaryKey) -> models.Checkout:
    """The row of a checkout that is none no longer raises CommerceError(NOT_FOUND), as Saleor
    deletes a checkout when it becomes an order."""
    row = cart_get(pk)
    if row.completed_at is not None:
        raise not_found(Kind.CHECKOUT)
    return row


def cart_lines(row: models.Checkout) -> QuerySet[models.CheckoutLine]:
    return row.lines.select_related("listing__variant__product").order_by("pk")


def line_variant_id(pk: PrimaryKey, line_id: str) -> str:
    """The variant of a line of this checkout. Raises CommerceError(NOT_FOUND)."""
    lines = models.CheckoutLine.objects.select_related("listing").filter(checkout=pk)
    line = lines.filter(pk=pk_of(line_id, Kind.CHECKOUT_LINE, "line_id")).first()
    if line is None:
        raise not_found(Kind.CHECKOUT_LINE, "line_id")
    return global_id(Kind.VARIANT, line.listing.variant_id)


def cart_snapshot(row: models.Checkout) -> port.Checkout:
    """Of the row as it was read, with its lines and prices as they are now."""
    currency = row.channel.currency
    lines = tuple(_line(line, currency) for line in cart_lines(row))
    subtotal = sum(line.total.minor for line in lines)
    return port.Checkout(
        id=global_id(Kind.CHECKOUT, row.pk),
        channel=row.channel.slug,
        language=row.language,
        email=row.email or None,
        customer_id=global_id(Kind.USER, row.user_id) if row.user_id else None,
        billing_address=address_from_json(row.billing_address),
        voucher_code=row.voucher.code if row.voucher else None,
        lines=lines,
        total=Money(subtotal - _discount(subtotal, row.voucher), currency),
        paid=Money(row.paid_minor, currency),
    )


def _line(row: models.CheckoutLine, currency: str) -> port.Line:
    variant = row.listing.variant
    price = Money(row.listing.price_minor, currency)
    return port.Line(
        id=global_id(Kind.CHECKOUT_LINE, row.pk),
        product_id=global_id(Kind.PRODUCT, variant.product_id),
        variant_id=global_id(Kind.VARIANT, variant.pk),
        product_name=variant.product.name,
        quantity=row.quantity,
        unit_price=price,
        total=price.times(row.quantity),
    )


def _discount(subtotal: int, voucher: models.Voucher | None) -> int:
    """Rounded half up to whole minor units."""
    return (subtotal * voucher.percent + 50) // 100 if voucher else 0
