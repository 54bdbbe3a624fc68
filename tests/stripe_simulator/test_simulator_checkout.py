"""Checkout Sessions: made by the SDK, paid by posting the hosted form."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, DECLINED_CARD, GOOD_CARD, Clock, Shop, line_item, pay

PERSON = {"email": "ada@example.com", "name": "Ada"}


def session_now(session: Any, **params: Any) -> Any:
    return stripe.checkout.Session.retrieve(session["id"], **params, **API)


def kinds(simulator: StripeSimulator) -> list[str]:
    return [event["type"] for event in simulator.events]


def test_new_session_is_open_and_unpaid(shop: Shop, clock: Clock) -> None:
    session = shop.session(
        line_items=[line_item("Six sessions", 60_000), line_item("Workbook", 1_500, quantity=2)],
        client_reference_id="checkout-7",
        metadata={"agreement": "7"},
    )
    assert (session["status"], session["payment_status"]) == ("open", "unpaid")
    assert (session["amount_total"], session["currency"]) == (63_000, "eur")
    assert session["client_reference_id"] == "checkout-7"
    assert session["expires_at"] == clock.now + 86_400
    assert session["payment_intent"] is None


def test_page_shows_lines_total_banner_and_the_way_back(shop: Shop) -> None:
    evil = line_item("<b>Six</b> sessions", 60_000)
    page = requests.get(shop.session(line_items=[evil])["url"], timeout=5).text
    assert "&lt;b&gt;Six&lt;/b&gt; sessions" in page
    assert "600.00 EUR" in page
    assert "Stripe simulator - no money moves" in page
    assert 'href="https://coach.example/back"' in page
    assert "<script" not in page


def test_paying_completes_the_session_and_leads_to_the_success_page(
    simulator: StripeSimulator, shop: Shop
) -> None:
    session = shop.session(payment_intent_data={"metadata": {"checkout": "7"}})
    answer = pay(session["url"], GOOD_CARD, **PERSON)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"https://coach.example/thanks?s={session['id']}"
    after = session_now(session, expand=["payment_intent.latest_charge", "line_items"])
    assert (after["status"], after["payment_status"], after["url"]) == ("complete", "paid", None)
    assert after["customer_details"]["email"] == "ada@example.com"
    assert after["payment_intent"]["metadata"]["checkout"] == "7"
    assert after["payment_intent"]["latest_charge"]["amount_captured"] == 60_000
    assert after["line_items"]["data"][0]["description"] == "Six sessions"
    assert kinds(simulator) == ["checkout.session.completed"]


def test_second_click_on_pay_charges_once_and_leads_on(
    simulator: StripeSimulator, shop: Shop
) -> None:
    session = shop.session()
    answers = [pay(session["url"], GOOD_CARD, **PERSON) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(stripe.Charge.list(**API)["data"]) == 1
    assert kinds(simulator) == ["checkout.session.completed"]


def test_declined_card_leaves_the_session_open(simulator: StripeSimulator, shop: Shop) -> None:
    session = shop.session()
    declined = pay(session["url"], DECLINED_CARD, **PERSON)
    assert declined.status_code == 402
    assert "Your card was declined." in declined.text
    assert 'value="ada@example.com"' in declined.text
    assert session_now(session)["payment_status"] == "unpaid"
    assert pay(session["url"], GOOD_CARD, **PERSON).status_code == 303
    assert len(stripe.PaymentIntent.list(**API)["data"]) == 1
    assert kinds(simulator) == ["checkout.session.completed"]


def test_paying_needs_an_email(shop: Shop) -> None:
    session = shop.session()
    answer = pay(session["url"], GOOD_CARD, name="Ada", email="")
    assert answer.status_code == 402
    assert "email is incomplete" in answer.text
    assert stripe.Charge.list(**API)["data"] == []


def test_known_customers_address_is_shown_and_not_asked_for(shop: Shop) -> None:
    customer = shop.customer(email="ada@example.com", name="Ada")["id"]
    session = shop.session(customer=customer)
    page = requests.get(session["url"], timeout=5).text
    assert "ada@example.com" in page
    assert 'name="email"' not in page
    pay(session["url"], GOOD_CARD, email="other@example.com")
    after = session_now(session, expand=["payment_intent"])
    assert after["customer_details"]["email"] == "ada@example.com"
    assert after["payment_intent"]["customer"] == customer


def test_customer_is_made_only_when_asked_for(shop: Shop) -> None:
    guest = shop.session()
    pay(guest["url"], GOOD_CARD, **PERSON)
    assert session_now(guest)["customer"] is None
    named = shop.session(customer_creation="always")
    pay(named["url"], GOOD_CARD, **PERSON)
    customer = session_now(named, expand=["customer"])["customer"]
    assert (customer["email"], customer["name"]) == ("ada@example.com", "Ada")


def test_expired_session_cannot_be_paid(simulator: StripeSimulator, shop: Shop) -> None:
    session = shop.session()
    expired = stripe.checkout.Session.expire(session["id"], **API)
    assert (expired["status"], expired["url"]) == ("expired", None)
    answer = pay(session["url"], GOOD_CARD, **PERSON)
    assert "has expired" in answer.text
    assert "<form" not in answer.text
    assert stripe.Charge.list(**API)["data"] == []
    assert kinds(simulator) == ["checkout.session.expired"]


def test_session_expires_by_itself(simulator: StripeSimulator, shop: Shop, clock: Clock) -> None:
    session = shop.session(expires_at=clock.now + 1_800)
    clock.now += 1_800
    assert "has expired" in requests.get(session["url"], timeout=5).text
    assert session_now(session)["status"] == "expired"
    assert kinds(simulator) == ["checkout.session.expired"]


def test_completed_session_cannot_expire(shop: Shop, clock: Clock) -> None:
    session = shop.session()
    pay(session["url"], GOOD_CARD, **PERSON)
    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        stripe.checkout.Session.expire(session["id"], **API)
    clock.now += 90_000
    assert session_now(session)["status"] == "complete"


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"success_url": "https://coach.example/\r\nSet-Cookie: a=b"}, "success_url"),
        ({"cancel_url": "coach.example"}, "cancel_url"),
        ({"mode": "subscription"}, "mode"),
        ({"expires_at": 1_800_000_060}, "expires_at"),
        ({"line_items": [{"price": "price_1", "quantity": 1}]}, "line_items[0][price]"),
        ({"line_items": [line_item("Free", -1)]}, "line_items[0][price_data][unit_amount]"),
        ({"customer": "cus_unknown"}, "customer"),
    ],
)
def test_bad_parameter_is_named(shop: Shop, params: dict[str, Any], param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        shop.session(**params)
    assert caught.value.param == param
    assert stripe.checkout.Session.list(**API)["data"] == []


def test_total_below_the_minimum_charge_is_refused(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        shop.session(line_items=[line_item("Sticker", 49)])
    assert caught.value.code == "amount_too_small"


def test_two_currencies_in_one_session_are_refused(shop: Shop) -> None:
    francs = line_item("Workbook", 1_500)
    francs["price_data"]["currency"] = "chf"
    with pytest.raises(stripe.InvalidRequestError, match="same currency"):
        shop.session(line_items=[line_item("Six sessions", 60_000), francs])
