"""Issue invoices, in two transactions.

The first gives the number, the second hands the invoice over to the gateway. In one, a gateway
that fails half-way would meet the same invoice with another number on the next try; and all
others would wait for their numbers while one waits for its gateway.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.events import InvoiceIssued, InvoiceNumbered
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.numbers import number_next
from saleor_coaching_plugin.core.outbox.publish import publish

OUR_NUMBERS = r"INV-\d+-\d+"
"""The form of all numbers that `invoice_number_next` will ever give, as a regular expression."""


def invoice_number_next(now: datetime) -> str:
    """The next of the year's numbers; others wait for theirs until the transaction ends."""
    return f"INV-{now.year}-{number_next(f'invoice-{now.year}'):04}"


def invoices_issue_due(*, now: datetime, agreement_id: uuid.UUID | None = None) -> int:
    """Number what is to be issued by `now`, each in a transaction; how many there were."""
    due = Invoice.objects.filter(
        status=InvoiceStatus.PLANNED, issued_at=None, issue_on__lte=now.date()
    )
    if agreement_id is not None:
        due = due.filter(agreement=agreement_id)
    ids = due.order_by("issue_on", "instalment").values_list("id", flat=True)
    return sum(invoice_number_give(invoice_id=each, now=now) for each in list(ids))


@transaction.atomic
def invoice_number_give(*, invoice_id: uuid.UUID, now: datetime) -> bool:
    """Give a planned invoice its number and gateway, once. False when it has them already.

    Raises BillingError (GATEWAY_UNKNOWN, GATEWAY_NOT_CONFIGURED).
    """
    name = gateway(conf().gateway).name
    # The row is claimed before the number is taken: a number taken in vain would be a gap.
    rows = Invoice.objects.filter(id=invoice_id)
    if not rows.filter(status=InvoiceStatus.PLANNED, issued_at=None).update(
        issued_at=now, gateway=name
    ):
        return False
    rows.update(number=invoice_number_next(now))
    publish(InvoiceNumbered(invoice_id=str(invoice_id)))
    return True


@transaction.atomic
def invoice_hand_over(*, invoice_id: uuid.UUID) -> None:
    """Have the gateway take a numbered invoice, and tell the shop; a repeat changes nothing.

    Raises BillingError; the keys of the calls let the next try go on where this one failed.
    """
    rows = Invoice.objects.filter(id=invoice_id, status=InvoiceStatus.PLANNED)
    invoice = rows.exclude(number=None).first()
    if invoice is None:
        return
    taken = gateway(invoice.gateway).invoice_issue(invoice)
    opened = rows.update(
        status=InvoiceStatus.OPEN,
        gateway_reference=taken.reference,
        pay_url=taken.pay_url,
        instructions=taken.instructions,
    )
    if not opened:
        return
    if invoice.order_id:
        commerce().order_attach_invoice(
            invoice.order_id,
            number=str(invoice.number),
            url=page_url(f"portal/invoices/{invoice.id}/"),
        )
    publish(InvoiceIssued(invoice_id=str(invoice.id)))
