"""Refunds, whole and in part."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, DECLINED_CARD, GOOD_CARD, Shop, pay


def paid_intent(shop: Shop, amount: int) -> str:
    invoice = shop.open_invoice(amount)
    pay(invoice["hosted_invoice_url"], GOOD_CARD)
    payments = shop.invoice(invoice["id"], expand=["payments"])["payments"]["data"]
    return str(payments[0]["payment"]["payment_intent"])


def charge_of(intent: str) -> Any:
    return stripe.Charge.list(payment_intent=intent, expand=["data.refunds"], **API)["data"][0]


def test_whole_refund(simulator: StripeSimulator, shop: Shop) -> None:
    intent = paid_intent(shop, 5000)
    refund = stripe.Refund.create(payment_intent=intent, reason="requested_by_customer", **API)
    assert (refund["amount"], refund["status"]) == (5000, "succeeded")
    charge = charge_of(intent)
    assert (charge["refunded"], charge["amount_refunded"]) == (True, 5000)
    assert [each["id"] for each in charge["refunds"]["data"]] == [refund["id"]]
    kinds = [event["type"] for event in simulator.events]
    assert kinds[-2:] == ["refund.created", "charge.refunded"]


def test_partial_refunds_add_up(shop: Shop) -> None:
    intent = paid_intent(shop, 5000)
    stripe.Refund.create(payment_intent=intent, amount=2000, **API)
    assert charge_of(intent)["refunded"] is False
    rest = stripe.Refund.create(charge=charge_of(intent)["id"], **API)
    assert rest["amount"] == 3000
    assert charge_of(intent)["refunded"] is True


def test_more_than_is_left_is_refused_and_changes_nothing(
    simulator: StripeSimulator, shop: Shop
) -> None:
    intent = paid_intent(shop, 5000)
    stripe.Refund.create(payment_intent=intent, amount=2000, **API)
    before = len(simulator.events)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as caught:
        stripe.Refund.create(payment_intent=intent, amount=3001, **API)
    assert caught.value.param == "amount"
    assert charge_of(intent)["amount_refunded"] == 2000
    assert len(simulator.events) == before


def test_second_whole_refund_is_refused(shop: Shop) -> None:
    intent = paid_intent(shop, 5000)
    stripe.Refund.create(payment_intent=intent, **API)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        stripe.Refund.create(payment_intent=intent, **API)
    assert caught.value.code == "charge_already_refunded"


def test_refund_of_what_was_never_paid_is_refused(shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    pay(invoice["hosted_invoice_url"], DECLINED_CARD)
    charge = stripe.Charge.list(**API)["data"][0]
    for target in ({"charge": charge["id"]}, {"payment_intent": charge["payment_intent"]}):
        with pytest.raises(stripe.InvalidRequestError):
            stripe.Refund.create(**target, **API)
    assert stripe.Refund.list(**API)["data"] == []


def test_refund_of_nothing_named_is_refused(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="payment_intent or charge"):
        stripe.Refund.create(amount=100, **API)


def test_refunds_of_one_payment_are_listed_with_their_metadata(shop: Shop) -> None:
    intents = [paid_intent(shop, 5000) for _ in range(2)]
    for intent in intents:
        stripe.Refund.create(payment_intent=intent, metadata={"key": f"for {intent}"}, **API)
    [found] = stripe.Refund.list(payment_intent=intents[0], limit=100, **API)["data"]
    assert found["metadata"]["key"] == f"for {intents[0]}"
