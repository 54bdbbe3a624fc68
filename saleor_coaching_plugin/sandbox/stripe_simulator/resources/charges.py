"""Charges: one attempt to take money from a card. https://docs.stripe.com/api/charges"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Group,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.cards import Card, Decline
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.customers import ADDRESS_KEYS
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

RETRIEVE = Group()
LIST = Group(
    {
        **PAGE_FIELDS,
        "created": MomentFilter(),
        "customer": Text(),
        "payment_intent": Text(),
    }
)
_NOT_SIMULATED: JsonObject = {
    "application": None,
    "application_fee": None,
    "application_fee_amount": None,
    "balance_transaction": None,
    "calculated_statement_descriptor": None,
    "disputed": False,
    "failure_balance_transaction": None,
    "fraud_details": {},
    "livemode": False,
    "on_behalf_of": None,
    "receipt_email": None,
    "receipt_number": None,
    "receipt_url": None,
    "review": None,
    "shipping": None,
    "source": None,
    "source_transfer": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "transfer_data": None,
    "transfer_group": None,
}


@dataclass(frozen=True)
class Payer:
    """Who the page says is paying."""

    name: str | None
    email: str | None


def charge_record(
    call: Call, *, intent: JsonObject, card: Card, payer: Payer, decline: Decline | None
) -> JsonObject:
    taken = 0 if decline else intent["amount"]
    return call.store.add(
        {
            **_NOT_SIMULATED,
            "id": new_id("ch"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": taken,
            "amount_refunded": 0,
            "billing_details": {
                "address": dict.fromkeys(ADDRESS_KEYS),
                "email": payer.email,
                "name": payer.name,
                "phone": None,
                "tax_id": None,
            },
            "captured": decline is None,
            "created": call.now,
            "currency": intent["currency"],
            "customer": intent["customer"],
            "description": intent["description"],
            "failure_code": decline.code if decline else None,
            "failure_message": decline.message if decline else None,
            "metadata": dict(intent["metadata"]),
            "outcome": _outcome(decline),
            "paid": decline is None,
            "payment_intent": intent["id"],
            "payment_method": new_id("pm"),
            "payment_method_details": {"card": _card_details(card, taken), "type": "card"},
            "refunded": False,
            "status": "failed" if decline else "succeeded",
        }
    )


def charge_retrieve(call: Call, params: dict[str, Any], *, charge_id: str) -> JsonObject:
    return in_path(call, "charge", charge_id)


def charge_list(call: Call, params: dict[str, Any]) -> JsonObject:
    names = ("created", "customer", "payment_intent")
    return page(
        matching(call.store.newest_first("charge"), params, *names), params, url="/v1/charges"
    )


def _outcome(decline: Decline | None) -> JsonObject:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": "generic_decline" if decline else None,
        "seller_message": (
            "The bank did not return any further details with this decline."
            if decline
            else "Payment complete."
        ),
        "type": "issuer_declined" if decline else "authorized",
    }


def _card_details(card: Card, taken: int) -> JsonObject:
    unavailable = {"status": "unavailable"}
    return {
        "amount_authorized": taken or None,
        "authorization_code": None,
        "brand": "visa",
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "US",
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": f"simulated{card.last4}",
        "funding": "credit",
        "incremental_authorization": dict(unavailable),
        "installments": None,
        "last4": card.last4,
        "mandate": None,
        "multicapture": dict(unavailable),
        "network": "visa",
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": taken, **unavailable},
        "regulated_status": "unregulated",
        "three_d_secure": None,
        "transaction_link_id": None,
        "wallet": None,
    }
