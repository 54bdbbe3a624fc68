"""What an issued invoice says stands, for plain SQL too."""

from __future__ import annotations

from typing import Any

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run
from django.db import IntegrityError, connection, transaction

from saleor_coaching_plugin.billing.models import Invoice, Payment
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
