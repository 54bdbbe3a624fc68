"""Stripe's calls: verified, stored once, applied by asking Stripe what is true."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from billing_examples import (
    DECLINED_CARD,
    GOOD_CARD,
    WEBHOOK_SECRET,
    agreement_accepted,
    outbox_failing,
    outbox_run,
    pay,
)
from django.test import Client
from factories.shop import shop_checkout, shop_product

from saleor_coaching_plugin.billing.gateways import gateway
from saleor_coaching_plugin.billing.models import GatewayEvent, Invoice, Payment
from saleor_coaching_plugin.billing.services.gateway_events import gateway_event_apply
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import AgreementAccepted
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator
from saleor_coaching_plugin.sandbox.stripe_simulator.webhooks.signature import signature_header

pytestmark = [pytest.mark.urls("billing_urls"), pytest.mark.usefixtures("committed_db")]

PATH = "/webhooks/stripe/"


@pytest.fixture
def issued(wired_simulator: StripeSimulator) -> Invoice:
    """Open at Stripe, with an order behind it, and Stripe's calls about it so far applied."""
    publish(AgreementAccepted(agreement_id=str(agreement_accepted().id)))
    OutboxMessage.objects.exclude(handler__startswith="billing.").delete()
    outbox_run()
    delivered(wired_simulator)
    outbox_run()
    return Invoice.objects.get()


def delivered(simulator: StripeSimulator) -> None:
    """Wait until we have taken every event."""
    deadline = time.monotonic() + 10
    while any(event["pending_webhooks"] for event in simulator.events):
        assert time.monotonic() < deadline, simulator.webhook_attempts
        time.sleep(0.01)


def post(event: dict[str, Any], **header: Any) -> Any:
    """The event as Stripe would send it."""
    body = json.dumps(event).encode()
    signed = {"secret": WEBHOOK_SECRET, "timestamp": int(time.time())} | header
    return Client().post(
        PATH,
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature_header(body, **signed)},
    )


def event_about(object_id: str, kind: str = "invoice.paid", event_id: str = "evt_1") -> Any:
    return {"id": event_id, "object": "event", "type": kind, "data": {"object": {"id": object_id}}}


def test_paying_on_stripes_page_pays_invoice_and_order_and_thanks_the_payer(
    wired_simulator: StripeSimulator, issued: Invoice
) -> None:
    pay(issued.pay_url, GOOD_CARD)
    delivered(wired_simulator)
    outbox_run()
    issued.refresh_from_db()
    assert (issued.status, issued.paid_minor) == ("paid", 600_00)
    [payment] = Payment.objects.all()
    assert (payment.method, payment.reference[:3]) == ("stripe", "pi_")
    assert commerce().order_get(issued.order_id).paid == Money(600_00, "EUR")
    assert MailMessage.objects.filter(kind="receipt").count() == 1
    assert not GatewayEvent.objects.filter(processed_at=None).exists()
    assert outbox_failing() == []


def test_declined_card_changes_nothing_and_the_next_card_pays(
    wired_simulator: StripeSimulator, issued: Invoice
) -> None:
    pay(issued.pay_url, DECLINED_CARD)
    delivered(wired_simulator)
    outbox_run()
    issued.refresh_from_db()
    assert (issued.status, issued.paid_minor) == ("open", 0)
    assert GatewayEvent.objects.filter(type="invoice.payment_failed").count() == 1
    pay(issued.pay_url, GOOD_CARD)
    delivered(wired_simulator)
    outbox_run()
    issued.refresh_from_db()
    assert issued.status == "paid"


def test_event_sent_again_is_taken_and_changes_nothing(
    wired_simulator: StripeSimulator, issued: Invoice
) -> None:
    pay(issued.pay_url, GOOD_CARD)
    delivered(wired_simulator)
    outbox_run()
    stored, rows = GatewayEvent.objects.count(), OutboxMessage.objects.count()
    attempts = len(wired_simulator.webhook_attempts)
    for event in wired_simulator.events:
        url = f"{wired_simulator.base_url}/simulator/events/{event['id']}/resend"
        assert requests.post(url, timeout=5).status_code == 202
    deadline = time.monotonic() + 10
    while len(wired_simulator.webhook_attempts) < attempts + len(wired_simulator.events):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert all(attempt.status == 200 for attempt in wired_simulator.webhook_attempts)
    outbox_run()
    assert (GatewayEvent.objects.count(), OutboxMessage.objects.count()) == (stored, rows)
    assert Payment.objects.count() == 1


def test_same_event_twenty_times_at_once_is_one_event(
    issued: Invoice, at_once: Callable[..., list[Any]]
) -> None:
    before = GatewayEvent.objects.count()
    event = event_about(issued.gateway_reference)
    answers = at_once(20, lambda _: post(event).status_code)
    assert answers == [200] * 20
    assert GatewayEvent.objects.count() == before + 1
    told = OutboxMessage.objects.filter(event="GatewayEventReceived", status="pending")
    assert told.count() == 1


def test_two_events_about_one_payment_applied_at_once_count_it_once(
    wired_simulator: StripeSimulator, issued: Invoice, at_once: Callable[..., list[Any]]
) -> None:
    pay(issued.pay_url, GOOD_CARD)
    delivered(wired_simulator)
    OutboxMessage.objects.filter(status="pending").delete()
    for number in range(4):
        post(event_about(issued.gateway_reference, event_id=f"evt_extra_{number}"))
    waiting = list(GatewayEvent.objects.filter(processed_at=None, type="invoice.paid"))
    assert len(waiting) == 5
    at_once(5, lambda n: gateway_event_apply(event_id=waiting[n].id, now=utc_now()))
    issued.refresh_from_db()
    assert (issued.paid_minor, Payment.objects.count()) == (600_00, 1)
    assert OutboxMessage.objects.filter(event="PaymentRecorded").count() == 1


def test_event_that_lies_is_only_a_hint(wired_simulator: StripeSimulator, issued: Invoice) -> None:
    assert post(event_about(issued.gateway_reference)).status_code == 200
    outbox_run()
    issued.refresh_from_db()
    assert (issued.status, Payment.objects.count()) == ("open", 0)
    assert GatewayEvent.objects.get(external_id="evt_1").processed_at is not None


@pytest.mark.parametrize(
    "event",
    [
        event_about("in_of_somebody_else"),
        event_about("prod_1", "product.created"),
        {"id": "evt_1", "object": "event", "type": "balance.available", "data": {"object": {}}},
    ],
    ids=["invoice of another integration", "type without meaning here", "object without id"],
)
def test_what_does_not_concern_us_is_stored_and_done(
    wired_simulator: StripeSimulator, event: dict[str, Any]
) -> None:
    assert post(event).status_code == 200
    outbox_run()
    assert GatewayEvent.objects.get().processed_at is not None
    assert outbox_failing() == []


@pytest.mark.parametrize(
    "header",
    [{"secret": "whsec_guessed"}, {"secret": ""}, {"timestamp": 1_700_000_000}],
    ids=["wrong secret", "empty secret", "an old call replayed"],
)
def test_invalid_signature_is_a_400_and_stores_nothing(
    wired_simulator: StripeSimulator, header: dict[str, Any]
) -> None:
    assert post(event_about("in_1"), **header).status_code == 400
    assert not GatewayEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b"{}", None),
        (b"{}", ""),
        (b"{}", "t=1,v1="),
        (b"{}", "t=x,v1=00"),
        (b"{}", "t=NOW,v1=\u00fc"),
        (b"\xff\xfe", "t=1,v1=00"),
        (b"", "t=1,v1=00"),
    ],
)
def test_malformed_call_is_a_400(
    wired_simulator: StripeSimulator, body: bytes, signature: str | None
) -> None:
    now = str(int(time.time()))
    headers = {} if signature is None else {"Stripe-Signature": signature.replace("NOW", now)}
    answer = Client().post(PATH, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert not GatewayEvent.objects.exists()


def test_changed_body_does_not_pass_under_its_old_signature(
    wired_simulator: StripeSimulator,
) -> None:
    body = json.dumps(event_about("in_1")).encode()
    signature = signature_header(body, secret=WEBHOOK_SECRET, timestamp=int(time.time()))
    answer = Client().post(
        PATH,
        body.replace(b"in_1", b"in_2"),
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    assert answer.status_code == 400


def test_only_post_is_served(wired_simulator: StripeSimulator) -> None:
    assert Client().get(PATH).status_code == 405


def test_no_csrf_token_is_asked_for(wired_simulator: StripeSimulator) -> None:
    body = b"{}"
    answer = Client(enforce_csrf_checks=True).post(PATH, body, content_type="application/json")
    assert answer.status_code == 400


def test_without_a_secret_in_our_settings_nobody_can_forge_a_call(settings: Any) -> None:
    settings.COACHING_STRIPE_API_KEY = "sk_test_coach"
    settings.COACHING_STRIPE_WEBHOOK_SECRET = ""
    client = Client(raise_request_exception=False)
    body = json.dumps(event_about("in_1")).encode()
    signature = signature_header(body, secret="", timestamp=int(time.time()))
    answer = client.post(
        PATH, body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    assert answer.status_code == 500
    assert not GatewayEvent.objects.exists()


def test_bank_transfer_recorded_here_is_not_counted_again_by_stripes_echo(
    wired_simulator: StripeSimulator, issued: Invoice
) -> None:
    invoice_mark_paid_offline(invoice_id=issued.id, reference="statement 7", now=utc_now())
    outbox_run()
    delivered(wired_simulator)
    outbox_run()
    assert GatewayEvent.objects.filter(type="invoice.paid").count() == 1
    assert [payment.reference for payment in Payment.objects.all()] == ["statement 7"]
    assert outbox_failing() == []


def test_invoice_marked_as_paid_in_stripes_dashboard_is_paid_here(
    wired_simulator: StripeSimulator, issued: Invoice
) -> None:
    answer = requests.post(
        f"{wired_simulator.base_url}/v1/invoices/{issued.gateway_reference}/pay",
        data={"paid_out_of_band": "true"},
        auth=("sk_test_coach", ""),
        timeout=5,
    )
    assert answer.status_code == 200
    delivered(wired_simulator)
    outbox_run()
    issued.refresh_from_db()
    assert issued.status == "paid"
    assert Payment.objects.get().reference == f"{issued.gateway_reference}:outside"


def test_paying_for_a_checkout_on_stripes_page_makes_its_order(
    wired_simulator: StripeSimulator,
) -> None:
    checkout = shop_checkout(shop_product(price_minor=150_00))
    session = gateway("stripe").checkout_session_create(
        checkout, success_url="https://coach.example/done", cancel_url="https://coach.example/"
    )
    pay(session.url, GOOD_CARD, email="ada@client.example", name="Ada")
    delivered(wired_simulator)
    event = GatewayEvent.objects.get(type="checkout.session.completed")
    for _ in range(2):
        gateway_event_apply(event_id=event.id, now=utc_now())
    [paid, complete] = OutboxMessage.objects.filter(event="CheckoutPaid").order_by("id")
    assert paid.payload == complete.payload
    assert paid.payload["checkout_id"] == checkout.id
    OutboxMessage.objects.exclude(handler__startswith="billing.").delete()
    outbox_run()
    order = commerce().order_find(checkout_id=checkout.id)
    assert order is not None
    assert order.paid == Money(150_00, "EUR")


def test_session_that_is_none_of_ours_is_left_alone(wired_simulator: StripeSimulator) -> None:
    line = {"line_items[0][quantity]": "1", "line_items[0][price_data][unit_amount]": "5000"}
    line["line_items[0][price_data][currency]"] = "eur"
    line["line_items[0][price_data][product_data][name]"] = "Theirs"
    session = requests.post(
        f"{wired_simulator.base_url}/v1/checkout/sessions",
        data={"mode": "payment", "success_url": "https://shop.example/", **line},
        auth=("sk_test_coach", ""),
        timeout=5,
    ).json()
    pay(session["url"], GOOD_CARD, email="eve@client.example", name="Eve")
    delivered(wired_simulator)
    outbox_run()
    assert GatewayEvent.objects.exclude(processed_at=None).count() == 1
    assert not OutboxMessage.objects.filter(event="CheckoutPaid").exists()
