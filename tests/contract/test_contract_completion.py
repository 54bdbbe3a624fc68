"""A checkout becomes an order, once, and only when nothing is missing."""

from __future__ import annotations

import pytest
from contract_parts import Shelf, at_once, checkout_ready, euros, refused
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout, Commerce, Customer, Order


@pytest.fixture
def paid(commerce: Commerce, checkout: Checkout) -> Checkout:
    return commerce.checkout_record_payment(checkout.id, amount=euros(120_00), reference="pay-1")


def test_the_order_is_what_the_checkout_was(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    commerce = shop.commerce
    checkout = checkout_ready(shop, {coaching.variant_id: 2}, customer_id=ada.id, language="de")
    commerce.checkout_record_payment(checkout.id, amount=euros(240_00), reference="pay-1")
    order = commerce.checkout_complete(checkout.id)
    assert (order.channel, order.language, order.email) == (shop.channel, "de", ada.email)
    assert (order.customer_id, order.checkout_id) == (ada.id, checkout.id)
    assert (order.total, order.paid, order.is_paid) == (euros(240_00), euros(240_00), True)
    assert order.external_reference is None
    assert order.number
    (line,) = order.lines
    assert (line.product_id, line.variant_id) == (coaching.product_id, coaching.variant_id)
    assert (line.quantity, line.unit_price, line.total) == (2, euros(120_00), euros(240_00))
    assert commerce.order_get(order.id) == order
    assert commerce.order_find(checkout_id=checkout.id) == order
    assert commerce.order_numbered(order.number) == order
    assert commerce.orders_of(ada.id) == [order]


def test_before_completion_there_is_no_order(
    commerce: Commerce, shop: Scenario, paid: Checkout
) -> None:
    assert commerce.order_find(checkout_id=paid.id) is None
    assert commerce.order_find(checkout_id=shop.unknown_id("checkout")) is None
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.order_find(checkout_id="malformed")


@pytest.mark.parametrize("number", ["0", "99999999", "no number", "", "²", "9" * 40])
def test_no_order_has_a_number_that_was_never_given(commerce: Commerce, number: str) -> None:
    assert commerce.order_numbered(number) is None


def test_completing_twice_returns_the_same_order(commerce: Commerce, paid: Checkout) -> None:
    first = commerce.checkout_complete(paid.id)
    assert commerce.checkout_complete(paid.id) == first


def test_a_completed_checkout_is_gone(commerce: Commerce, paid: Checkout) -> None:
    commerce.checkout_complete(paid.id)
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.checkout_get(paid.id)


def test_a_payment_reported_again_after_completion_is_no_error_and_counts_once(
    commerce: Commerce, paid: Checkout
) -> None:
    order = commerce.checkout_complete(paid.id)
    again = commerce.checkout_record_payment(paid.id, amount=euros(120_00), reference="pay-1")
    assert again.paid == euros(120_00)
    on_order = commerce.order_record_payment(order.id, amount=euros(120_00), reference="pay-1")
    assert on_order.paid == euros(120_00)


def test_a_new_payment_after_completion_is_not_the_checkouts(
    commerce: Commerce, paid: Checkout
) -> None:
    order = commerce.checkout_complete(paid.id)
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.checkout_record_payment(paid.id, amount=euros(1), reference="pay-2")
    assert commerce.order_get(order.id).paid == euros(120_00)


def test_what_is_free_completes_without_a_payment(shop: Scenario) -> None:
    free = Shelf.of(shop, shop.product("First talk", 0))
    checkout = checkout_ready(shop, {free.variant_id: 1})
    order = shop.commerce.checkout_complete(checkout.id)
    assert (order.total, order.is_paid) == (euros(0), True)


def test_a_voucher_can_make_it_free(shop: Scenario, checkout: Checkout) -> None:
    shop.voucher_apply(checkout.id, percent=100)
    assert shop.commerce.checkout_complete(checkout.id).total == euros(0)


def test_the_order_honours_the_voucher(
    shop: Scenario, commerce: Commerce, checkout: Checkout
) -> None:
    shop.voucher_apply(checkout.id, percent=15)
    commerce.checkout_record_payment(checkout.id, amount=euros(102_00), reference="pay-1")
    order = commerce.checkout_complete(checkout.id)
    assert (order.total, order.is_paid) == (euros(102_00), True)


def test_an_order_does_not_follow_later_prices(
    shop: Scenario, commerce: Commerce, coaching: Shelf, paid: Checkout
) -> None:
    order = commerce.checkout_complete(paid.id)
    shop.price_change(coaching.product_id, 500_00)
    shop.unpublish(coaching.product_id)
    assert commerce.order_get(order.id) == order


def test_order_numbers_differ(shop: Scenario, coaching: Shelf) -> None:
    free = Shelf.of(shop, shop.product("First talk", 0))
    orders = [
        shop.commerce.checkout_complete(checkout_ready(shop, {free.variant_id: 1}).id)
        for _ in range(3)
    ]
    assert len({order.number for order in orders}) == 3


def _refused_without_order(commerce: Commerce, checkout_id: str, code: CommerceErrorCode) -> None:
    with refused(code):
        commerce.checkout_complete(checkout_id)
    assert commerce.order_find(checkout_id=checkout_id) is None
    assert commerce.checkout_get(checkout_id).id == checkout_id


def test_unpaid_is_refused(commerce: Commerce, checkout: Checkout) -> None:
    _refused_without_order(commerce, checkout.id, CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID)


def test_a_cent_too_little_is_refused(commerce: Commerce, checkout: Checkout) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(119_99), reference="pay-1")
    _refused_without_order(commerce, checkout.id, CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID)


def test_a_price_raised_after_payment_is_owed(
    shop: Scenario, commerce: Commerce, coaching: Shelf, paid: Checkout
) -> None:
    shop.price_change(coaching.product_id, 130_00)
    _refused_without_order(commerce, paid.id, CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID)


def test_nothing_in_it_is_refused(shop: Scenario) -> None:
    empty = checkout_ready(shop, {})
    _refused_without_order(shop.commerce, empty.id, CommerceErrorCode.NO_LINES)


def test_no_email_is_refused(shop: Scenario) -> None:
    free = Shelf.of(shop, shop.product("First talk", 0))
    checkout_id = shop.checkout_without_email(free.variant_id)
    assert shop.commerce.checkout_get(checkout_id).email is None
    _refused_without_order(shop.commerce, checkout_id, CommerceErrorCode.EMAIL_NOT_SET)


def test_no_billing_address_is_refused(shop: Scenario) -> None:
    free = Shelf.of(shop, shop.product("First talk", 0))
    checkout = checkout_ready(shop, {free.variant_id: 1}, billing_address=None)
    _refused_without_order(shop.commerce, checkout.id, CommerceErrorCode.BILLING_ADDRESS_NOT_SET)


def test_a_product_unpublished_meanwhile_is_refused(
    shop: Scenario, commerce: Commerce, coaching: Shelf, paid: Checkout
) -> None:
    shop.unpublish(coaching.product_id)
    _refused_without_order(commerce, paid.id, CommerceErrorCode.PRODUCT_NOT_PUBLISHED)


def test_what_the_gate_refuses_stays_a_checkout_with_its_money(
    shop: Scenario, commerce: Commerce, paid: Checkout
) -> None:
    with shop.gate_refusing():
        _refused_without_order(commerce, paid.id, CommerceErrorCode.TERMS_NOT_ACCEPTED)
    now = commerce.checkout_get(paid.id)
    assert (now.lines, now.total, now.paid) == (paid.lines, paid.total, paid.paid)
    assert commerce.checkout_complete(paid.id).is_paid


def test_an_unknown_checkout_is_not_found(commerce: Commerce, shop: Scenario) -> None:
    for unknown in (shop.unknown_id("checkout"), "malformed"):
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.checkout_complete(unknown)


@pytest.mark.usefixtures("committed_db")
def test_four_at_once_make_one_order(shop: Scenario, paid: Checkout, ada: Customer) -> None:
    def complete() -> Order:
        return shop.commerce.checkout_complete(paid.id)

    orders = at_once(*[complete] * 4)
    assert len({order.id for order in orders}) == 1
    assert orders[0].paid == euros(120_00)


@pytest.mark.usefixtures("committed_db")
def test_a_payment_that_races_with_completion_is_never_lost(
    shop: Scenario, coaching: Shelf
) -> None:
    """Either the order carries it or the reporter is told that the checkout is gone."""
    commerce = shop.commerce
    for _ in range(5):
        checkout = checkout_ready(shop, {coaching.variant_id: 1})
        commerce.checkout_record_payment(checkout.id, amount=euros(120_00), reference="pay-1")
        order, late = at_once(
            lambda: commerce.checkout_complete(checkout.id),  # noqa: B023
            lambda: commerce.checkout_record_payment(
                checkout.id,  # noqa: B023
                amount=euros(5_00),
                reference="pay-2",
            ),
        )
        taken = euros(5_00) if isinstance(late, Checkout) else euros(0)
        assert commerce.order_get(order.id).paid == euros(120_00) + taken
