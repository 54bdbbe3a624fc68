"""The same checkout, whoever asks: the adapter, the gate's hook, and at last the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import adapter_recorder
import pytest
from adapter_scene import SCENES, plain, taxes_on_top, voucher_in_percent
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from saleor.checkout.models import Checkout as CheckoutRow
from saleor.product.models import ProductVariantChannelListing
from saleor_checkout import cart, complete, pay
from saleor_shop import LONG_AGO, Api, SaleorShop

from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.core.money import Money

commerce = SaleorCommerce()
PRICES = """
query ($id: ID!) {
  checkout(id: $id) {
    totalPrice { gross { amount } }
    lines { quantity unitPrice { gross { amount } } totalPrice { gross { amount } } }
  }
}"""


@pytest.fixture
def recorded(settings: Any) -> list[Checkout]:
    """What the hook is shown from now on."""
    settings.PLUGINS = [*settings.PLUGINS, "adapter_recorder.Recorder"]
    adapter_recorder.seen.clear()
    return adapter_recorder.seen


def _bought(saleor: SaleorShop, checkout_id: str) -> None:
    total = commerce.checkout_get(checkout_id).total
    if total.minor:
        pay(saleor, checkout_id, total.amount)
    assert complete(checkout_id)["errors"] == []


@pytest.mark.parametrize("scene", SCENES)
def test_the_hook_sees_what_was_got_and_the_order_costs_just_that(
    saleor: SaleorShop, recorded: list[Checkout], scene: Callable[[SaleorShop], str]
) -> None:
    checkout_id = scene(saleor)
    before = commerce.checkout_get(checkout_id)
    _bought(saleor, checkout_id)
    assert recorded == [
        replace(before, paid=before.total, billing_address=recorded[0].billing_address)
    ]
    order = commerce.order_find(checkout_id=checkout_id)
    assert order is not None
    assert (order.total, order.paid) == (before.total, before.total)
    assert [(line.variant_id, line.quantity, line.total) for line in order.lines] == [
        (line.variant_id, line.quantity, line.total) for line in before.lines
    ]
    assert adapter_recorder.statements == [0, 1]


@pytest.mark.parametrize("scene", SCENES)
def test_prices_are_those_that_saleor_shows(
    saleor: SaleorShop, scene: Callable[[SaleorShop], str]
) -> None:
    checkout_id = scene(saleor)
    got = commerce.checkout_get(checkout_id)
    shown = Api().data(PRICES, id=checkout_id)["checkout"]

    def money(price: dict[str, Any]) -> Money:
        return Money.of(str(price["gross"]["amount"]), "EUR")

    assert got.total == money(shown["totalPrice"])
    assert [(line.quantity, line.unit_price, line.total) for line in got.lines] == [
        (line["quantity"], money(line["unitPrice"]), money(line["totalPrice"]))
        for line in shown["lines"]
    ]


@pytest.mark.parametrize("scene", SCENES)
def test_it_stays_the_same_when_saleor_calculates_anew(
    saleor: SaleorShop, scene: Callable[[SaleorShop], str]
) -> None:
    before = commerce.checkout_get(scene(saleor))
    CheckoutRow.objects.update(price_expiration=LONG_AGO, discount_expiration=LONG_AGO)
    assert commerce.checkout_get(before.id) == before


def test_a_new_price_counts_when_saleors_own_prices_run_out(saleor: SaleorShop) -> None:
    before = commerce.checkout_get(plain(saleor))
    ProductVariantChannelListing.objects.update(price_amount=130, discounted_price_amount=130)
    assert commerce.checkout_get(before.id) == before
    soon = timezone.now() + timedelta(milliseconds=1)
    CheckoutRow.objects.update(price_expiration=soon, discount_expiration=soon)
    assert commerce.checkout_get(before.id).total == Money(390_00, "EUR")


def test_the_hook_is_shown_a_price_that_ran_out_meanwhile(
    saleor: SaleorShop, recorded: list[Checkout]
) -> None:
    """orderCreateFromCheckout asks the hook before it calculates, and charges the new price."""
    checkout_id = plain(saleor)
    commerce.checkout_get(checkout_id)
    ProductVariantChannelListing.objects.update(price_amount=130, discounted_price_amount=130)
    CheckoutRow.objects.update(price_expiration=LONG_AGO, discount_expiration=LONG_AGO)
    api = saleor.api_of(saleor.app(["HANDLE_CHECKOUTS"]))
    answer = api.data(
        "mutation ($id: ID!) { orderCreateFromCheckout(id: $id)"
        " { order { total { gross { amount } } } errors { code message } } }",
        id=checkout_id,
    )["orderCreateFromCheckout"]
    assert answer["errors"] == []
    assert answer["order"]["total"]["gross"]["amount"] == 390
    assert [each.total for each in recorded] == [Money(390_00, "EUR")]


@pytest.mark.parametrize("scene", [plain, voucher_in_percent, taxes_on_top])
def test_reading_a_long_checkout_costs_as_much_as_a_short_one(
    saleor: SaleorShop, scene: Callable[[SaleorShop], str]
) -> None:
    short = scene(saleor)
    products = [saleor.product(f"Product {number}") for number in range(5)]
    long = cart(saleor, *products)
    counts = []
    for checkout_id in (short, long):
        commerce.checkout_get(checkout_id)
        with CaptureQueriesContext(connection) as captured:
            commerce.checkout_get(checkout_id)
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_what_other_apps_were_paid_counts(saleor: SaleorShop) -> None:
    checkout_id = plain(saleor)
    pay(saleor, checkout_id, "100.00", "stripe-1")
    pay(saleor, checkout_id, "60.00", "stripe-2")
    assert commerce.checkout_get(checkout_id).paid == Money(160_00, "EUR")


def test_a_payment_that_another_app_has_reported_is_not_counted_again(saleor: SaleorShop) -> None:
    checkout_id = plain(saleor)
    app = saleor.app(["HANDLE_PAYMENTS"])
    token = saleor.api_of(app).data(
        "mutation ($id: ID!) { transactionCreate(id: $id, transaction: {})"
        " { transaction { token } } }",
        id=checkout_id,
    )["transactionCreate"]["transaction"]["token"]
    saleor.api_of(app).data(
        'mutation ($token: UUID!) { transactionEventReport(token: $token, pspReference: "pi_1",'
        " type: CHARGE_SUCCESS, amount: 360, availableActions: []) { errors { code } } }",
        token=token,
    )
    paid = commerce.checkout_record_payment(
        checkout_id, amount=Money(360_00, "EUR"), reference="pi_1"
    )
    assert paid.paid == Money(360_00, "EUR")
