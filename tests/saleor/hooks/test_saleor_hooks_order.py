"""What the hooks write down on every path, in the order in which Saleor calls them."""

from __future__ import annotations

import pytest
from order_paths import Office, noted
from saleor_shop import SaleorShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(saleor: SaleorShop) -> Office:
    return Office(saleor)


def test_free_checkout_is_written_down_once(office: Office) -> None:
    """Saleor calls order_created, order_paid, order_fully_paid and order_confirmed for it."""
    order = office.completed(office.checkout(price="0.00"))
    assert noted() == [("OrderCreated", order)]


def test_paid_checkout_is_written_down_once(office: Office) -> None:
    checkout = office.checkout()
    office.charged(checkout, "120.00")
    order = office.completed(checkout)
    assert noted() == [("OrderCreated", order)]


def test_completing_again_adds_nothing(office: Office) -> None:
    checkout = office.checkout(price="0.00")
    order = office.completed(checkout)
    assert office.completed(checkout) == order
    assert noted() == [("OrderCreated", order)]


def test_order_confirmed_twice_adds_nothing(office: Office) -> None:
    office.saleor.channel.automatically_confirm_all_new_orders = False
    office.saleor.channel.save()
    order = office.order_from_checkout(office.checkout())
    office.confirmed(order)
    assert noted() == [("OrderCreated", order)]


def test_marked_as_paid_comes_without_order_paid(office: Office) -> None:
    order = office.order_from_checkout(office.checkout())
    office.marked_as_paid(order)
    assert noted() == [("OrderCreated", order), ("OrderPaid", order)]


def test_full_payment_of_an_order_is_written_down_once(office: Office) -> None:
    """Saleor calls order_paid and order_fully_paid for it."""
    order = office.order_from_checkout(office.checkout())
    office.charged(order, "120.00")
    assert noted() == [("OrderCreated", order), ("OrderPaid", order)]


def test_each_part_of_a_payment_is_written_down(office: Office) -> None:
    order = office.order_from_checkout(office.checkout())
    office.charged(order, "50.00")
    office.charged(order, "70.00")
    assert noted()[0] == ("OrderCreated", order)
    assert noted()[-1] == ("OrderPaid", order)
    assert 2 <= len(noted()) <= 3


def test_completed_draft_is_written_down(office: Office) -> None:
    order = office.draft_completed(office.draft())
    assert noted() == [("OrderCreated", order)]


def test_money_for_a_draft_waits_for_its_completion(office: Office) -> None:
    draft = office.draft()
    office.charged(draft, "120.00")
    assert noted() == []
    order = office.draft_completed(draft)
    assert noted() == [("OrderCreated", order)]


def test_imported_orders_are_written_down_together(office: Office) -> None:
    orders = office.imported(3)
    assert len(set(orders)) == 3
    assert noted() == [("OrderCreated", order) for order in orders]
