"""Seats that somebody has paid for, to be paid back."""

from __future__ import annotations

from factories.seats import seat_group_opened
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.billing.services.seat_refund import seat_refund
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.seats.models import Seat


def seats_of(agreement: ClientAgreement, count: int) -> list[Seat]:
    """As many as the agreement is for from now on; nobody is named for them."""
    agreement.seats = count
    agreement.save(update_fields=["seats"])
    payer = agreement.parties.get()
    group = seat_group_opened(
        subject=f"agreement:{agreement.id}",
        seats=count,
        terms_id=agreement.template_version.terms_id,
        title="Family coaching",
        language=agreement.language,
        payer_first_name=payer.first_name,
        payer_last_name=payer.last_name,
        payer_email=payer.email,
    )
    return list(group.seats.all())


def seats_bought(order: Order) -> list[Seat]:
    """One for each unit of the order's first line."""
    line = order.lines[0]
    group = seat_group_opened(
        order_id=order.id,
        order_line_id=line.id,
        seats=line.quantity,
        title=line.product_name,
        language=order.language,
        payer_email=order.email,
    )
    return list(group.seats.all())


def seat_paid(invoice: Invoice) -> Seat:
    """The first of two of the invoice's agreement; the invoice is paid by bank transfer."""
    reference = f"bank-{invoice.number}"
    invoice_mark_paid_offline(invoice_id=invoice.id, reference=reference, now=utc_now())
    return seats_of(ClientAgreement.objects.get(id=invoice.agreement_id), 2)[0]


def refund_owed(invoice: Invoice) -> Refund:
    """Half of the agreement's fee, for a person to send."""
    (refund,) = seat_refund(seat_id=seat_paid(invoice).id, now=utc_now())
    return refund
