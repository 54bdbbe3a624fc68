"""Events arrive signed, are tried again, and can be sent once more."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, GOOD_CARD, Shop, pay
from .receiver import Received, Receiver
from .waiting import wait_until

SECRET = "whsec_coach"
FAST = (0.01, 0.01)


@contextmanager
def shop_with_webhook(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[StripeSimulator, Shop]]:
    with StripeSimulator(
        webhook_url=receiver.url, webhook_secret=SECRET, retry_delays=FAST
    ) as simulator:
        monkeypatch.setattr(stripe, "api_base", simulator.base_url)
        yield simulator, Shop()


def verified(received: Received, secret: str = SECRET) -> stripe.Event:
    return stripe.Webhook.construct_event(received.body, received.signature, secret)


def test_events_are_signed_in_stripes_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver, shop_with_webhook(receiver, monkeypatch) as (_, shop):
        invoice = shop.open_invoice(5000)
        stripe.Invoice.send_invoice(invoice["id"], **API)
        pay(invoice["hosted_invoice_url"], GOOD_CARD)
        wait_until(lambda: len(receiver.received) == 3)
        events = [verified(each) for each in receiver.received]
        assert {event["type"] for event in events} == {
            "invoice.finalized",
            "invoice.sent",
            "invoice.paid",
        }
        assert {event["data"]["object"]["id"] for event in events} == {invoice["id"]}
        assert {each.content_type for each in receiver.received} == {
            "application/json; charset=utf-8"
        }


def test_changed_body_and_other_secret_do_not_verify(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver, shop_with_webhook(receiver, monkeypatch) as (_, shop):
        shop.open_invoice(5000)
        wait_until(lambda: receiver.received)
        received = receiver.received[0]
        changed = Received(
            received.body.replace(b"5000", b"5001"), received.signature, received.content_type
        )
        for forged, secret in ((changed, SECRET), (received, "whsec_other")):
            with pytest.raises(stripe.SignatureVerificationError):
                verified(forged, secret)


def test_object_can_be_fetched_as_soon_as_its_event_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Receiver() as receiver, shop_with_webhook(receiver, monkeypatch) as (_, shop):
        shop.open_invoice(5000)
        wait_until(lambda: receiver.received)
        event = verified(receiver.received[0])
        assert shop.invoice(event["data"]["object"]["id"])["status"] == "open"


def test_event_is_tried_again_until_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        Receiver(statuses=[500, 302]) as receiver,
        shop_with_webhook(receiver, monkeypatch) as (simulator, shop),
    ):
        shop.open_invoice(5000)
        wait_until(lambda: simulator.events[0]["pending_webhooks"] == 0)
        assert [each.status for each in simulator.webhook_attempts] == [500, 302, 200]
        assert {verified(each)["id"] for each in receiver.received} == {simulator.events[0]["id"]}


def test_event_nobody_takes_is_given_up_and_stays_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        Receiver(statuses=[500] * 9) as receiver,
        shop_with_webhook(receiver, monkeypatch) as (simulator, shop),
    ):
        shop.open_invoice(5000)
        wait_until(lambda: len(receiver.received) == 1 + len(FAST))
        # A further event is delivered after the last try of the first: nothing else was waiting.
        shop.open_invoice(6000)
        wait_until(lambda: len(receiver.received) == 2 * (1 + len(FAST)))
        tries = Counter(verified(each)["id"] for each in receiver.received)
        assert list(tries.values()) == [3, 3]
        assert [event["pending_webhooks"] for event in simulator.events] == [1, 1]


def test_endpoint_that_is_down_counts_as_a_failed_try(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver:
        gone = receiver
    with shop_with_webhook(gone, monkeypatch) as (simulator, shop):
        shop.open_invoice(5000)
        wait_until(lambda: len(simulator.webhook_attempts) == 3)
        assert {each.status for each in simulator.webhook_attempts} == {None}


def test_resend_delivers_the_same_event_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver, shop_with_webhook(receiver, monkeypatch) as (simulator, shop):
        shop.open_invoice(5000)
        wait_until(lambda: len(receiver.received) == 1)
        event_id = simulator.events[0]["id"]
        url = f"{simulator.base_url}/simulator/events/{event_id}/resend"
        assert requests.post(url, timeout=5).status_code == 202
        wait_until(lambda: len(receiver.received) == 2)
        assert [verified(each)["id"] for each in receiver.received] == [event_id, event_id]
        assert len(simulator.events) == 1


def test_resend_of_an_unknown_event_is_refused(simulator: StripeSimulator) -> None:
    url = f"{simulator.base_url}/simulator/events/evt_unknown/resend"
    assert requests.post(url, timeout=5).status_code == 404


def test_slow_endpoint_does_not_hold_the_api_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as receiver, shop_with_webhook(receiver, monkeypatch) as (simulator, shop):
        with receiver.held():
            first = shop.open_invoice(5000)
            wait_until(lambda: receiver.waiting)
            assert shop.invoice(first["id"])["status"] == "open"
            assert simulator.webhook_attempts == []
        wait_until(lambda: len(simulator.webhook_attempts) == 1)


def test_events_are_listed_and_retrieved(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    stripe.Invoice.void_invoice(invoice["id"], **API)
    listed = stripe.Event.list(types=["invoice.voided", "invoice.paid"], **API)["data"]
    assert [event["type"] for event in listed] == ["invoice.voided"]
    one = stripe.Event.retrieve(listed[0]["id"], **API)
    assert json.loads(str(one))["data"]["object"]["id"] == invoice["id"]
    assert one["pending_webhooks"] == 0  # no endpoint, nothing pending


def test_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        StripeSimulator(webhook_url="http://127.0.0.1:1/")
