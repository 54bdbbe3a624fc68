"""How an open Checkout Session is paid."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import Card, Decline
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.charges import Payer
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_shape import (
    customer_details,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.customers import customer_create
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.events import event_record
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.metadata import metadata_new
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.payment_intents import (
    payment_intent_charge,
    payment_intent_open,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call


def session_pay_by_card(
    call: Call, *, session: JsonObject, card: Card, payer: Payer
) -> Decline | None:
    """What the hosted page does for an open session. Returns why the bank refused."""
    intent = _intent(call, session)
    decline = payment_intent_charge(call, intent=intent, card=card, payer=payer)
    if decline is not None:
        return decline
    if session["customer"] is None and session["customer_creation"] == "always":
        customer = customer_create(call, {"email": payer.email, "name": payer.name})
        session["customer"] = intent["customer"] = customer["id"]
        call.store.objects[intent["latest_charge"]]["customer"] = customer["id"]
    session.update(
        customer_details=customer_details(email=payer.email, name=payer.name),
        payment_intent=intent["id"],
        payment_status="paid",
        status="complete",
        url=None,
    )
    event_record(call, "checkout.session.completed", session)
    return None


def _intent(call: Call, session: JsonObject) -> JsonObject:
    """Made at the first attempt; a declined one is tried again."""
    hidden = call.store.sessions[session["id"]]
    if hidden["intent"] is not None:
        return call.store.objects[hidden["intent"]]
    data = hidden["intent_data"]
    intent = payment_intent_open(
        call,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=session["customer"],
        description=data.get("description"),
        metadata=metadata_new(data.get("metadata")),
    )
    hidden["intent"] = intent["id"]
    return intent
