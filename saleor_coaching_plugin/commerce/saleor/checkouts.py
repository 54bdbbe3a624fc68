"""Reading checkouts: the port's snapshot of what Saleor would charge now."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from promise import Promise
from saleor.checkout import CheckoutChargeStatus
from saleor.checkout.calculations import fetch_checkout_data
from saleor.checkout.fetch import fetch_checkout_info, fetch_checkout_lines
from saleor.checkout.models import Checkout as CheckoutRow
from saleor.payment.models import TransactionItem
from saleor.plugins.manager import get_plugins_manager

from saleor_coaching_plugin.commerce.port import Checkout, Line
from saleor_coaching_plugin.core.money import Money

from .addresses import address_of
from .amounts import money_of
from .ids import Kind, PrimaryKey, global_id, not_found
from .languages import language_tag
from .switch import channels_without_gate

if TYPE_CHECKING:
    from saleor.checkout.fetch import CheckoutInfo, CheckoutLineInfo

_FULLY_PAID = (CheckoutChargeStatus.FULL, CheckoutChargeStatus.OVERCHARGED)
# 3.22 has no such parameter.
_REQUESTOR: dict[str, Any] = (
    {"requestor": None} if "requestor" in inspect.signature(fetch_checkout_data).parameters else {}
)


def checkout_of(
    checkout_info: CheckoutInfo, lines: Iterable[CheckoutLineInfo], *, paid: Money | None = None
) -> Checkout:
    """The snapshot of a checkout as Saleor's plugin hooks hand it over.

    What `Commerce.checkout_get` gives for the same checkout. Prices are what Saleor would charge
    now: the stored ones, calculated anew only when Saleor itself would do so, so they change by
    changes of the checkout and, an hour later at most (CHECKOUT_PRICES_TTL), by changes of the
    catalogue. The total is before gift cards, which are a way to pay.

    Costs one SQL statement, for what was paid. Whoever does not ask for that gives `paid` (no
    money, say) and saves it.
    """
    lines = list(lines)
    _prices_refresh(checkout_info, lines)
    row = checkout_info.checkout
    return Checkout(
        id=global_id(Kind.CHECKOUT, row.pk),
        channel=checkout_info.channel.slug,
        language=language_tag(row.language_code),
        email=checkout_info.get_customer_email() or None,
        customer_id=global_id(Kind.USER, row.user_id) if row.user_id else None,
        billing_address=address_of(checkout_info.billing_address),
        voucher_code=row.voucher_code or None,
        lines=tuple(_line(each, row.currency) for each in lines),
        total=money_of(row.total_gross_amount, row.currency),
        paid=_paid(row) if paid is None else paid,
    )


def checkout_read(row: CheckoutRow) -> Checkout:
    """Of an open checkout, in a constant number of queries."""
    lines, _ = fetch_checkout_lines(row)
    manager = get_plugins_manager(allow_replica=False)
    return checkout_of(fetch_checkout_info(row, lines, manager), lines)


def checkout_row(pk: PrimaryKey) -> CheckoutRow:
    """Raises CommerceError(NOT_FOUND), also once it has become an order."""
    row = CheckoutRow.objects.select_related(
        "channel__tax_configuration", "user", "billing_address", "shipping_address"
    )
    found = row.filter(pk=pk).first()
    if found is None:
        raise not_found(Kind.CHECKOUT)
    return found


def checkouts_paid(*, since: datetime, until: datetime, limit: int) -> list[Checkout]:
    """Of channels whose gate is on: elsewhere no terms keep a checkout from going on."""
    charged = TransactionItem.objects.filter(checkout=OuterRef("pk"), charged_value__gt=0)
    rows = CheckoutRow.objects.filter(
        # Not by its total: that is 0 until Saleor first has to calculate it.
        Exists(charged),
        charge_status__in=_FULLY_PAID,
        last_change__gte=since,
        last_change__lt=until,
    ).exclude(channel__in=channels_without_gate())
    read = map(checkout_read, rows.order_by("last_change", "pk").iterator(chunk_size=limit))
    # A price may have risen since; and a payment that is under way counts as charged in Saleor.
    return list(islice((each for each in read if each.paid.minor >= each.total.minor > 0), limit))


def _prices_refresh(checkout_info: CheckoutInfo, lines: Sequence[CheckoutLineInfo]) -> None:
    """In place, as Saleor does before it charges; nothing happens while the prices are good."""
    if checkout_info.checkout.price_expiration > timezone.now():
        return
    answer = fetch_checkout_data(checkout_info, checkout_info.manager, lines, **_REQUESTOR)
    if isinstance(answer, Promise):
        answer.get()


def _line(info: CheckoutLineInfo, currency: str) -> Line:
    total = info.line.total_price_gross_amount
    return Line(
        id=global_id(Kind.CHECKOUT_LINE, info.line.pk),
        product_id=global_id(Kind.PRODUCT, info.product.pk),
        variant_id=global_id(Kind.VARIANT, info.variant.pk),
        product_name=info.product.name,
        quantity=info.line.quantity,
        unit_price=money_of(total / info.line.quantity, currency),
        total=money_of(total, currency),
    )


def _paid(row: CheckoutRow) -> Money:
    charged = sum(each.charged_value for each in row.payment_transactions.all())
    return money_of(charged, row.currency) if charged else Money(0, row.currency)
