"""Orders made from an agreement, and what belongs to an order."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from contract_parts import Shelf, at_once, euros, order_request, refused
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Commerce, Customer, Order, OrderLineRequest
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.money import Money


def test_an_order_is_as_it_was_asked_for(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    request = order_request(
        shop,
        coaching.variant_id,
        ada.id,
        lines=[
            OrderLineRequest(coaching.variant_id, 2, euros(99_00)),
            OrderLineRequest(coaching.variant_id, 1, euros(0)),
        ],
    )
    order = shop.commerce.order_create(request)
    assert (order.external_reference, order.checkout_id) == ("agreement:1", None)
    assert (order.channel, order.language) == (shop.channel, "de")
    assert (order.email, order.customer_id) == (ada.email, ada.id)
    assert [(line.quantity, line.unit_price) for line in order.lines] == [
        (2, euros(99_00)),
        (1, euros(0)),
    ]
    assert {line.product_id for line in order.lines} == {coaching.product_id}
    assert (order.total, order.paid, order.is_paid) == (euros(198_00), euros(0), False)
    assert shop.commerce.order_get(order.id) == order


def test_a_sum_that_does_not_divide_is_ordered_as_two_lines(
    shop: Scenario, coaching: Shelf, ada: Customer
) -> None:
    lines = [
        OrderLineRequest(coaching.variant_id, 3, euros(142_86)),
        OrderLineRequest(coaching.variant_id, 4, euros(142_85)),
    ]
    order = shop.commerce.order_create(
        order_request(shop, coaching.variant_id, ada.id, lines=lines)
    )
    assert [(line.quantity, line.unit_price, line.total) for line in order.lines] == [
        (3, euros(142_86), euros(428_58)),
        (4, euros(142_85), euros(571_40)),
    ]
    assert order.total == euros(999_98)


def test_more_than_50_can_be_ordered(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    """The limit is a checkout's; what a coach agrees on knows none, as Saleor's draft orders."""
    lines = [OrderLineRequest(coaching.variant_id, 60, euros(1))]
    request = order_request(shop, coaching.variant_id, ada.id, lines=lines)
    assert shop.commerce.order_create(request).total == euros(60)


def test_the_same_reference_returns_the_same_order(
    shop: Scenario, coaching: Shelf, ada: Customer
) -> None:
    request = order_request(shop, coaching.variant_id, ada.id)
    order = shop.commerce.order_create(request)
    shop.unpublish(coaching.product_id)
    assert shop.commerce.order_create(request) == order


def test_a_customers_orders_come_newest_first(
    shop: Scenario, commerce: Commerce, coaching: Shelf, ada: Customer
) -> None:
    other = commerce.customer_get_or_create(
        email="other@client.example", first_name="O", last_name="T", language="en"
    )
    orders = [
        commerce.order_create(order_request(shop, coaching.variant_id, who.id, reference=reference))
        for who, reference in ((ada, "a"), (other, "b"), (ada, "c"))
    ]
    assert commerce.orders_of(ada.id) == [orders[2], orders[0]]
    assert commerce.orders_of(other.id) == [orders[1]]


def test_an_unpublished_product_is_refused(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    shop.unpublish(coaching.product_id)
    with refused(CommerceErrorCode.PRODUCT_NOT_PUBLISHED):
        shop.commerce.order_create(order_request(shop, coaching.variant_id, ada.id))
    assert shop.commerce.orders_of(ada.id) == []


def test_malformed_requests_are_refused(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    variant = coaching.variant_id
    cases: dict[StrEnum, dict[str, Any]] = {
        CommerceErrorCode.NO_LINES: {"lines": []},
        CommerceErrorCode.QUANTITY_INVALID: {"lines": [OrderLineRequest(variant, 0, euros(1))]},
        CommerceErrorCode.CURRENCY_MISMATCH: {
            "lines": [OrderLineRequest(variant, 1, Money(1, "USD"))]
        },
        CoreErrorCode.INVALID: {"lines": [OrderLineRequest(variant, 1, euros(-1))]},
        CommerceErrorCode.NOT_FOUND: {"channel": "no-such-channel"},
    }
    for code, changes in cases.items():
        with refused(code):
            shop.commerce.order_create(order_request(shop, variant, ada.id, **changes))
    with refused(CoreErrorCode.INVALID):
        shop.commerce.order_create(order_request(shop, variant, ada.id, reference=""))
    with refused(CommerceErrorCode.NOT_FOUND):
        shop.commerce.order_create(order_request(shop, shop.unknown_id("variant"), ada.id))
    with refused(CommerceErrorCode.NOT_FOUND):
        shop.commerce.order_create(order_request(shop, variant, shop.unknown_id("customer")))
    assert shop.commerce.orders_of(ada.id) == []


def test_unknown_orders_are_not_found(commerce: Commerce, shop: Scenario) -> None:
    for unknown in (shop.unknown_id("order"), "malformed"):
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.order_get(unknown)
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.order_record_payment(unknown, amount=euros(1), reference="pay-1")
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.order_record_refund(unknown, amount=euros(1), reference="back-1")
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.order_payments(unknown)
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.order_attach_invoice(unknown, number="1", url="https://coach.example/1")
    for unknown in (shop.unknown_id("customer"), "malformed"):
        with refused(CommerceErrorCode.NOT_FOUND):
            commerce.orders_of(unknown)


def test_an_invoice_attached_twice_is_no_error(
    shop: Scenario, coaching: Shelf, ada: Customer
) -> None:
    order = shop.commerce.order_create(order_request(shop, coaching.variant_id, ada.id))
    for _ in range(2):
        shop.commerce.order_attach_invoice(
            order.id, number="2026-1", url="https://coach.example/invoices/1"
        )
    assert shop.commerce.order_get(order.id) == order


@pytest.mark.usefixtures("committed_db")
def test_four_at_once_with_one_reference_make_one_order(
    shop: Scenario, coaching: Shelf, ada: Customer
) -> None:
    request = order_request(shop, coaching.variant_id, ada.id)

    def create() -> Order:
        return shop.commerce.order_create(request)

    assert len({order.id for order in at_once(*[create] * 4)}) == 1
    assert len(shop.commerce.orders_of(ada.id)) == 1
