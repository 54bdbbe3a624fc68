"""A simulator per test, and the real Stripe SDK pointed at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

API = {"api_key": "sk_test_coach", "stripe_version": "2026-08-26.dahlia"}
GOOD_CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}
DECLINED_CARD = {**GOOD_CARD, "number": "4000 0000 0000 0002"}


class Clock:
    """Unix time that a test can move."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Shop:
    """The real SDK's calls that most tests begin with."""

    def customer(self, **params: Any) -> Any:
        return stripe.Customer.create(**{"email": "payer@example.com", **params}, **API)

    def draft(self, *amounts: int, customer: str | None = None, **params: Any) -> Any:
        given = {"collection_method": "send_invoice", "days_until_due": 14, "currency": "eur"}
        invoice = stripe.Invoice.create(
            customer=customer or self.customer()["id"], **{**given, **params}, **API
        )
        for number, amount in enumerate(amounts, start=1):
            stripe.InvoiceItem.create(
                invoice=invoice["id"],
                amount=amount,
                currency=invoice["currency"],
                description=f"Part {number}",
                **API,
            )
        return invoice

    def open_invoice(self, *amounts: int, **params: Any) -> Any:
        return stripe.Invoice.finalize_invoice(self.draft(*amounts, **params)["id"], **API)

    def invoice(self, identifier: str, **params: Any) -> Any:
        return stripe.Invoice.retrieve(identifier, **params, **API)

    def session(self, **params: Any) -> Any:
        given: dict[str, Any] = {
            "mode": "payment",
            "success_url": "https://coach.example/thanks?s={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://coach.example/back",
            "line_items": [line_item("Six sessions", 60_000)],
        }
        return stripe.checkout.Session.create(**{**given, **params}, **API)


def line_item(name: str, unit_amount: int, quantity: int = 1) -> dict[str, Any]:
    price = {"currency": "eur", "unit_amount": unit_amount, "product_data": {"name": name}}
    return {"price_data": price, "quantity": quantity}


def pay(page_url: str, card: dict[str, str], **fields: str) -> requests.Response:
    """Press "Pay" on a hosted page, without following it elsewhere."""
    return requests.post(
        f"{page_url}/pay", data={**card, **fields}, allow_redirects=False, timeout=5
    )


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000)


@pytest.fixture
def simulator(clock: Clock) -> Iterator[StripeSimulator]:
    with StripeSimulator(clock=clock) as running:
        yield running


@pytest.fixture
def shop(simulator: StripeSimulator, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The process is the tests' own, so its global setting is theirs to make."""
    monkeypatch.setattr(stripe, "api_base", simulator.base_url)
    monkeypatch.setattr(stripe, "max_network_retries", 0)
    return Shop()
