"""Making a checkout, and money that arrives for it."""

from __future__ import annotations

import pytest
from contract_parts import ADDRESS, Shelf, at_once, checkout_ready, euros, refused
from contract_scenario import Scenario

from saleor_coaching_plugin.commerce.errors import CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Address, Checkout, Commerce, Customer
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.money import Money


def test_a_checkout_is_as_it_was_made(shop: Scenario, coaching: Shelf, ada: Customer) -> None:
    made = checkout_ready(shop, {coaching.variant_id: 3}, customer_id=ada.id, language="de")
    assert (made.channel, made.language, made.email) == (shop.channel, "de", ada.email)
    assert (made.customer_id, made.billing_address) == (ada.id, ADDRESS)
    (line,) = made.lines
    assert (line.product_id, line.variant_id) == (coaching.product_id, coaching.variant_id)
    assert (line.product_name, line.quantity) == ("Coaching", 3)
    assert (line.unit_price, line.total) == (euros(120_00), euros(360_00))
    assert (made.total, made.paid, made.voucher_code) == (euros(360_00), euros(0), None)
    assert shop.commerce.checkout_get(made.id) == made


def test_a_checkout_may_be_made_with_nothing_in_it(shop: Scenario) -> None:
    made = checkout_ready(shop, {}, billing_address=None)
    assert (made.lines, made.total, made.billing_address) == ((), euros(0), None)


def test_it_follows_a_changed_price(shop: Scenario, coaching: Shelf, checkout: Checkout) -> None:
    shop.price_change(coaching.product_id, 130_00)
    now = shop.commerce.checkout_get(checkout.id)
    assert (now.total, now.lines[0].unit_price) == (euros(130_00), euros(130_00))


@pytest.mark.parametrize("quantity", [0, -1, 51])
def test_a_quantity_outside_1_to_50_is_refused(
    shop: Scenario, coaching: Shelf, quantity: int
) -> None:
    with refused(CommerceErrorCode.QUANTITY_INVALID):
        checkout_ready(shop, {coaching.variant_id: quantity})


def test_a_quantity_of_50_is_taken(shop: Scenario, coaching: Shelf) -> None:
    assert checkout_ready(shop, {coaching.variant_id: 50}).total == euros(6_000_00)


def test_an_unpublished_product_is_refused(shop: Scenario, coaching: Shelf) -> None:
    shop.unpublish(coaching.product_id)
    with refused(CommerceErrorCode.PRODUCT_NOT_PUBLISHED):
        checkout_ready(shop, {coaching.variant_id: 1})


def test_a_product_of_another_channel_is_refused(shop: Scenario, coaching: Shelf) -> None:
    with refused(CommerceErrorCode.PRODUCT_NOT_PUBLISHED):
        shop.commerce.checkout_create(
            channel=shop.other_channel(),
            language="en",
            email="ada@client.example",
            customer_id=None,
            billing_address=None,
            lines={coaching.variant_id: 1},
        )


@pytest.mark.parametrize("variant_id", ["", "malformed", "UHJvZHVjdFZhcmlhbnQ6MQ"])
def test_a_malformed_variant_is_not_found(shop: Scenario, variant_id: str) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        checkout_ready(shop, {variant_id: 1})


def test_what_is_unknown_is_not_found(shop: Scenario, commerce: Commerce, coaching: Shelf) -> None:
    with refused(CommerceErrorCode.NOT_FOUND):
        checkout_ready(shop, {shop.unknown_id("variant"): 1})
    with refused(CommerceErrorCode.NOT_FOUND):
        checkout_ready(shop, {coaching.variant_id: 1}, customer_id=shop.unknown_id("customer"))
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.checkout_get(shop.unknown_id("checkout"))
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.checkout_get("malformed")
    with refused(CommerceErrorCode.NOT_FOUND):
        commerce.checkout_record_payment(
            shop.unknown_id("checkout"), amount=euros(1), reference="pay-1"
        )


def test_what_is_no_address_is_refused(shop: Scenario, coaching: Shelf) -> None:
    nowhere = Address("Ada", "Lovelace", "12 St James's Square", "London", "SW1Y 4JH", "XX")
    with refused(CoreErrorCode.INVALID):
        checkout_ready(shop, {coaching.variant_id: 1}, billing_address=nowhere)
    with refused(CoreErrorCode.INVALID):
        shop.commerce.checkout_create(
            channel=shop.channel,
            language="en",
            email="no address",
            customer_id=None,
            billing_address=None,
            lines={},
        )


def test_a_voucher_lowers_the_total(shop: Scenario, commerce: Commerce, checkout: Checkout) -> None:
    shop.voucher_apply(checkout.id, percent=15)
    now = commerce.checkout_get(checkout.id)
    assert now.total == euros(102_00)
    assert now.voucher_code


def test_part_payments_add_up(commerce: Commerce, checkout: Checkout) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(50_00), reference="pay-1")
    paid = commerce.checkout_record_payment(checkout.id, amount=euros(70_00), reference="pay-2")
    assert paid.paid == euros(120_00)
    assert commerce.checkout_get(checkout.id) == paid


def test_the_same_reference_counts_once(commerce: Commerce, checkout: Checkout) -> None:
    for _ in range(3):
        paid = commerce.checkout_record_payment(checkout.id, amount=euros(50_00), reference="pay-1")
    assert paid.paid == euros(50_00)


def test_a_reference_is_one_checkouts_own(
    shop: Scenario, commerce: Commerce, coaching: Shelf, checkout: Checkout
) -> None:
    other = checkout_ready(shop, {coaching.variant_id: 1})
    for one in (checkout, other):
        paid = commerce.checkout_record_payment(one.id, amount=euros(1), reference="pay-1")
        assert paid.paid == euros(1)


def test_the_same_reference_with_another_amount_is_refused(
    commerce: Commerce, checkout: Checkout
) -> None:
    commerce.checkout_record_payment(checkout.id, amount=euros(50_00), reference="pay-1")
    with refused(CommerceErrorCode.PAYMENT_CONFLICT):
        commerce.checkout_record_payment(checkout.id, amount=euros(60_00), reference="pay-1")
    assert commerce.checkout_get(checkout.id).paid == euros(50_00)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(120_00, "USD"), CommerceErrorCode.CURRENCY_MISMATCH),
        (euros(0), CoreErrorCode.INVALID),
        (euros(-1), CoreErrorCode.INVALID),
    ],
)
def test_a_wrong_amount_is_refused(
    commerce: Commerce, checkout: Checkout, amount: Money, code: CoreErrorCode
) -> None:
    with refused(code):
        commerce.checkout_record_payment(checkout.id, amount=amount, reference="pay-1")
    assert commerce.checkout_get(checkout.id).paid == euros(0)


@pytest.mark.usefixtures("committed_db")
def test_the_same_payment_reported_four_times_at_once_counts_once(
    shop: Scenario, checkout: Checkout
) -> None:
    def record() -> Checkout:
        return shop.commerce.checkout_record_payment(
            checkout.id, amount=euros(50_00), reference="pay-1"
        )

    assert {one.paid for one in at_once(*[record] * 4)} == {euros(50_00)}
    assert shop.commerce.checkout_get(checkout.id).paid == euros(50_00)


@pytest.mark.usefixtures("committed_db")
def test_different_payments_at_once_all_count(shop: Scenario, checkout: Checkout) -> None:
    at_once(
        *[
            lambda number=number: shop.commerce.checkout_record_payment(
                checkout.id, amount=euros(30_00), reference=f"pay-{number}"
            )
            for number in range(4)
        ]
    )
    assert shop.commerce.checkout_get(checkout.id).paid == euros(120_00)
