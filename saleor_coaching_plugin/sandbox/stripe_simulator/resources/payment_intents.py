"""Payment intents, as invoices and Checkout Sessions make them.

https://docs.stripe.com/api/payment_intents
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id, random_letters
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Group,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import (
    Card,
    Decline,
    bank_answer,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.charges import Payer, charge_record
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

RETRIEVE = Group()
LIST = Group({**PAGE_FIELDS, "created": MomentFilter(), "customer": Text()})
_NOT_SIMULATED: JsonObject = {
    "amount_capturable": 0,
    "amount_details": {"tip": {}},
    "application": None,
    "application_fee_amount": None,
    "automatic_payment_methods": None,
    "cancellation_reason": None,
    "capture_method": "automatic",
    "confirmation_method": "automatic",
    "customer_account": None,
    "excluded_payment_method_types": None,
    "livemode": False,
    "managed_payments": None,
    "next_action": None,
    "on_behalf_of": None,
    "payment_method_configuration_details": None,
    "payment_method_options": {},
    "payment_method_types": ["card"],
    "processing": None,
    "receipt_email": None,
    "review": None,
    "setup_future_usage": None,
    "shipping": None,
    "source": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "transfer_data": None,
    "transfer_group": None,
}


def payment_intent_open(
    call: Call,
    *,
    amount: int,
    currency: str,
    customer: str | None,
    description: str | None,
    metadata: dict[str, str],
) -> JsonObject:
    intent_id = new_id("pi")
    return call.store.add(
        {
            **_NOT_SIMULATED,
            "id": intent_id,
            "object": "payment_intent",
            "amount": amount,
            "amount_received": 0,
            "canceled_at": None,
            "client_secret": f"{intent_id}_secret_{random_letters(25)}",
            "created": call.now,
            "currency": currency,
            "customer": customer,
            "description": description,
            "last_payment_error": None,
            "latest_charge": None,
            "metadata": metadata,
            "payment_method": None,
            "status": "requires_payment_method",
        }
    )


def payment_intent_charge(
    call: Call, *, intent: JsonObject, card: Card, payer: Payer
) -> Decline | None:
    """Ask the bank. Either way there is a charge afterwards; the return value is why it failed."""
    decline = bank_answer(card)
    charge = charge_record(call, intent=intent, card=card, payer=payer, decline=decline)
    intent["latest_charge"] = charge["id"]
    if decline is not None:
        intent["last_payment_error"] = {
            "charge": charge["id"],
            "code": decline.code,
            "decline_code": "generic_decline",
            "message": decline.message,
            "type": "card_error",
        }
        return decline
    intent["status"] = "succeeded"
    intent["amount_received"] = intent["amount"]
    intent["payment_method"] = charge["payment_method"]
    intent["last_payment_error"] = None
    return None


def payment_intent_cancel(call: Call, intent: JsonObject) -> None:
    intent["status"] = "canceled"
    intent["canceled_at"] = call.now
    intent["cancellation_reason"] = "void_invoice"


def payment_intent_retrieve(call: Call, params: dict[str, Any], *, intent_id: str) -> JsonObject:
    return in_path(call, "payment_intent", intent_id, param="intent")


def payment_intent_list(call: Call, params: dict[str, Any]) -> JsonObject:
    rows = matching(call.store.newest_first("payment_intent"), params, "created", "customer")
    return page(rows, params, url="/v1/payment_intents")
