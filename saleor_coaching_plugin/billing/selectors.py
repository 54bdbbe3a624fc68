"""Read invoices."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.links import usable_at
from saleor_coaching_plugin.core.tokens import token_digest

from .models import Invoice, InvoiceLink
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
