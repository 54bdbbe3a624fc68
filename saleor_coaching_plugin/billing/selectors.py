"""Read invoices and refunds."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.links import usable_at
from saleor_coaching_plugin.core.tokens import token_digest

from .models import Invoice, InvoiceLink, Payment, Refund
from .states import InvoiceStatus


def invoices_of(payer_email: str) -> QuerySet[Invoice]:
    """A payer's issued invoices, newest first. Nobody but the payer may see amounts."""
    return (
        Invoice.objects.filter(payer_email=payer_email)
        .exclude(status=InvoiceStatus.PLANNED)
        .order_by("-issued_at", "-instalment")
    )


def invoice_of(payer_email: str, invoice_id: uuid.UUID) -> Invoice:
    """One issued invoice of this payer. Raises NotFound for anyone else's, too."""
    invoice = invoices_of(payer_email).filter(id=invoice_id).first()
    if invoice is None:
        raise NotFound("invoice")
    return invoice


def invoice_by_link(token: str, *, now: datetime) -> Invoice:
    """The invoice that a link in the shop's records opens. Raises NotFound for any other link."""
    links = InvoiceLink.objects.filter(usable_at(now), token_digest=token_digest(token))
    link = links.select_related("invoice").first()
    if link is None:
        raise NotFound("invoice")
    return link.invoice


def invoices_of_order(order_id: str) -> QuerySet[Invoice]:
    """Of an order in the shop: what was planned, issued or paid, but not what is void."""
    return Invoice.objects.filter(order_id=order_id).exclude(status=InvoiceStatus.VOID)


def gateway_reference_latest(payer_email: str, *, gateway: str) -> str | None:
    """What the gateway calls the newest invoice that it took for this payer."""
    taken = Invoice.objects.filter(payer_email=payer_email, gateway=gateway)
    return (
        taken.exclude(gateway_reference="")
        .order_by("-issued_at")
        .values_list("gateway_reference", flat=True)
        .first()
    )


def invoices_found(
    *, statuses: Collection[str] = (), agreement_id: uuid.UUID | None = None
) -> QuerySet[Invoice]:
    """For staff: all invoices and what is planned, the latest first; or only some of them."""
    found = Invoice.objects.order_by("-issue_on", "-id")
    if statuses:
        found = found.filter(status__in=statuses)
    return found.filter(agreement=agreement_id) if agreement_id else found


def refunds_of_seat(seat_id: uuid.UUID) -> QuerySet[Refund]:
    """One for each payment that the seat's price was taken out of."""
    return Refund.objects.filter(seat_id=seat_id).order_by("created_at", "number")


def refunds_of_invoices(invoices: Collection[Invoice]) -> dict[uuid.UUID, list[Refund]]:
    """What went back, or is owed, of what was paid for each invoice, by its id; in two queries."""
    paid: dict[uuid.UUID, set[str]] = {invoice.id: set() for invoice in invoices}
    for payment in Payment.objects.filter(invoice__in=paid):
        paid[payment.invoice_id].add(payment.reference)
    orders = {invoice.order_id for invoice in invoices}
    refunds = Refund.objects.filter(order_id__in=orders).order_by("created_at", "number")
    return {
        invoice.id: [
            refund
            for refund in refunds
            if refund.order_id == invoice.order_id
            and (invoice.agreement_id is None or refund.payment_reference in paid[invoice.id])
        ]
        for invoice in invoices
    }


def invoice_of_refund(refund: Refund) -> Invoice | None:
    """The invoice that was paid with what goes back, if there is one."""
    invoices = Invoice.objects.filter(order_id=refund.order_id)
    return (
        invoices.filter(payments__reference=refund.payment_reference).first()
        or invoices_of_order(refund.order_id).filter(agreement=None).first()
    )


def refunds_found(*, statuses: Collection[str] = ()) -> QuerySet[Refund]:
    """For staff: all refunds, the latest first; or only some of them."""
    found = Refund.objects.order_by("-created_at", "-id")
    return found.filter(status__in=statuses) if statuses else found
