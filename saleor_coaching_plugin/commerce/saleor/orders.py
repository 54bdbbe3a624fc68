"""Reading orders. Drafts are no orders yet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from saleor.order import OrderOrigin, OrderStatus
from saleor.order.models import Order as OrderRow
from saleor.order.models import OrderLine

from saleor_coaching_plugin.commerce.port import Line, Order, OrderChange

from .amounts import money_of
from .ids import Kind, PrimaryKey, global_id, not_found
from .languages import language_tag
from .people import user_get

_VOID = {OrderStatus.CANCELED, OrderStatus.EXPIRED}


def order_read(pk: PrimaryKey) -> Order:
    """Raises CommerceError(NOT_FOUND)."""
    found = orders_read(OrderRow.objects.filter(pk=pk))
    if not found:
        raise not_found(Kind.ORDER)
    return found[0]


def order_of_checkout(checkout_pk: PrimaryKey) -> Order | None:
    return next(iter(orders_read(OrderRow.objects.filter(checkout_token=str(checkout_pk)))), None)


def order_numbered(number: str) -> Order | None:
    if not (number.isascii() and number.isdigit()):
        return None
    return next(iter(orders_read(OrderRow.objects.filter(number=number))), None)


def orders_of(customer_id: str) -> list[Order]:
    user = user_get(customer_id, "customer_id")
    return orders_read(OrderRow.objects.filter(user=user).order_by("-number"))


def orders_changed(*, since: datetime, limit: int) -> list[OrderChange]:
    changed = OrderRow.objects.non_draft().filter(updated_at__gte=since)
    rows = changed.order_by("updated_at", "pk").values_list("pk", "updated_at")
    return [OrderChange(global_id(Kind.ORDER, pk), changed_at) for pk, changed_at in rows[:limit]]


def orders_read(rows: QuerySet[OrderRow]) -> list[Order]:
    """Snapshots of those that are no drafts, in a constant number of queries."""
    loaded = (
        rows.exclude(status=OrderStatus.DRAFT)
        .select_related("channel")
        .prefetch_related(Prefetch("lines", OrderLine.objects.select_related("variant")))
    )
    return [_order(row) for row in loaded]


def _order(row: OrderRow) -> Order:
    by_gift_cards = _by_gift_cards(row)
    return Order(
        id=global_id(Kind.ORDER, row.pk),
        number=str(row.number),
        channel=row.channel.slug,
        language=language_tag(row.language_code),
        email=row.user_email,
        customer_id=global_id(Kind.USER, row.user_id) if row.user_id else None,
        checkout_id=global_id(Kind.CHECKOUT, UUID(row.checkout_token))
        if row.checkout_token
        else None,
        external_reference=row.external_reference,
        lines=tuple(_line(line) for line in row.lines.all()),
        total=money_of(row.total_gross_amount + by_gift_cards, row.currency),
        paid=money_of(row.total_charged_amount + by_gift_cards, row.currency),
        created_at=row.created_at,
        is_cancelled=row.status in _VOID,
    )


def _by_gift_cards(row: OrderRow) -> Decimal:
    """What gift cards paid of a checkout: Saleor takes it off the order's total.

    For the port they are a way to pay, and an order costs what its checkout did.
    """
    if row.origin != OrderOrigin.CHECKOUT:
        return Decimal(0)
    whole = row.subtotal_gross_amount + row.shipping_price_gross_amount
    return max(whole - row.total_gross_amount, Decimal(0))


def _line(row: OrderLine) -> Line:
    """Of a variant that was deleted since, Saleor keeps the id, but not its product's."""
    known = row.variant is not None
    return Line(
        id=global_id(Kind.ORDER_LINE, row.pk),
        product_id=global_id(Kind.PRODUCT, row.variant.product_id) if known else "",
        variant_id=global_id(Kind.VARIANT, row.variant_id)
        if known
        else row.product_variant_id or "",
        product_name=row.product_name,
        quantity=row.quantity,
        unit_price=money_of(row.unit_price_gross_amount, row.currency),
        total=money_of(row.total_price_gross_amount, row.currency),
    )
