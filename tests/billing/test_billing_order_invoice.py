"""Invoices for orders of the shop: one each, without gaps, also when many ask at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factories.database import refused
from factories.threads import at_once

from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.billing.services.order_invoice import (
    order_invoice_issue,
    order_invoice_note_paid,
)
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.commerce.bill import BillLine, OrderBill
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.errors import CoreErrorCode, InvalidInput
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.numbers import NumberSeries
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

NOW = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)
THREADS = 12


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


BILL = OrderBill(
    order_id="order-1",
    external_reference="",
    payer=Address("Ada", "Love", "Elm Street 1", "London", "N1", "GB"),
    company="Engines Ltd",
    email="Ada@Client.example",
    customer_id="",
    language="de",
    lines=(BillLine("Course", 2, euros(50_00), euros(100_00)),),
    shipping=None,
    total=euros(100_00),
    tax=euros(0),
    paid=euros(0),
    is_cancelled=False,
)


@pytest.mark.usefixtures("committed_db")
def test_asked_for_by_many_at_once_it_is_made_once() -> None:
    made = at_once(THREADS, lambda _: order_invoice_issue(bill=BILL, number=None, now=NOW).number)
    assert set(made) == {"INV-2027-0001"}
    assert Invoice.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


@pytest.mark.usefixtures("committed_db")
def test_many_orders_at_once_get_numbers_without_gaps() -> None:
    at_once(
        THREADS,
        lambda each: order_invoice_issue(
            bill=replace(BILL, order_id=f"order-{each}"), number=None, now=NOW
        ),
    )
    numbers = Invoice.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"INV-2027-{each:04}" for each in range(1, THREADS + 1)]


@pytest.mark.usefixtures("committed_db")
def test_one_number_for_two_orders_at_once_is_refused_to_one() -> None:
    answers = at_once(
        THREADS,
        lambda each: order_invoice_issue(
            bill=replace(BILL, order_id=f"order-{each}"), number="2027/1", now=NOW
        ),
    )
    refusals = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refusals) == THREADS - 1
    assert {type(each) for each in refusals} == {InvalidInput}
    assert Invoice.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_payment_noted_by_many_at_once_counts_once() -> None:
    invoice = order_invoice_issue(bill=BILL, number=None, now=NOW)
    at_once(
        THREADS,
        lambda _: order_invoice_note_paid(invoice_id=invoice.id, paid=euros(60_00), now=NOW),
    )
    invoice.refresh_from_db()
    assert (invoice.paid_minor, invoice.status) == (60_00, "open")
    assert Payment.objects.count() == 1


@pytest.mark.django_db
def test_less_than_was_known_takes_nothing_back() -> None:
    invoice = order_invoice_issue(bill=BILL, number=None, now=NOW)
    for paid in (60_00, 20_00, 0):
        order_invoice_note_paid(invoice_id=invoice.id, paid=euros(paid), now=NOW)
    invoice.refresh_from_db()
    assert invoice.paid_minor == 60_00


@pytest.mark.django_db
def test_what_was_paid_too_much_is_not_on_the_invoice() -> None:
    bill = replace(BILL, paid=euros(130_00))
    invoice = order_invoice_issue(bill=bill, number=None, now=NOW)
    assert (invoice.status, invoice.paid_minor, invoice.paid_at) == ("paid", 100_00, NOW)


@pytest.mark.django_db
def test_the_shop_is_not_told_of_its_own_money() -> None:
    order_invoice_issue(bill=replace(BILL, paid=euros(100_00)), number=None, now=NOW)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_money_that_staff_saw_is_told_to_the_shop() -> None:
    invoice = order_invoice_issue(bill=BILL, number=None, now=NOW)
    invoice_mark_paid_offline(invoice_id=invoice.id, reference="statement 7", now=NOW)
    handlers = set(OutboxMessage.objects.values_list("handler", flat=True))
    assert "billing.handlers.payment_to_order" in handlers


@pytest.mark.django_db
def test_words_are_in_the_orders_language_and_the_company_is_on_it() -> None:
    bill = replace(BILL, shipping=BillLine("", 1, euros(5_00), euros(5_00)), total=euros(95_00))
    invoice = order_invoice_issue(bill=bill, number=None, now=NOW)
    assert [line["description"] for line in invoice.lines] == [
        "Course",
        "Versand",
        "Rabatte und Geschenkkarten",
    ]
    assert invoice.lines[2]["total_minor"] == -10_00
    assert invoice.billing_address["company"] == "Engines Ltd"
    assert "Verwendungszweck: INV-2027-0001" in invoice.instructions
    assert invoice.payer_email == "ada@client.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "number", "field"),
    [
        ({"is_cancelled": True}, None, "order_id"),
        ({"total": euros(0)}, None, "order_id"),
        ({"external_reference": "agreement:1"}, None, "order_id"),
        ({}, "INV-2027-0001", "number"),
        ({}, "inv-1-1", "number"),
        ({}, " ", "number"),
        ({}, "a\u2028b", "number"),
    ],
)
def test_what_cannot_be_invoiced_changes_nothing(
    changes: dict[str, object], number: str | None, field: str
) -> None:
    with refused(CoreErrorCode.INVALID, field):
        order_invoice_issue(bill=replace(BILL, **changes), number=number, now=NOW)
