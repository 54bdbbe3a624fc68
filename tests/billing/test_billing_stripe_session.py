"""Hosted payment of a checkout: by the return page, by the webhook, by both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from billing_examples import GOOD_CARD, LATER, outbox_failing, outbox_run, pay
from factories.shop import shop_checkout, shop_product, shop_voucher

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.gateways.port import GatewaySession
from saleor_coaching_plugin.billing.handlers import checkout_paid_complete
from saleor_coaching_plugin.billing.services.checkout_session import checkout_session_settle
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.events import CheckoutPaid
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.sandbox.shop import models as shop
from saleor_coaching_plugin.sandbox.shop.hooks import NoHooks, hooks, hooks_install
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

pytestmark = pytest.mark.django_db

BACK = "https://coach.example/buy/done?session={CHECKOUT_SESSION_ID}"


class Gate(NoHooks):
    """A gate that refuses until it is opened."""

    is_open = False

    def preprocess_order_creation(self, checkout: Checkout) -> None:
        if not self.is_open:
            raise CommerceError(CommerceErrorCode.TERMS_NOT_ACCEPTED, "Accept the terms first.")


@pytest.fixture(autouse=True)
def gate() -> Iterator[Gate]:
    """Open, unless a test closes it."""
    before, gate = hooks(), Gate()
    gate.is_open = True
    hooks_install(gate)
    yield gate
    hooks_install(before)


@pytest.fixture
def checkout(simulator: StripeSimulator) -> Checkout:
    return shop_checkout(shop_product(price_minor=150_00), quantity=2)


def session_for(checkout: Checkout) -> GatewaySession:
    return gateway("stripe").checkout_session_create(
        checkout, success_url=BACK, cancel_url="https://coach.example/buy"
    )


def paid_session(checkout: Checkout) -> GatewaySession:
    session = session_for(checkout)
    answer = pay(session.url, GOOD_CARD, email="ada@client.example", name="Ada")
    assert answer.headers["Location"] == BACK.format(CHECKOUT_SESSION_ID=session.reference)
    return session


def stored(simulator: StripeSimulator, session: GatewaySession) -> dict[str, Any]:
    with simulator.store.lock:
        return dict(simulator.store.objects[session.reference])


def tell_paid(checkout: Checkout, session: GatewaySession) -> None:
    publish(CheckoutPaid(checkout_id=checkout.id, reference=session.reference, gateway="stripe"))


def test_session_shows_the_carts_lines(simulator: StripeSimulator, checkout: Checkout) -> None:
    session = session_for(checkout)
    theirs = stored(simulator, session)
    assert (theirs["amount_total"], theirs["currency"]) == (300_00, "eur")
    assert theirs["metadata"] == {"checkout_id": checkout.id}
    assert theirs["customer_email"] == "ada@client.example"
    lines = simulator.store.sessions[session.reference]["lines"]
    assert [(line["description"], line["quantity"]) for line in lines] == [("Twelve sessions", 2)]


def test_with_a_voucher_the_session_asks_for_the_reduced_total(
    simulator: StripeSimulator, checkout: Checkout
) -> None:
    shop.Checkout.objects.update(voucher=shop.Voucher.objects.get(code=shop_voucher(percent=10)))
    session = session_for(commerce().checkout_get(checkout.id))
    assert stored(simulator, session)["amount_total"] == 270_00


def test_what_is_paid_already_is_not_asked_for_again(
    simulator: StripeSimulator, checkout: Checkout
) -> None:
    part = commerce().checkout_record_payment(
        checkout.id, amount=Money(100_00, "EUR"), reference="gift"
    )
    assert stored(simulator, session_for(part))["amount_total"] == 200_00
    with pytest.raises(InvalidInput):
        session_for(replace(part, paid=part.total))


def test_second_click_on_pay_leads_to_the_same_session(checkout: Checkout) -> None:
    assert session_for(checkout) == session_for(checkout)


def test_changed_cart_gets_a_session_of_its_own(
    simulator: StripeSimulator, checkout: Checkout
) -> None:
    first = session_for(checkout)
    shop.CheckoutLine.objects.update(quantity=3)
    second = session_for(commerce().checkout_get(checkout.id))
    assert first.reference != second.reference
    assert stored(simulator, second)["amount_total"] == 450_00


def test_unpaid_session_settles_nothing(checkout: Checkout) -> None:
    session = session_for(checkout)
    assert checkout_session_settle(session_reference=session.reference) is False
    assert commerce().checkout_get(checkout.id).paid.minor == 0


def test_return_page_records_the_payment_once(checkout: Checkout) -> None:
    session = paid_session(checkout)
    for _ in range(3):
        assert checkout_session_settle(session_reference=session.reference) is True
    assert commerce().checkout_get(checkout.id).paid == Money(300_00, "EUR")
    assert shop.CheckoutPayment.objects.count() == 1


@pytest.mark.parametrize(
    "reference", ["", "../customers", "cs_1/../../customers", "in_123", "cs_1?x"]
)
def test_reference_that_is_none_is_not_sent_to_stripe(
    simulator: StripeSimulator, reference: str
) -> None:
    with pytest.raises(NotFound):
        checkout_session_settle(session_reference=reference)


def test_unknown_session_is_refused(simulator: StripeSimulator) -> None:
    with pytest.raises(BillingError) as refusal:
        checkout_session_settle(session_reference="cs_test_unknown")
    assert refusal.value.code == BillingErrorCode.GATEWAY_REFUSED


def test_webhook_alone_makes_the_order_once(checkout: Checkout) -> None:
    session = paid_session(checkout)
    for _ in range(2):
        tell_paid(checkout, session)
    outbox_run()
    order = commerce().order_find(checkout_id=checkout.id)
    assert order is not None
    assert (order.is_paid, order.paid) == (True, Money(300_00, "EUR"))
    assert shop.Order.objects.count() == 1
    assert outbox_failing() == []


def test_completing_does_not_depend_on_the_other_handlers_turn(checkout: Checkout) -> None:
    session = paid_session(checkout)
    event = CheckoutPaid(checkout_id=checkout.id, reference=session.reference, gateway="stripe")
    for _ in range(2):
        checkout_paid_complete(event)
    assert commerce().order_find(checkout_id=checkout.id) is not None
    assert shop.CheckoutPayment.objects.count() == 1


def test_webhook_after_the_return_page_has_completed_is_harmless(checkout: Checkout) -> None:
    session = paid_session(checkout)
    checkout_session_settle(session_reference=session.reference)
    order = commerce().checkout_complete(checkout.id)
    tell_paid(checkout, session)
    outbox_run()
    assert commerce().order_find(checkout_id=checkout.id) == order
    assert outbox_failing() == []


def test_refusal_of_the_terms_gate_keeps_the_money_and_is_tried_again(
    gate: Gate, checkout: Checkout
) -> None:
    session = paid_session(checkout)
    gate.is_open = False
    tell_paid(checkout, session)
    outbox_run()
    assert commerce().checkout_get(checkout.id).paid == Money(300_00, "EUR")
    assert commerce().order_find(checkout_id=checkout.id) is None
    [row] = outbox_failing()
    assert (row.handler, row.status) == ("billing.handlers.checkout_paid_complete", "pending")
    assert "Accept the terms first." in row.last_error
    gate.is_open = True
    outbox_run(now=utc_now() + LATER)
    assert commerce().order_find(checkout_id=checkout.id) is not None
    assert not OutboxMessage.objects.exclude(status="done").exists()


def test_pages_origins_are_stripes_or_the_simulators(
    simulator: StripeSimulator, settings: Any
) -> None:
    assert gateway("stripe").page_origins() == (simulator.base_url,)
    settings.COACHING_STRIPE_API_BASE = "https://api.stripe.com"
    assert gateway("stripe").page_origins() == (
        "https://checkout.stripe.com",
        "https://invoice.stripe.com",
    )
