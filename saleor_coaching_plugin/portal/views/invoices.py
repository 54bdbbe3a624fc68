"""An invoice to read, print and pay."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.selectors import (
    invoice_by_link,
    invoice_of,
    refunds_of_invoices,
)
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.portal.browser import client_page
from saleor_coaching_plugin.portal.forms.address import address_lines
from saleor_coaching_plugin.portal.html import SeeOther, page
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.portal.security import hosted_page


@hosted_page("GET")
def invoice_linked(request: HttpRequest, token: str) -> HttpResponse:
    """For the shop's staff, and customers who follow the shop's own mail: to read and print."""
    return _shown(request, None, invoice_by_link(token, now=utc_now()))


@client_page("GET")
def invoice(request: HttpRequest, session: PortalSession, invoice_id: uuid.UUID) -> HttpResponse:
    return _shown(request, session, invoice_of(session.email, invoice_id))


@client_page("POST")
def pay(request: HttpRequest, session: PortalSession, invoice_id: uuid.UUID) -> HttpResponse:
    found = invoice_of(session.email, invoice_id)
    url = gateway(found.gateway).invoice_pay_url(found) if _is_open(found) else None
    return SeeOther(url) if url else _shown(request, session, found, tried_to_pay=True)


def _shown(
    request: HttpRequest,
    session: PortalSession | None,
    found: Invoice,
    *,
    tried_to_pay: bool = False,
) -> HttpResponse:
    context = {
        "session": session,
        "invoice": found,
        "recipient": address_lines(found.billing_address),
        "lines": [_line(found, line) for line in found.lines],
        "total": found.total.format(found.language),
        "tax": _money(found, found.tax_minor) if found.tax_minor else "",
        "paid": _money(found, found.paid_minor) if found.paid_minor else "",
        "refunds": [_refund(refund) for refund in refunds_of_invoices([found])[found.id]],
        "remaining": found.remaining.format(found.language),
        "is_open": _is_open(found),
        "is_overdue": _is_open(found) and found.due_on < utc_now().date(),
        "tried_to_pay": tried_to_pay,
    }
    return page(request, "invoice.html", context)


def _is_open(found: Invoice) -> bool:
    return bool(found.status == InvoiceStatus.OPEN)


def _line(found: Invoice, line: dict[str, int | str]) -> dict[str, object]:
    return {
        "description": line["description"],
        "quantity": line["quantity"],
        "unit": _money(found, int(line["unit_minor"])),
        "total": _money(found, int(line["total_minor"])),
    }


def _refund(refund: Refund) -> dict[str, object]:
    return {
        "number": refund.number,
        "description": refund.description,
        "sent_at": refund.sent_at,
        "amount": refund.amount.format(refund.language),
    }


def _money(found: Invoice, minor: int) -> str:
    return Money(minor, found.currency).format(found.language)
