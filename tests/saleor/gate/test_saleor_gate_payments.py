"""No payment app hears of a checkout whose terms are missing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from gate_payment_app import IDENTIFIER, PaymentApp
from gate_scene import (
    STALE,
    answered,
    bound_to,
    gate_configure,
    mutate,
    refused,
)
from saleor.checkout.models import Checkout
from saleor.order.models import Order
from saleor.payment.models import TransactionEvent, TransactionItem
from saleor.product.models import Product
from saleor_checkout import accept, cart, complete, terms_put_on
from saleor_orders import draft_made, staff_of_all_channels
from saleor_shop import Api, SaleorShop

pytestmark = pytest.mark.django_db

GATEWAY = {"id": IDENTIFIER}


def gateway_initialize(object_id: str) -> dict[str, Any]:
    return mutate(
        Api(),
        "paymentGatewayInitialize",
        "gatewayConfigs { id data errors { message } }",
        id=("ID!", object_id),
        paymentGateways=("[PaymentGatewayToInitialize!]", [GATEWAY]),
    )


def transaction_initialize(object_id: str, key: str | None = None) -> dict[str, Any]:
    return mutate(
        Api(),
        "transactionInitialize",
        "transaction { id } transactionEvent { type }",
        id=("ID!", object_id),
        paymentGateway=("PaymentGatewayToInitialize!", GATEWAY),
        amount=("PositiveDecimal", "120" if key else None),
        idempotencyKey=("String", key),
    )


def test_a_payment_app_is_not_called_before_the_terms(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    checkout_id = cart(saleor, product)
    refused(gateway_initialize(checkout_id))
    refused(transaction_initialize(checkout_id))
    assert payments.called == []


def test_after_the_terms_it_takes_the_money_and_the_order_is_made(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    (config,) = answered(gateway_initialize(checkout_id))["gatewayConfigs"]
    assert config == {"id": IDENTIFIER, "data": {"publishableKey": "pk_test"}, "errors": []}
    made = answered(transaction_initialize(checkout_id))
    assert made["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    assert payments.called == [
        "payment_gateway_initialize_session",
        "transaction_initialize_session",
    ]
    order = answered(complete(checkout_id))["order"]
    assert order["isPaid"]
    assert bound_to(checkout_id) == [order["id"]]


def test_stale_terms_are_refused_as_missing_ones_are(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    terms_put_on(product)
    refused(gateway_initialize(checkout_id), STALE)
    refused(transaction_initialize(checkout_id), STALE)
    assert payments.called == []


def test_a_refused_session_leaves_no_transaction(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    """They would count against the limit of a checkout's transactions, and as payments."""
    checkout_id = cart(saleor, product)
    for _ in range(3):
        refused(transaction_initialize(checkout_id))
        refused(transaction_initialize(checkout_id, "the-same-key"))
    assert not TransactionItem.objects.exists()
    assert not TransactionEvent.objects.exists()
    assert Checkout.objects.count() == 1


@pytest.mark.parametrize("result", ["CHARGE_REQUEST", ""])
def test_a_transaction_that_has_been_to_the_app_survives_a_refusal(
    saleor: SaleorShop, product: Product, payments: PaymentApp, result: str
) -> None:
    """The same key again, after the cart's terms have changed."""
    payments.result = result
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    answered(transaction_initialize(checkout_id, "the-key"))
    before = TransactionItem.objects.values().get(), TransactionEvent.objects.count()
    terms_put_on(product)
    refused(transaction_initialize(checkout_id, "the-key"), STALE)
    assert (TransactionItem.objects.values().get(), TransactionEvent.objects.count()) == before


def test_a_transaction_whose_app_has_not_answered_yet_survives_a_refusal(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    """Nothing tells it from one just written, except for its age."""
    checkout_id = cart(saleor, product)
    waiting = TransactionItem.objects.create(
        checkout=Checkout.objects.get(),
        app=payments.app,
        app_identifier=IDENTIFIER,
        currency="EUR",
        idempotency_key="the-key",
    )
    TransactionItem.objects.update(created_at=waiting.created_at - timedelta(seconds=5))
    refused(transaction_initialize(checkout_id, "the-key"))
    assert TransactionItem.objects.filter(pk=waiting.pk).exists()


def test_a_payment_under_way_is_gone_on_with(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    """transactionProcess: the buyer may have paid already; the order waits for the terms."""
    payments.result = "CHARGE_ACTION_REQUIRED"
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    transaction = answered(transaction_initialize(checkout_id))["transaction"]
    terms_put_on(product)
    payments.result = "CHARGE_SUCCESS"
    done = mutate(
        Api(), "transactionProcess", "transactionEvent { type }", id=("ID!", transaction["id"])
    )
    assert answered(done)["transactionEvent"]["type"] == "CHARGE_SUCCESS"
    refused(complete(checkout_id), STALE)
    accept(checkout_id)
    assert answered(complete(checkout_id))["order"]["isPaid"]


def test_an_order_can_always_be_paid(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    staff = staff_of_all_channels(saleor)
    order_id = draft_made(staff, saleor, saleor.customer(), product)
    answered(mutate(staff, "draftOrderComplete", "order { id }", id=("ID!", order_id)))
    answered(gateway_initialize(order_id))
    answered(transaction_initialize(order_id))
    assert len(payments.called) == 2
    assert Order.objects.get().total_charged_amount == 120


def test_payments_alone_can_be_let_through(
    saleor: SaleorShop, product: Product, payments: PaymentApp
) -> None:
    gate_configure(saleor.channel, payments=False)
    checkout_id = cart(saleor, product)
    answered(gateway_initialize(checkout_id))
    answered(transaction_initialize(checkout_id))
    assert len(payments.called) == 2
    refused(complete(checkout_id))


def test_nothing_is_refused_without_terms(saleor: SaleorShop, payments: PaymentApp) -> None:
    checkout_id = cart(saleor, saleor.product("Pen", "2.00"))
    answered(gateway_initialize(checkout_id))
    answered(transaction_initialize(checkout_id))
    answered(complete(checkout_id))
