"""What the hooks miss, whyever, the sweep finds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from order_paths import Office, noted
from saleor.order.models import Order
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.checkout.models import Purchase

pytestmark = pytest.mark.django_db

REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no room for sam@client.example'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON coaching_outboxmessage
    FOR EACH ROW EXECUTE FUNCTION refuse();
"""
ALLOW = "DROP TRIGGER refuse ON coaching_outboxmessage; DROP FUNCTION refuse();"
BREAKAGES = {
    "refused": (REFUSE, ALLOW),
    "no table": (
        "ALTER TABLE coaching_outboxmessage RENAME TO elsewhere",
        "ALTER TABLE elsewhere RENAME TO coaching_outboxmessage",
    ),
}


def draft_paid(office: Office) -> str:
    order = office.draft_completed(office.draft())
    office.marked_as_paid(order)
    return order


def imported_paid(office: Office) -> str:
    (order,) = office.imported(1)
    office.charged(order, "120.00")
    return order


def paid_later(office: Office) -> str:
    order = office.order_from_checkout(office.checkout())
    office.charged(order, "50.00")
    office.charged(order, "70.00")
    return order


def free(office: Office) -> str:
    return office.completed(office.checkout(price="0.00"))


PATHS = [Office.bought, free, paid_later, draft_paid, imported_paid]
each_path = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)


@pytest.fixture
def office(saleor: SaleorShop) -> Office:
    return Office(saleor)


@contextmanager
def broken(how: str) -> Iterator[None]:
    breaks, mends = BREAKAGES[how]
    with connection.cursor() as cursor:
        cursor.execute(breaks)
        yield
        cursor.execute(mends)


def buyers() -> list[tuple[str, str]]:
    return list(Purchase.objects.values_list("order_id", "email"))


def swept_and_done() -> None:
    tasks.sweep()
    tasks.work()


@each_path
def test_purchase_is_recorded_when_all_goes_well(
    office: Office, path: Callable[[Office], str]
) -> None:
    order = path(office)
    tasks.work()
    assert buyers() == [(order, "sam@client.example")]


@each_path
def test_orders_made_while_it_was_off_are_found_once_it_is_on(
    office: Office, path: Callable[[Office], str]
) -> None:
    office.switched(on=False)
    order = path(office)
    assert noted() == []
    swept_and_done()
    assert buyers() == []
    office.switched(on=True)
    swept_and_done()
    swept_and_done()
    assert buyers() == [(order, "sam@client.example")]


@each_path
@pytest.mark.parametrize("how", BREAKAGES)
def test_broken_hook_costs_the_buyer_nothing(
    office: Office, path: Callable[[Office], str], how: str
) -> None:
    with broken(how):
        order = path(office)
    assert noted() == []
    swept_and_done()
    assert buyers() == [(order, "sam@client.example")]


def test_broken_hook_tells_the_log_nothing_personal(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with broken("refused"), caplog.at_level(logging.DEBUG, logger="saleor_coaching_plugin"):
        office.bought()
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("saleor_coaching_plugin")]
    assert any("failed with" in message for message in ours)
    assert "sam@client.example" not in "".join(ours)


def test_hooks_after_a_broken_one_are_called(office: Office) -> None:
    """Saleor's own order of things goes on to its end: the order is confirmed, its mail sent."""
    with broken("refused"):
        office.bought()
    events = set(Order.objects.get().events.values_list("type", flat=True))
    assert {"placed", "order_fully_paid", "confirmed"} <= events


def test_worker_that_was_down_finds_its_work(office: Office) -> None:
    order = office.bought()
    assert len(noted()) == 1
    assert buyers() == []
    tasks.work()
    assert buyers() == [(order, "sam@client.example")]


def test_payment_whose_hook_was_lost_is_found(office: Office) -> None:
    order = office.draft_completed(office.draft())
    swept_and_done()
    assert buyers() == []
    with broken("refused"):
        office.marked_as_paid(order)
    swept_and_done()
    assert buyers() == [(order, "sam@client.example")]


def test_payment_whose_hook_was_lost_appears_on_the_invoice(office: Office) -> None:
    order = office.draft_completed(office.draft())
    tasks.work()
    office.api.data(
        "mutation ($id: ID!) { invoiceRequest(orderId: $id) { errors { code } } }", id=order
    )
    with broken("refused"):
        office.marked_as_paid(order)
    swept_and_done()
    assert Invoice.objects.get().status == "paid"
