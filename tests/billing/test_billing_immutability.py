"""What an issued invoice or a credit note says stands, for plain SQL too."""

from __future__ import annotations

from typing import Any

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run
from django.db import IntegrityError, connection, transaction
from factories.refunds import refund_owed

from saleor_coaching_plugin.billing.models import Invoice, Payment, Refund
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.core.clock import utc_now


def refused(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match="is refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "total_minor = 1",
        "number = 'INV-1'",
        "number = NULL",
        "lines = '[]'",
        "payer_email = 'eve@example.com'",
        "billing_address = '{}'",
        "due_on = due_on + 1",
        "issued_at = now()",
        "currency = 'USD'",
        "instructions = 'IBAN of somebody else'",
        "gateway = 'stripe'",
        "status = 'planned'",
    ],
)
def test_issued_invoice_cannot_be_changed(invoice: Invoice, change: str) -> None:
    before = Invoice.objects.values().get()
    refused(f"UPDATE coaching_invoice SET {change}")
    assert Invoice.objects.values().get() == before


def test_issued_invoice_cannot_be_deleted(invoice: Invoice) -> None:
    refused("DELETE FROM coaching_invoice")
    assert Invoice.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": "void"},
        {"paid_minor": 1},
        {"gateway_reference": "in_1"},
        {"pay_url": "https://stripe.example/"},
        {"order_id": "T3JkZXI6MQ=="},
    ],
)
def test_what_happens_to_an_invoice_can_be_written(
    invoice: Invoice, values: dict[str, Any]
) -> None:
    assert Invoice.objects.update(**values) == 1


@pytest.mark.django_db
def test_planned_instalment_can_still_be_changed() -> None:
    order_placed(agreement_accepted(instalments=2))
    outbox_run()
    planned = Invoice.objects.filter(status="planned")
    assert planned.update(payer_email="new@client.example") == 1
    assert planned.delete()[0] == 1


def test_recorded_payment_cannot_be_changed_or_deleted(invoice: Invoice) -> None:
    invoice_mark_paid_offline(invoice_id=invoice.id, reference="a", now=utc_now())
    refused("UPDATE coaching_payment SET amount_minor = 1")
    refused("DELETE FROM coaching_payment")
    assert Payment.objects.get().amount_minor == 600_00


@pytest.mark.parametrize(
    "change",
    [
        "amount_minor = 1",
        "number = 'CN-1'",
        "payer_email = 'eve@example.com'",
        "payment_reference = 'pi_2'",
        "order_id = 'other'",
    ],
)
def test_credit_note_stands_before_its_money_is_sent(invoice: Invoice, change: str) -> None:
    refund_owed(invoice)
    before = Refund.objects.values().get()
    refused(f"UPDATE coaching_refund SET {change}")
    refused("DELETE FROM coaching_refund")
    assert Refund.objects.values().get() == before


def test_credit_note_whose_money_is_sent_cannot_be_changed_at_all(invoice: Invoice) -> None:
    refund_owed(invoice)
    assert Refund.objects.update(gateway="stripe") == 1
    assert Refund.objects.update(status="sent", reference="back", sent_at=utc_now()) == 1
    for change in ("reference = 'x'", "status = 'owed'", "sent_at = now()", "gateway = ''"):
        refused(f"UPDATE coaching_refund SET {change}")
