"""Money is counted once per reference, and never beyond the invoice."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.billing.services.payment import (
    invoice_mark_paid_offline,
    invoice_record_payment,
)
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage


def record(invoice: Invoice, minor: int, reference: str, currency: str = "EUR") -> Payment:
    return invoice_record_payment(
        invoice_id=invoice.id,
        amount=Money(minor, currency),
        reference=reference,
        method="stripe",
        now=utc_now(),
    )


def told(event: str) -> int:
    return OutboxMessage.objects.filter(event=event).values("payload").distinct().count()


def code_of(call: Callable[[], Any]) -> BillingErrorCode:
    with pytest.raises(BillingError) as refusal:
        call()
    assert isinstance(refusal.value.code, BillingErrorCode)
    return refusal.value.code


def test_part_payments_add_up_to_paid(invoice: Invoice) -> None:
    record(invoice, 100_00, "a")
    record(invoice, 200_00, "b")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor, invoice.paid_at) == ("open", 300_00, None)
    assert told("InvoicePaid") == 0
    record(invoice, 300_00, "c")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor) == ("paid", 600_00)
    assert invoice.paid_at is not None
    assert (told("PaymentRecorded"), told("InvoicePaid")) == (3, 1)


def test_known_reference_adds_nothing_even_once_the_invoice_is_paid(invoice: Invoice) -> None:
    first = record(invoice, 600_00, "a")
    assert record(invoice, 600_00, "a") == first
    invoice.refresh_from_db()
    assert invoice.paid_minor == 600_00
    assert (told("PaymentRecorded"), told("InvoicePaid")) == (1, 1)


def test_reference_of_another_payment_is_a_conflict(invoice: Invoice) -> None:
    record(invoice, 100_00, "a")
    conflict = BillingErrorCode.PAYMENT_CONFLICT
    assert code_of(lambda: record(invoice, 200_00, "a")) == conflict
    order_placed(agreement_accepted(number="CA-2"))
    outbox_run()
    other = Invoice.objects.exclude(id=invoice.id).get()
    assert code_of(lambda: record(other, 100_00, "a")) == conflict
    assert Payment.objects.count() == 1


def test_what_does_not_fit_is_refused_and_leaves_no_trace(invoice: Invoice) -> None:
    record(invoice, 500_00, "a")
    assert code_of(lambda: record(invoice, 100_01, "b")) == BillingErrorCode.OVERPAID
    mismatch = BillingErrorCode.CURRENCY_MISMATCH
    assert code_of(lambda: record(invoice, 100_00, "c", "USD")) == mismatch
    for minor, reference in ((0, "d"), (-1, "e"), (1, " "), (1, "f\ng")):
        with pytest.raises(InvalidInput):
            record(invoice, minor, reference)
    with pytest.raises(NotFound):
        record(Invoice(id=uuid.uuid4()), 1, "h")
    invoice.refresh_from_db()
    assert (invoice.paid_minor, Payment.objects.count()) == (500_00, 1)
    assert told("PaymentRecorded") == 1


@pytest.mark.django_db
def test_planned_invoice_takes_no_money() -> None:
    order_placed(agreement_accepted(instalments=2))
    outbox_run()
    planned = Invoice.objects.get(status="planned")
    assert code_of(lambda: record(planned, 1, "a")) == BillingErrorCode.INVOICE_NOT_OPEN
    assert not Payment.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_same_payment_reported_by_many_at_once_counts_once(
    at_once: Callable[..., list[Any]],
) -> None:
    order_placed(agreement_accepted())
    outbox_run()
    invoice = Invoice.objects.get()
    answers = at_once(16, lambda _: record(invoice, 600_00, "pi_1").id)
    assert len(set(answers)) == 1
    invoice.refresh_from_db()
    assert (invoice.paid_minor, invoice.status) == (600_00, "paid")
    assert (told("PaymentRecorded"), told("InvoicePaid")) == (1, 1)


@pytest.mark.usefixtures("committed_db")
def test_different_payments_at_once_never_exceed_the_invoice(
    at_once: Callable[..., list[Any]],
) -> None:
    order_placed(agreement_accepted())
    outbox_run()
    invoice = Invoice.objects.get()

    def pay(number: int) -> str:
        try:
            record(invoice, 250_00, f"pi_{number}")
        except BillingError as refusal:
            return str(refusal.code)
        return "taken"

    assert sorted(at_once(8, pay)) == ["overpaid"] * 6 + ["taken"] * 2
    invoice.refresh_from_db()
    assert (invoice.paid_minor, Payment.objects.count()) == (500_00, 2)


@pytest.mark.usefixtures("committed_db")
def test_two_staff_members_marking_it_paid_at_once_record_one_transfer(
    at_once: Callable[..., list[Any]],
) -> None:
    order_placed(agreement_accepted())
    outbox_run()
    invoice = Invoice.objects.get()

    def mark(number: int) -> str:
        try:
            invoice_mark_paid_offline(
                invoice_id=invoice.id, reference=f"statement {number}", now=utc_now()
            )
        except BillingError as refusal:
            return str(refusal.code)
        return "taken"

    answers = at_once(6, mark)
    assert sorted(answers) == ["invoice_not_open"] * 5 + ["taken"]
    invoice.refresh_from_db()
    assert (invoice.paid_minor, Payment.objects.count()) == (600_00, 1)
