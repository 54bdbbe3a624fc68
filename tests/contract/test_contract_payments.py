"""Money for an order, in parts, there and back."""

from __future__ import annotations

import pytest
from contract_parts import Shelf, at_once, euros, order_request, refused
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import (
    Checkout,
    Commerce,
    Customer,
    Order,
    OrderPayment,
)
from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError
from saleor_coaching_plugin.core.money import Money


@pytest.fixture
def order(shop: Scenario, coaching: Shelf, ada: Customer) -> Order:
    """99.00 EUR, unpaid."""
    return shop.commerce.order_create(order_request(shop, coaching.variant_id, ada.id))


def test_part_payments_add_up_until_it_is_paid(commerce: Commerce, order: Order) -> None:
    part = commerce.order_record_payment(order.id, amount=euros(40_00), reference="pay-1")
    assert (part.paid, part.is_paid) == (euros(40_00), False)
    full = commerce.order_record_payment(order.id, amount=euros(59_00), reference="pay-2")
    assert (full.paid, full.is_paid) == (euros(99_00), True)
    assert commerce.order_get(order.id) == full


def test_the_same_reference_counts_once(commerce: Commerce, order: Order) -> None:
    for _ in range(3):
        paid = commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    assert paid.paid == euros(99_00)


def test_the_same_reference_with_another_amount_is_refused(
    commerce: Commerce, order: Order
) -> None:
    commerce.order_record_payment(order.id, amount=euros(40_00), reference="pay-1")
    with refused(CommerceErrorCode.PAYMENT_CONFLICT):
        commerce.order_record_payment(order.id, amount=euros(41_00), reference="pay-1")
    assert commerce.order_get(order.id).paid == euros(40_00)


def test_more_than_is_owed_is_refused_and_its_reference_stays_free(
    commerce: Commerce, order: Order
) -> None:
    commerce.order_record_payment(order.id, amount=euros(40_00), reference="pay-1")
    with refused(CommerceErrorCode.OVERPAID):
        commerce.order_record_payment(order.id, amount=euros(59_01), reference="pay-2")
    assert commerce.order_get(order.id).paid == euros(40_00)
    paid = commerce.order_record_payment(order.id, amount=euros(59_00), reference="pay-2")
    assert paid.is_paid


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(1, "USD"), CommerceErrorCode.CURRENCY_MISMATCH),
        (euros(0), CoreErrorCode.INVALID),
        (euros(-1), CoreErrorCode.INVALID),
    ],
)
def test_a_wrong_amount_is_refused(
    commerce: Commerce, order: Order, amount: Money, code: CoreErrorCode
) -> None:
    commerce.order_record_payment(order.id, amount=euros(50_00), reference="pay-1")
    with refused(code):
        commerce.order_record_payment(order.id, amount=amount, reference="pay-2")
    with refused(code):
        commerce.order_record_refund(order.id, amount=amount, reference="back-1")
    assert commerce.order_get(order.id).paid == euros(50_00)


def test_a_refund_lowers_what_is_paid_and_counts_once(commerce: Commerce, order: Order) -> None:
    commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    for _ in range(2):
        back = commerce.order_record_refund(order.id, amount=euros(30_00), reference="back-1")
    assert (back.paid, back.is_paid) == (euros(69_00), False)
    rest = commerce.order_record_refund(order.id, amount=euros(69_00), reference="back-2")
    assert rest.paid == euros(0)


def test_a_refund_again_with_another_amount_is_refused(commerce: Commerce, order: Order) -> None:
    commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    commerce.order_record_refund(order.id, amount=euros(30_00), reference="back-1")
    with refused(CommerceErrorCode.PAYMENT_CONFLICT):
        commerce.order_record_refund(order.id, amount=euros(31_00), reference="back-1")
    assert commerce.order_get(order.id).paid == euros(69_00)


def test_a_payments_reference_is_no_refunds(commerce: Commerce, order: Order) -> None:
    commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    with refused(CommerceErrorCode.PAYMENT_CONFLICT):
        commerce.order_record_refund(order.id, amount=euros(99_00), reference="pay-1")
    assert commerce.order_get(order.id).paid == euros(99_00)


def test_more_than_was_paid_cannot_go_back(commerce: Commerce, order: Order) -> None:
    commerce.order_record_payment(order.id, amount=euros(40_00), reference="pay-1")
    with refused(CoreErrorCode.INVALID):
        commerce.order_record_refund(order.id, amount=euros(40_01), reference="back-1")
    assert commerce.order_get(order.id).paid == euros(40_00)


def test_what_went_back_can_be_paid_again(commerce: Commerce, order: Order) -> None:
    commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    commerce.order_record_refund(order.id, amount=euros(99_00), reference="back-1")
    again = commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-2")
    assert again.is_paid


def test_what_came_and_what_went_back_is_told_apart_and_adds_up(
    commerce: Commerce, order: Order
) -> None:
    assert commerce.order_payments(order.id) == []
    commerce.order_record_payment(order.id, amount=euros(40_00), reference="pay-1")
    commerce.order_record_payment(order.id, amount=euros(59_00), reference="pay-2")
    commerce.order_record_refund(order.id, amount=euros(30_00), reference="back-1")
    told = commerce.order_payments(order.id)
    assert told == [
        OrderPayment("pay-1", euros(40_00), is_ours=True),
        OrderPayment("pay-2", euros(59_00), is_ours=True),
        OrderPayment("back-1", euros(-30_00), is_ours=True),
    ]
    assert sum(each.amount.minor for each in told) == commerce.order_get(order.id).paid.minor


def test_what_was_paid_for_a_checkout_was_paid_for_its_order(
    shop: Scenario, commerce: Commerce, checkout: Checkout
) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(20_00), reference="pi_1")
    shop.app_pays(checkout.id, 100_00, "theirs-1")
    order = commerce.checkout_complete(checkout.id)
    assert commerce.order_payments(order.id) == [
        OrderPayment("pi_1", euros(20_00), is_ours=True),
        OrderPayment("theirs-1", euros(100_00), is_ours=False),
    ]


def test_what_an_app_of_the_shop_took_is_not_ours(
    shop: Scenario, commerce: Commerce, order: Order
) -> None:
    shop.app_pays(order.id, 99_00, "pi_theirs")
    assert commerce.order_payments(order.id) == [
        OrderPayment("pi_theirs", euros(99_00), is_ours=False)
    ]


@pytest.mark.usefixtures("committed_db")
def test_the_same_payment_reported_four_times_at_once_counts_once(
    shop: Scenario, order: Order
) -> None:
    def record() -> Order:
        return shop.commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")

    assert {one.paid for one in at_once(*[record] * 4)} == {euros(99_00)}
    assert shop.commerce.order_get(order.id).paid == euros(99_00)


@pytest.mark.usefixtures("committed_db")
def test_of_four_full_payments_at_once_one_is_taken(shop: Scenario, order: Order) -> None:
    results = at_once(
        *[
            lambda number=number: shop.commerce.order_record_payment(
                order.id, amount=euros(99_00), reference=f"pay-{number}"
            )
            for number in range(4)
        ]
    )
    codes = [result.code for result in results if isinstance(result, DomainError)]
    assert codes == [CommerceErrorCode.OVERPAID] * 3
    assert shop.commerce.order_get(order.id).paid == euros(99_00)


@pytest.mark.usefixtures("committed_db")
def test_of_four_full_refunds_at_once_one_is_taken(shop: Scenario, order: Order) -> None:
    shop.commerce.order_record_payment(order.id, amount=euros(99_00), reference="pay-1")
    results = at_once(
        *[
            lambda number=number: shop.commerce.order_record_refund(
                order.id, amount=euros(99_00), reference=f"back-{number}"
            )
            for number in range(4)
        ]
    )
    assert sum(isinstance(result, DomainError) for result in results) == 3
    assert shop.commerce.order_get(order.id).paid == euros(0)
