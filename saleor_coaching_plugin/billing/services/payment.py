"""Record money that arrived for an invoice, once per reference whatever happens."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.events import InvoicePaid, PaymentRecorded
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.publish import publish

OFFLINE = "offline"


@transaction.atomic
def invoice_record_payment(
    *, invoice_id: uuid.UUID, amount: Money, reference: str, method: str, now: datetime
) -> Payment:
    """Add a payment; a known reference returns the payment it stands for and adds nothing.

    Raises BillingError: PAYMENT_CONFLICT (the reference stands for another payment), OVERPAID,
    INVOICE_NOT_OPEN, CURRENCY_MISMATCH; InvalidInput, NotFound. Nothing was changed then.
    """
    reference = line_clean(reference, field="reference", max_length=255)
    invoice = _invoice(invoice_id)
    _check_amount(invoice, amount)
    # A rival with the same reference makes this wait until the rival is done.
    payment, created = Payment.objects.get_or_create(
        reference=reference,
        defaults={
            "invoice": invoice,
            "amount_minor": amount.minor,
            "method": method,
            "received_at": now,
        },
    )
    if created:
        _add_up(payment, now)
    elif (payment.invoice_id, payment.amount_minor) != (invoice.id, amount.minor):
        raise BillingError(
            BillingErrorCode.PAYMENT_CONFLICT,
            "Another payment is recorded under this reference already.",
            "reference",
        )
    return payment


@transaction.atomic
def invoice_mark_paid_offline(
    *, invoice_id: uuid.UUID, reference: str, now: datetime, amount: Money | None = None
) -> Payment:
    """Staff saw a bank transfer: of all that is open, unless `amount` says how much.

    A repeat returns the same payment. Raises as `invoice_record_payment`, and BillingError
    (PART_PAYMENT_UNAVAILABLE) where the payer could pay the whole amount online once more.
    """
    invoice = _invoice(invoice_id)
    if amount is None:
        known = invoice.payments.filter(reference=reference.strip()).first()
        if known is not None:
            return known
        if invoice.status != InvoiceStatus.OPEN:
            raise _not_open(invoice)
        amount = invoice.remaining
    if invoice.pay_url and 0 < amount.minor < invoice.remaining.minor:
        raise BillingError(
            BillingErrorCode.PART_PAYMENT_UNAVAILABLE,
            "This invoice can be paid online in full: record the whole amount.",
            "amount",
        )
    return invoice_record_payment(
        invoice_id=invoice_id, amount=amount, reference=reference, method=OFFLINE, now=now
    )


def _invoice(invoice_id: uuid.UUID) -> Invoice:
    invoice = Invoice.objects.filter(id=invoice_id).first()
    if invoice is None:
        raise NotFound("invoice")
    return invoice


def _check_amount(invoice: Invoice, amount: Money) -> None:
    if amount.currency != invoice.currency:
        raise BillingError(
            BillingErrorCode.CURRENCY_MISMATCH,
            f"This invoice is in {invoice.currency}, not in {amount.currency}.",
            "amount",
        )
    if amount.minor <= 0:
        raise InvalidInput("The amount must be positive.", "amount")


def _add_up(payment: Payment, now: datetime) -> None:
    open_rows = Invoice.objects.filter(id=payment.invoice_id, status=InvoiceStatus.OPEN)
    counted = open_rows.filter(total_minor__gte=F("paid_minor") + payment.amount_minor).update(
        paid_minor=F("paid_minor") + payment.amount_minor
    )
    if not counted:
        raise _refusal(payment.invoice_id)
    publish(PaymentRecorded(payment_id=str(payment.id)))
    completed = open_rows.filter(paid_minor=F("total_minor")).update(
        status=InvoiceStatus.PAID, paid_at=now
    )
    if completed:
        publish(InvoicePaid(invoice_id=str(payment.invoice_id)))


def _refusal(invoice_id: uuid.UUID) -> BillingError:
    invoice = _invoice(invoice_id)
    if invoice.status != InvoiceStatus.OPEN:
        return _not_open(invoice)
    remaining = invoice.remaining
    return BillingError(
        BillingErrorCode.OVERPAID,
        f"Only {remaining.amount} {remaining.currency} are open on this invoice.",
        "amount",
    )


def _not_open(invoice: Invoice) -> BillingError:
    return BillingError(
        BillingErrorCode.INVOICE_NOT_OPEN,
        f"An invoice that is {invoice.get_status_display().lower()} takes no payment.",
        "id",
    )
