"""From an accepted agreement to its order and its planned instalments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from billing_examples import agreement_accepted, order_placed, outbox_run

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.handlers import invoices_plan, order_place
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.services.issue import invoices_issue_due
from saleor_coaching_plugin.billing.services.plan import agreement_invoices_plan
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import AgreementAccepted, AgreementOrderPlaced
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_acceptance_places_an_order_at_the_agreements_fee() -> None:
    agreement = agreement_accepted(fee_minor=555_55)
    order_place(AgreementAccepted(agreement_id=str(agreement.id)))
    agreement.refresh_from_db()
    order = commerce().order_get(agreement.order_id)
    assert order.external_reference == f"agreement:{agreement.id}"
    assert (order.total.minor, order.email) == (555_55, "ada@client.example")
    assert Party.objects.get().customer_id == order.customer_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fee_minor", "seats", "lines"),
    [
        (1500_00, 0, [(1, 1500_00)]),
        (1500_00, 1, [(1, 1500_00)]),
        (1500_00, 5, [(5, 300_00)]),
        (1000_02, 5, [(2, 200_01), (3, 200_00)]),
        (2, 3, [(2, 1), (1, 0)]),
        (0, 3, [(3, 0)]),
    ],
)
def test_each_seat_is_a_unit_of_an_order_that_sums_to_the_fee(
    fee_minor: int, seats: int, lines: list[tuple[int, int]]
) -> None:
    agreement = agreement_accepted(fee_minor=fee_minor, seats=seats)
    order_place(AgreementAccepted(agreement_id=str(agreement.id)))
    agreement.refresh_from_db()
    order = commerce().order_get(agreement.order_id)
    assert [(line.quantity, line.unit_price.minor) for line in order.lines] == lines
    assert order.total.minor == fee_minor


@pytest.mark.django_db
def test_order_is_placed_and_told_of_once() -> None:
    agreement = agreement_accepted()
    for _ in range(3):
        order_place(AgreementAccepted(agreement_id=str(agreement.id)))
    agreement.refresh_from_db()
    order = commerce().order_get(agreement.order_id)
    assert len(commerce().orders_of(order.customer_id or "")) == 1
    [told] = OutboxMessage.objects.filter(event="AgreementOrderPlaced")
    assert told.payload == {"agreement_id": str(agreement.id), "order_id": order.id}


@pytest.mark.django_db
def test_instalments_sum_to_the_fee_and_only_the_first_is_issued() -> None:
    agreement = agreement_accepted(fee_minor=100_00, instalments=3)
    order_placed(agreement)
    outbox_run()
    rows = list(Invoice.objects.order_by("instalment"))
    assert [row.total_minor for row in rows] == [33_34, 33_33, 33_33]
    assert [row.status for row in rows] == ["open", "planned", "planned"]
    assert [row.number for row in rows] == [f"INV-{utc_now().year}-0001", None, None]
    assert rows[1].lines[0]["description"] == "Six sessions, instalment 2 of 3"
    for row in rows:
        assert row.due_on == row.issue_on + timedelta(days=14)
        assert sum(line["total_minor"] for line in row.lines) == row.total_minor


@pytest.mark.django_db
def test_later_instalments_are_issued_on_their_day_by_the_sweep() -> None:
    agreement = agreement_accepted(instalments=3, accepted_at=NEW_YEARS_EVE)
    days = [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]
    agreement_invoices_plan(agreement_id=agreement.id, order_id="", now=NEW_YEARS_EVE)
    assert list(Invoice.objects.order_by("instalment").values_list("issue_on", flat=True)) == days
    assert invoices_issue_due(now=datetime(2027, 1, 30, 23, 59, tzinfo=UTC)) == 0
    assert invoices_issue_due(now=datetime(2027, 1, 31, 0, 1, tzinfo=UTC)) == 1
    assert invoices_issue_due(now=datetime(2027, 3, 5, tzinfo=UTC)) == 1
    numbers = Invoice.objects.order_by("instalment").values_list("number", flat=True)
    assert list(numbers) == ["INV-2026-0001", "INV-2027-0001", "INV-2027-0002"]


@pytest.mark.django_db
def test_days_are_those_of_the_text_that_was_sent_but_leave_time_to_pay() -> None:
    sent, accepted = datetime(2026, 5, 1, 9, tzinfo=UTC), datetime(2026, 5, 20, 9, tzinfo=UTC)
    agreement = agreement_accepted(instalments=2, sent_at=sent, accepted_at=accepted)
    agreement_invoices_plan(agreement_id=agreement.id, order_id="", now=accepted)
    days = Invoice.objects.order_by("instalment").values_list("issue_on", "due_on")
    assert list(days) == [
        (date(2026, 5, 1), date(2026, 6, 3)),
        (date(2026, 6, 1), date(2026, 6, 15)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("fee_minor", "expected"), [(0, []), (2, [1, 1])])
def test_what_costs_nothing_gets_no_invoice(fee_minor: int, expected: list[int]) -> None:
    order_placed(agreement_accepted(fee_minor=fee_minor, instalments=3))
    outbox_run()
    assert [row.total_minor for row in Invoice.objects.order_by("instalment")] == expected


@pytest.mark.django_db
def test_planning_again_adds_nothing() -> None:
    agreement = agreement_accepted(instalments=3)
    event = AgreementOrderPlaced(agreement_id=str(agreement.id), order_id="")
    for _ in range(3):
        invoices_plan(event)
    assert Invoice.objects.count() == 3
    assert OutboxMessage.objects.filter(event="InvoiceNumbered").count() == 1


@pytest.mark.usefixtures("committed_db")
def test_numbers_have_no_gap_when_many_sweeps_run_at_once(
    at_once: Callable[..., list[Any]],
) -> None:
    for number in range(4):
        agreement = agreement_accepted(instalments=3, number=f"CA-{number}")
        invoices_plan(AgreementOrderPlaced(agreement_id=str(agreement.id), order_id=""))
    later = utc_now() + timedelta(days=100)
    answers = at_once(8, lambda _: invoices_issue_due(now=later))
    assert sum(answers) == 8
    years = {utc_now().year, later.year}
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 12
    for year in years:
        ours = [n for n in numbers if n.startswith(f"INV-{year}-")]
        assert ours == [f"INV-{year}-{n:04}" for n in range(1, len(ours) + 1)]


@pytest.mark.django_db
def test_without_a_usable_gateway_no_number_is_taken(settings: Any) -> None:
    settings.COACHING_GATEWAY = "stripe"
    agreement = agreement_accepted()
    with pytest.raises(BillingError) as refusal:
        invoices_plan(AgreementOrderPlaced(agreement_id=str(agreement.id), order_id=""))
    assert refusal.value.code == BillingErrorCode.GATEWAY_NOT_CONFIGURED
    settings.COACHING_GATEWAY = "paypal"
    with pytest.raises(BillingError) as refusal:
        invoices_plan(AgreementOrderPlaced(agreement_id=str(agreement.id), order_id=""))
    assert refusal.value.code == BillingErrorCode.GATEWAY_UNKNOWN
    settings.COACHING_GATEWAY = "offline"
    order_placed(agreement)
    outbox_run()
    assert Invoice.objects.get(status=InvoiceStatus.OPEN).number == f"INV-{utc_now().year}-0001"
