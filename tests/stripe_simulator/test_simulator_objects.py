"""The simulator's objects have the keys and types of Stripe's own published examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
import stripe

from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator

from .conftest import API, GOOD_CARD, Shop, line_item, pay

EXAMPLES = json.loads((Path(__file__).parent / "fixtures3.json").read_text())["resources"]

LEFT_OUT = {
    # A relic of the examples: basil moved it to `parent`, and no SDK type declares it.
    "invoice.subscription",
    # Sent only when expanded, since 2022-11-15.
    "charge.refunds",
}
ADDED = {
    # The examples show `payment` without its id; the SDK's type InvoicePayment.Payment has it.
    "invoice_payment.payment.payment_intent",
}
FREE_FORM = {"metadata", "fraud_details", "payment_method_options"}
SDK_TYPES = {
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "customer": stripe.Customer,
    "event": stripe.Event,
    "invoice": stripe.Invoice,
    "invoice_payment": stripe.InvoicePayment,
    "invoiceitem": stripe.InvoiceItem,
    "item": stripe.LineItem,
    "line_item": stripe.InvoiceLineItem,
    "payment_intent": stripe.PaymentIntent,
    "price": stripe.Price,
    "refund": stripe.Refund,
}


@pytest.fixture
def shown(simulator: StripeSimulator, shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Objects as the SDK receives them, in several of their states, by kind."""
    customer = shop.customer(name="Ada", address={"city": "Bern", "country": "CH"})
    draft = shop.draft(5000, 2500, customer=customer["id"])
    opened = shop.open_invoice(5000, customer=customer["id"], metadata={"agreement": "7"})
    paid = shop.open_invoice(8000, customer=customer["id"], description="Package")
    pay(paid["hosted_invoice_url"], GOOD_CARD)
    session = shop.session(line_items=[line_item("Six sessions", 60_000, quantity=2)])
    pay(session["url"], GOOD_CARD, email="ada@example.com", name="Ada")
    payments = stripe.InvoicePayment.list(invoice=paid["id"], **API)["data"]
    intent = payments[0]["payment"]["payment_intent"]
    stripe.Refund.create(payment_intent=intent, amount=100, **API)
    lists = {
        "charge": stripe.Charge.list(**API),
        "checkout.session": stripe.checkout.Session.list(**API),
        "customer": stripe.Customer.list(**API),
        "event": stripe.Event.list(**API),
        "invoice": stripe.Invoice.list(**API),
        "invoice_payment": stripe.InvoicePayment.list(**API),
        "invoiceitem": stripe.InvoiceItem.list(**API),
        "item": stripe.checkout.Session.list_line_items(session["id"], **API),
        "line_item": stripe.Invoice.list_lines(draft["id"], **API),
        "payment_intent": stripe.PaymentIntent.list(**API),
        "refund": stripe.Refund.list(**API),
    }
    objects = {kind: json.loads(str(found))["data"] for kind, found in lists.items()}
    objects["checkout.session"].append(json.loads(str(session)))
    objects["price"] = [item["price"] for item in objects["item"]]
    assert {each["status"] for each in objects["invoice"]} == {"draft", "open", "paid"}
    assert opened["id"] in {each["id"] for each in objects["invoice"]}
    return objects


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_object_has_the_keys_and_types_of_stripes_example(
    kind: str, shown: dict[str, list[dict[str, Any]]]
) -> None:
    assert shown[kind]
    example = dict(EXAMPLES[kind])
    for each in shown[kind]:
        if kind == "event":
            each, example = without_subject(each), without_subject(example)
        assert differences(each, example, kind) == []


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_object_has_null_only_where_the_sdk_says_optional(
    kind: str, shown: dict[str, list[dict[str, Any]]]
) -> None:
    declared = SDK_TYPES[kind].__annotations__
    for each in shown[kind]:
        empty = {name for name, value in each.items() if value is None and name in declared}
        assert {name for name in empty if type(None) not in get_args(declared[name])} == set()


def test_what_is_left_out_and_added_is_as_the_sdk_types_say() -> None:
    assert "subscription" not in stripe.Invoice.__annotations__
    assert "payment_intent" in stripe.InvoicePayment.Payment.__annotations__


def test_a_wrong_type_and_a_missing_key_are_found() -> None:
    example = {"amount": 1, "address": {"city": "Bern"}}
    found = differences({"amount": "1", "address": {}, "new": 1}, example, "charge")
    assert found == [
        "charge: missing []; not in the example ['new']",
        "charge.amount: str instead of int",
        "charge.address: missing ['city']; not in the example []",
    ]


def test_event_carries_the_object_as_it_was(simulator: StripeSimulator, shop: Shop) -> None:
    invoice = shop.open_invoice(5000)
    stripe.Invoice.void_invoice(invoice["id"], **API)
    finalized, voided = simulator.events
    assert finalized["type"] == "invoice.finalized"
    assert differences(finalized["data"]["object"], EXAMPLES["invoice"], "invoice") == []
    assert finalized["data"]["object"]["status"] == "open"
    assert finalized["data"]["object"]["lines"]["data"][0]["amount"] == 5000
    assert voided["data"]["object"]["status"] == "void"


def without_subject(event: dict[str, Any]) -> dict[str, Any]:
    return {**event, "data": {"object": {}}}


def differences(shown: dict[str, Any], example: dict[str, Any], path: str) -> list[str]:
    """What a reader of Stripe's example would not expect of `shown`."""
    missing = {key for key in example if key not in shown and f"{path}.{key}" not in LEFT_OUT}
    extra = {key for key in shown if key not in example and f"{path}.{key}" not in ADDED}
    found = []
    if missing or extra:
        found.append(f"{path}: missing {sorted(missing)}; not in the example {sorted(extra)}")
    for key in (key for key in shown if key in example and key not in FREE_FORM):
        found += _value_differences(shown[key], example[key], f"{path}.{key}")
    return found


def _value_differences(shown: Any, example: Any, path: str) -> list[str]:
    if shown is None or example is None or example == {}:
        return []
    if type(shown) is not type(example):
        return [f"{path}: {type(shown).__name__} instead of {type(example).__name__}"]
    if isinstance(shown, dict):
        return differences(shown, example, path)
    if isinstance(shown, list) and shown and example:
        return [line for each in shown for line in _value_differences(each, example[0], path)]
    return []
