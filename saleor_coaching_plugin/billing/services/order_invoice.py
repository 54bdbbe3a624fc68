"""The invoice for an order that was made in the shop, when staff ask for one.

The shop collects the money for such an order, so no gateway takes the invoice; what the shop was
paid is noted on it.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import Invoice, InvoiceLink, Payment
from saleor_coaching_plugin.billing.selectors import invoices_of_order
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.billing.wording import wording_for
from saleor_coaching_plugin.commerce.bill import BillLine, OrderBill
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.tokens import token_new

from .issue import OUR_NUMBERS, invoice_number_next
from .payment import OFFLINE

SHOP = "shop"
"""The method of payments that the shop took."""
TO_PAY = timedelta(days=14)
LINK_LIFE = timedelta(days=3652)
"""As long as books are kept."""


@transaction.atomic
def order_invoice_issue(*, bill: OrderBill, number: str | None, now: datetime) -> Invoice:
    """The order's invoice: the one that there is, else a new one, paid as far as the order is.

    Raises InvalidInput: for the number when the invoice has or would get another one, for the
    order when there is nothing to invoice, or not yet.
    """
    turn_take(f"order-invoice:{bill.order_id}")
    if bill.is_of_agreement:
        return _of_agreement(bill, number)
    invoice = invoices_of_order(bill.order_id).filter(agreement=None).first()
    if invoice is None:
        invoice = _issued(bill, number, now)
    elif number and number != invoice.number:
        raise _has_another(invoice)
    return order_invoice_note_paid(invoice_id=invoice.id, paid=bill.paid, now=now)


@transaction.atomic
def order_invoice_note_paid(*, invoice_id: uuid.UUID, paid: Money, now: datetime) -> Invoice:
    """Note what the shop has been paid for the order in all; less than known changes nothing."""
    invoice = Invoice.objects.select_for_update().get(id=invoice_id)
    missing = min(paid.minor, invoice.total_minor) - invoice.paid_minor
    if invoice.status == InvoiceStatus.OPEN and missing > 0:
        invoice.paid_minor += missing
        Payment.objects.create(
            invoice=invoice,
            reference=f"{SHOP}:{invoice.order_id}:{invoice.paid_minor}",
            amount_minor=missing,
            method=SHOP,
            received_at=now,
        )
        if invoice.paid_minor == invoice.total_minor:
            invoice.status, invoice.paid_at = InvoiceStatus.PAID, now
        invoice.save(update_fields=["paid_minor", "status", "paid_at"])
    return invoice


def invoice_link_make(*, invoice_id: uuid.UUID, now: datetime) -> str:
    """A new address of the invoice's page for the shop's own records, where staff find it."""
    token = token_new()
    InvoiceLink.objects.create(
        invoice_id=invoice_id,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    return page_url(f"i/{token.raw}/")


def _of_agreement(bill: OrderBill, number: str | None) -> Invoice:
    """The newest of those issued by now, or the one that is asked for by its number."""
    issued = invoices_of_order(bill.order_id).exclude(number=None).order_by("-instalment")
    invoice = issued.filter(number=number).first() if number else issued.first()
    if invoice is None and (other := issued.first()):
        raise _has_another(other)
    if invoice is None:
        raise InvalidInput(
            "This order comes from an agreement, which issues its invoices itself when they are "
            "due. None has been issued yet.",
            "order_id",
        )
    return invoice


def _has_another(invoice: Invoice) -> InvalidInput:
    return InvalidInput(
        f"This order has invoice {invoice.number} already, and its number cannot be changed.",
        "number",
    )


def _issued(bill: OrderBill, number: str | None, now: datetime) -> Invoice:
    if bill.is_cancelled:
        raise InvalidInput("This order was cancelled before it had an invoice.", "order_id")
    if bill.total.minor <= 0:
        raise InvalidInput("This order costs nothing, so there is nothing to invoice.", "order_id")
    invoice = Invoice(
        number=_own_number(number) if number else invoice_number_next(now),
        **_contents(bill),
        issue_on=now.date(),
        due_on=(now + TO_PAY).date(),
        created_at=now,
        issued_at=now,
        status=InvoiceStatus.OPEN,
        gateway=OFFLINE,
    )
    if bill.paid.minor < bill.total.minor:
        invoice.instructions = gateway(OFFLINE).invoice_issue(invoice).instructions
    try:
        with transaction.atomic():
            invoice.save(force_insert=True)
    except IntegrityError:
        if not number:
            raise
        raise InvalidInput(f"Another invoice has the number {number}.", "number") from None
    return invoice


def _own_number(number: str) -> str:
    number = line_clean(number, field="number", max_length=64)
    if re.fullmatch(OUR_NUMBERS, number, re.IGNORECASE):
        raise InvalidInput("Numbers of this form are given in turn: leave it empty.", "number")
    return number


def _contents(bill: OrderBill) -> dict[str, Any]:
    return {
        "order_id": bill.order_id,
        "payer_first_name": bill.payer.first_name[:100],
        "payer_last_name": bill.payer.last_name[:100],
        "payer_email": bill.email.lower(),
        "customer_id": bill.customer_id,
        "billing_address": asdict(bill.payer) | {"company": bill.company},
        "language": bill.language,
        "currency": bill.total.currency,
        "total_minor": bill.total.minor,
        "tax_minor": bill.tax.minor,
        "lines": [_line(line) for line in _all_lines(bill)],
    }


def _all_lines(bill: OrderBill) -> list[BillLine]:
    """They add up to the total: what the shop took off the whole order is a line too."""
    words = wording_for(bill.language)
    lines = list(bill.lines)
    if bill.shipping is not None:
        named = replace(bill.shipping, description=bill.shipping.description or words.shipping)
        lines.append(named)
    rest = bill.total.minor - sum(line.total.minor for line in lines)
    if rest:
        amount = Money(rest, bill.total.currency)
        lines.append(BillLine(words.adjustment, 1, amount, amount))
    return lines


def _line(line: BillLine) -> dict[str, Any]:
    return {
        "description": line.description,
        "quantity": line.quantity,
        "unit_minor": line.unit_price.minor,
        "total_minor": line.total.minor,
    }
