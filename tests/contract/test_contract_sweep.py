"""What those ask who missed the shop's hooks: which orders changed, which checkouts wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from contract_parts import Shelf, checkout_ready, euros, order_request
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.port import Checkout, Commerce, Customer, Order
from saleor_coaching_plugin.core.clock import utc_now

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _changed(commerce: Commerce, since: datetime = LONG_AGO, limit: int = 100) -> list[str]:
    return [change.order_id for change in commerce.orders_changed(since=since, limit=limit)]


def _waiting(
    commerce: Commerce,
    *,
    since: datetime = LONG_AGO,
    until: datetime | None = None,
    limit: int = 100,
) -> list[Checkout]:
    later = utc_now() + timedelta(seconds=1)
    return commerce.checkouts_paid(since=since, until=until or later, limit=limit)


@pytest.fixture
def orders(shop: Scenario, coaching: Shelf, ada: Customer) -> list[Order]:
    """Three, unpaid, oldest first."""
    return [
        shop.commerce.order_create(
            order_request(shop, coaching.variant_id, ada.id, reference=reference)
        )
        for reference in ("a", "b", "c")
    ]


def test_each_order_is_a_change_oldest_first(commerce: Commerce, orders: list[Order]) -> None:
    assert _changed(commerce) == [order.id for order in orders]


def test_a_payment_is_a_change(commerce: Commerce, orders: list[Order]) -> None:
    before = utc_now()
    commerce.order_record_payment(orders[0].id, amount=euros(1), reference="pay-1")
    assert _changed(commerce, since=before) == [orders[0].id]
    assert _changed(commerce) == [orders[1].id, orders[2].id, orders[0].id]


def test_a_refund_is_a_change(commerce: Commerce, orders: list[Order]) -> None:
    commerce.order_record_payment(orders[0].id, amount=euros(2), reference="pay-1")
    before = utc_now()
    commerce.order_record_refund(orders[0].id, amount=euros(1), reference="back-1")
    assert _changed(commerce, since=before) == [orders[0].id]


def test_the_moment_itself_counts(commerce: Commerce, orders: list[Order]) -> None:
    changes = commerce.orders_changed(since=LONG_AGO, limit=100)
    assert commerce.orders_changed(since=changes[1].changed_at, limit=100) == changes[1:]
    assert _changed(commerce, since=changes[2].changed_at + timedelta(microseconds=1)) == []


def test_no_more_changes_than_asked_for(commerce: Commerce, orders: list[Order]) -> None:
    assert _changed(commerce, limit=2) == [orders[0].id, orders[1].id]


def test_an_order_of_a_checkout_is_a_change(commerce: Commerce, checkout: Checkout) -> None:
    commerce.checkout_record_payment(checkout.id, amount=checkout.total, reference="pay-1")
    assert _changed(commerce) == []
    order = commerce.checkout_complete(checkout.id)
    assert _changed(commerce) == [order.id]


def test_a_paid_checkout_waits_until_it_is_an_order(commerce: Commerce, checkout: Checkout) -> None:
    assert _waiting(commerce) == []
    paid = commerce.checkout_record_payment(checkout.id, amount=euros(120_00), reference="pay-1")
    assert _waiting(commerce) == [paid]
    commerce.checkout_complete(checkout.id)
    assert _waiting(commerce) == []


def test_a_checkout_paid_in_part_does_not_wait(commerce: Commerce, checkout: Checkout) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(119_99), reference="pay-1")
    assert _waiting(commerce) == []
    commerce.checkout_record_payment(checkout.id, amount=euros(1), reference="pay-2")
    assert len(_waiting(commerce)) == 1


def test_a_checkout_paid_with_too_much_waits(commerce: Commerce, checkout: Checkout) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(130_00), reference="pay-1")
    assert [each.paid for each in _waiting(commerce)] == [euros(130_00)]


def test_a_raised_price_means_that_it_is_not_paid_any_more(
    shop: Scenario, coaching: Shelf, checkout: Checkout
) -> None:
    shop.commerce.checkout_record_payment(checkout.id, amount=euros(120_00), reference="pay-1")
    shop.price_change(coaching.product_id, 130_00)
    assert _waiting(shop.commerce) == []


def test_what_costs_nothing_does_not_wait(shop: Scenario) -> None:
    free = Shelf.of(shop, shop.product("First talk", 0))
    checkout_ready(shop, {free.variant_id: 1})
    checkout_ready(shop, {})
    assert _waiting(shop.commerce) == []


def test_checkouts_come_by_their_last_change_within_the_time(
    shop: Scenario, coaching: Shelf
) -> None:
    commerce = shop.commerce
    first, second = (checkout_ready(shop, {coaching.variant_id: 1}) for _ in range(2))
    before = utc_now()
    commerce.checkout_record_payment(second.id, amount=second.total, reference="pay-1")
    between = utc_now()
    commerce.checkout_record_payment(first.id, amount=first.total, reference="pay-1")
    assert [each.id for each in _waiting(commerce)] == [second.id, first.id]
    assert [each.id for each in _waiting(commerce, limit=1)] == [second.id]
    assert [each.id for each in _waiting(commerce, since=before, until=between)] == [second.id]
    assert [each.id for each in _waiting(commerce, since=between)] == [first.id]


def test_what_is_not_paid_in_full_any_more_takes_no_place(
    shop: Scenario, commerce: Commerce, coaching: Shelf
) -> None:
    """A limit is one of answers, so fewer of them means that there are no more."""
    dearer = Shelf.of(shop, shop.product("Retreat", 80_00))
    first, second = (checkout_ready(shop, {shelf.variant_id: 1}) for shelf in (dearer, coaching))
    for checkout in (first, second):
        commerce.checkout_record_payment(checkout.id, amount=checkout.total, reference="pay-1")
    shop.price_change(dearer.product_id, 90_00)
    assert [one.id for one in _waiting(commerce, limit=1)] == [second.id]
