"""Every way by which an order comes to be, with and without an acceptance of its terms."""

from __future__ import annotations

import logging
from importlib.util import find_spec

import pytest
from django.conf import settings
from gate_payment_app import PaymentApp
from gate_scene import (
    DUMMY_GATEWAY,
    accepted_and_ordered,
    answered,
    asked_by_mail,
    bound_to,
    dummy_gateway_configure,
    gate_configure,
    legacy_payment,
    mutate,
    order_from_checkout,
    order_imported,
    refused,
)
from saleor.channel import MarkAsPaidStrategy
from saleor.checkout.models import Checkout
from saleor.checkout.tasks import automatic_checkout_completion_task
from saleor.giftcard.models import GiftCard
from saleor.order.models import Order
from saleor.payment import ChargeStatus
from saleor.payment.models import Payment
from saleor.product.models import Product
from saleor.tax.models import TaxClassCountryRate
from saleor_checkout import (
    ADDRESS,
    accept,
    accept_in_storefront,
    cart,
    complete,
    pay,
    terms_put_on,
    voucher_add,
    voucher_made,
)
from saleor_orders import draft_made, staff_of_all_channels
from saleor_shop import LONG_AGO, Api, SaleorShop

from saleor_coaching_plugin.core.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def free_product(saleor: SaleorShop) -> Product:
    product = saleor.product("First call", "0.00")
    terms_put_on(product)
    return product


def gift_card_worth(amount: int) -> GiftCard:
    return GiftCard.objects.create(
        code="PRESENT-2027",
        currency="EUR",
        initial_balance_amount=amount,
        current_balance_amount=amount,
    )


# checkoutComplete


@pytest.mark.parametrize("path", ["/graphql/", "/plugins/global/coaching/graphql/"])
def test_what_a_storefront_does(saleor: SaleorShop, product: Product, path: str) -> None:
    """Refused, it does what the message says, in Saleor's API or at the plugin's own address."""
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120")
    refused(complete(checkout_id))
    shown = accept_in_storefront(checkout_id, Api(path=path))
    assert not shown["accepted"]
    assert "You buy <strong>Coaching</strong>" in shown["texts"][0]["html"]
    order = answered(complete(checkout_id))["order"]
    assert bound_to(checkout_id) == [order["id"]]


@pytest.mark.parametrize(
    "strategy", [MarkAsPaidStrategy.PAYMENT_FLOW, MarkAsPaidStrategy.TRANSACTION_FLOW]
)
def test_a_free_checkout_waits_for_its_terms(
    saleor: SaleorShop, free_product: Product, strategy: str
) -> None:
    saleor.channel.order_mark_as_paid_strategy = strategy
    saleor.channel.save()
    checkout_id = cart(saleor, free_product)
    refused(complete(checkout_id))
    assert not Order.objects.exists()
    accepted_and_ordered(checkout_id)


def test_a_checkout_paid_by_transaction_waits_for_its_terms(
    saleor: SaleorShop, product: Product
) -> None:
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120")
    refused(complete(checkout_id))
    order = accepted_and_ordered(checkout_id)
    assert order["isPaid"]


def test_completing_again_returns_the_order_without_asking_again(
    saleor: SaleorShop, product: Product
) -> None:
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    pay(saleor, checkout_id, "120")
    first = answered(complete(checkout_id))["order"]
    terms_put_on(product)
    assert answered(complete(checkout_id))["order"] == first


def test_a_legacy_payment_is_charged_after_the_terms_only(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    checkout_id = cart(saleor, product)
    legacy_payment(checkout_id, "120")
    refused(complete(checkout_id))
    payment = Payment.objects.get()
    assert payment.charge_status == ChargeStatus.NOT_CHARGED
    assert not payment.transactions.exists()
    assert not payments.charged
    order = accepted_and_ordered(checkout_id)
    assert order["isPaid"]
    assert payments.charged
    assert Payment.objects.get().charge_status == ChargeStatus.FULLY_CHARGED


@pytest.mark.skipif(
    not any("dummy" in plugin for plugin in settings.PLUGINS),
    reason="This Saleor has no dummy gateway any more.",
)
def test_a_payment_by_the_dummy_gateway_waits_for_the_terms(
    saleor: SaleorShop, product: Product
) -> None:
    dummy_gateway_configure(saleor.channel)
    checkout_id = cart(saleor, product)
    legacy_payment(checkout_id, "120", DUMMY_GATEWAY)
    refused(complete(checkout_id))
    order = accepted_and_ordered(checkout_id)
    assert order["isPaid"]


def test_an_unpaid_order_waits_for_its_terms_where_the_channel_allows_it(
    saleor: SaleorShop, product: Product
) -> None:
    saleor.channel.allow_unpaid_orders = True
    saleor.channel.save()
    checkout_id = cart(saleor, product)
    refused(complete(checkout_id))
    order = accepted_and_ordered(checkout_id)
    assert not order["isPaid"]


def test_a_gift_card_that_pays_for_all_needs_the_terms_as_well(
    saleor: SaleorShop, product: Product
) -> None:
    card = gift_card_worth(200)
    saleor.channel.order_mark_as_paid_strategy = MarkAsPaidStrategy.TRANSACTION_FLOW
    saleor.channel.save()
    checkout_id = cart(saleor, product)
    add = {"id": ("ID!", checkout_id), "promoCode": ("String!", card.code)}
    answered(mutate(Api(), "checkoutAddPromoCode", "checkout { id }", **add))
    refused(complete(checkout_id))
    card.refresh_from_db()
    assert card.current_balance_amount == 200
    accepted_and_ordered(checkout_id)
    card.refresh_from_db()
    assert card.current_balance_amount == 80


@pytest.mark.skipif(
    not find_spec("saleor.giftcard.gateway"),
    reason="This Saleor has no payment gateway for gift cards.",
)
def test_a_gift_card_is_only_set_aside_until_the_terms_are_accepted(
    saleor: SaleorShop, product: Product
) -> None:
    """The gateway for gift cards is Saleor's own: it asks no plugin when it is initialised."""
    card = gift_card_worth(200)
    checkout_id = cart(saleor, product)
    made = mutate(
        Api(),
        "transactionInitialize",
        "transactionEvent { type }",
        id=("ID!", checkout_id),
        paymentGateway=(
            "PaymentGatewayToInitialize!",
            {"id": "saleor.io.gift-card-payment-gateway", "data": {"code": card.code}},
        ),
    )
    assert answered(made)["transactionEvent"]["type"] == "AUTHORIZATION_SUCCESS"
    refused(complete(checkout_id))
    card.refresh_from_db()
    assert card.current_balance_amount == 200
    accepted_and_ordered(checkout_id)
    card.refresh_from_db()
    assert card.current_balance_amount == 80


@pytest.mark.parametrize("with_tax", [False, True])
def test_an_acceptance_is_bound_whatever_the_pennies(saleor: SaleorShop, with_tax: bool) -> None:
    """Prices that divide badly: the order's amounts must be those of the accepted cart."""
    if with_tax:
        saleor.channel.tax_configuration.charge_taxes = True
        saleor.channel.tax_configuration.prices_entered_with_tax = False
        saleor.channel.tax_configuration.save()
        rate = saleor.channel.tax_configuration.country_exceptions.create
        rate(country="DE", charge_taxes=True, tax_calculation_strategy="FLAT_RATES")
        TaxClassCountryRate.objects.create(country="DE", rate=19)
    products = [saleor.product("A", "33.33"), saleor.product("B", "0.07")]
    terms_put_on(products[0])
    checkout_id = cart(saleor, *products, quantity=7)
    voucher_add(checkout_id, voucher_made(saleor.channel).code)
    accept(checkout_id)
    pay(saleor, checkout_id, "1000")
    order = answered(complete(checkout_id))["order"]
    row = Order.objects.get()
    assert (row.total_gross_amount > row.total_net_amount) == with_tax
    assert bound_to(checkout_id) == [order["id"]]


# automatic completion


def test_automatic_completion_waits_and_goes_on_by_itself(
    saleor: SaleorShop, product: Product, caplog: pytest.LogCaptureFixture
) -> None:
    saleor.channel.automatically_complete_fully_paid_checkouts = True
    saleor.channel.save()
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120")
    checkout = Checkout.objects.get()
    logging.getLogger("saleor.checkout.tasks").addHandler(caplog.handler)
    automatic_checkout_completion_task.delay(checkout.pk)
    (failed,) = [each for each in caplog.records if "completion failed" in each.getMessage()]
    assert "COACHING_TERMS_NOT_ACCEPTED" in failed.__dict__["error"]
    assert not Order.objects.exists()
    accept(checkout_id)
    automatic_checkout_completion_task.delay(checkout.pk)
    order = Order.objects.get()
    assert str(order.checkout_token) == str(checkout.pk)
    assert order.charge_status == "full"


# orders made of checkouts by apps


def test_an_app_that_makes_an_order_of_a_checkout_waits_for_the_terms(
    saleor: SaleorShop, product: Product
) -> None:
    checkout_id = cart(saleor, product)
    refused(order_from_checkout(saleor, checkout_id))
    assert not Order.objects.exists()
    accept(checkout_id)
    order = answered(order_from_checkout(saleor, checkout_id))["order"]
    assert bound_to(checkout_id) == [order["id"]]


def test_prices_that_expire_meanwhile_are_looked_at_anew(
    saleor: SaleorShop, product: Product
) -> None:
    """orderCreateFromCheckout renews expired prices only as it makes the order."""
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    product.variants.get().channel_listings.update(price_amount=150, discounted_price_amount=150)
    Checkout.objects.update(price_expiration="2020-01-01T00:00:00Z")
    refused(order_from_checkout(saleor, checkout_id), "COACHING_TERMS_STALE")
    accept(checkout_id)
    order = answered(order_from_checkout(saleor, checkout_id))["order"]
    assert Order.objects.get().total_gross_amount == 150
    assert bound_to(checkout_id) == ["", order["id"]]


# reorder


def test_a_reorder_is_a_checkout_with_terms_of_its_own(
    saleor: SaleorShop, product: Product
) -> None:
    customer = saleor.customer()
    api = saleor.api_of(customer)
    first = cart(saleor, product, api=api)
    accept(first)
    pay(saleor, first, "120")
    order = answered(complete(first, api))["order"]
    made = answered(
        mutate(api, "checkoutCreateFromOrder", "checkout { id }", id=("ID!", order["id"]))
    )
    again = made["checkout"]["id"]
    answered(
        mutate(
            api,
            "checkoutBillingAddressUpdate",
            "checkout { id }",
            id=("ID!", again),
            billingAddress=("AddressInput!", ADDRESS),
        )
    )
    pay(saleor, again, "120", "pay-2")
    refused(complete(again, api))
    accept(again)
    second = answered(complete(again, api))["order"]
    assert second["id"] != order["id"]
    assert bound_to(first) == [order["id"]]
    assert bound_to(again) == [second["id"]]


# ways that Saleor has no gate for


def test_a_draft_order_is_not_gated(saleor: SaleorShop, product: Product) -> None:
    staff = staff_of_all_channels(saleor)
    draft = draft_made(staff, saleor, saleor.customer(), product)
    made = mutate(staff, "draftOrderComplete", "order { id status }", id=("ID!", draft))
    assert answered(made)["order"]["id"] == draft
    assert asked_by_mail(draft)


def test_an_order_by_an_app_is_not_gated(saleor: SaleorShop, product: Product) -> None:
    app = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    draft = draft_made(app, saleor, saleor.customer(), product)
    made = mutate(app, "draftOrderComplete", "order { id status }", id=("ID!", draft))
    assert answered(made)["order"]["id"] == draft
    assert asked_by_mail(draft)


def test_imported_orders_are_not_gated(saleor: SaleorShop, product: Product) -> None:
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS", "MANAGE_ORDERS_IMPORT"]))
    order_id = order_imported(api, saleor, saleor.customer(), product, made_at=utc_now())
    assert asked_by_mail(order_id)


def test_orders_from_before_the_terms_ask_nobody(saleor: SaleorShop, product: Product) -> None:
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS", "MANAGE_ORDERS_IMPORT"]))
    order_id = order_imported(api, saleor, saleor.customer(), product, made_at=LONG_AGO)
    assert not asked_by_mail(order_id)


def test_sold_while_the_gate_was_off_the_buyer_is_asked(
    saleor: SaleorShop, product: Product
) -> None:
    gate_configure(saleor.channel, active=False)
    checkout_id = cart(saleor, product)
    pay(saleor, checkout_id, "120")
    assert asked_by_mail(answered(complete(checkout_id))["order"]["id"])


def test_who_has_accepted_is_not_asked(saleor: SaleorShop, product: Product) -> None:
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    pay(saleor, checkout_id, "120")
    assert not asked_by_mail(answered(complete(checkout_id))["order"]["id"])


def test_products_without_terms_sell_on_every_path(saleor: SaleorShop, product: Product) -> None:
    """`product` has terms, this one has none."""
    pen = saleor.product("Pen", "2.00")
    paid = cart(saleor, pen)
    pay(saleor, paid, "2")
    answered(complete(paid))
    answered(order_from_checkout(saleor, cart(saleor, pen)))
    assert Order.objects.count() == 2
