"""Refunds of charges, whole or in part. They succeed at once. https://docs.stripe.com/api/refunds"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import (
    parameter_error,
    refusal,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Choice,
    Group,
    Integer,
    Metadata,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.currencies import amount_text
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.events import event_record
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_parameter, in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.metadata import metadata_new
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

CREATE = Group(
    {
        "amount": Integer(minimum=1),
        "charge": Text(),
        "metadata": Metadata(),
        "payment_intent": Text(),
        "reason": Choice(("duplicate", "fraudulent", "requested_by_customer")),
    }
)
RETRIEVE = Group()
LIST = Group({**PAGE_FIELDS, "charge": Text(), "created": MomentFilter(), "payment_intent": Text()})


def refund_create(call: Call, params: dict[str, Any]) -> JsonObject:
    """Without `amount`, all that is not refunded yet."""
    charge = _charge(call, params)
    amount = _amount(charge, params)
    refund = call.store.add(
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "balance_transaction": None,
            "charge": charge["id"],
            "created": call.now,
            "currency": charge["currency"],
            "customer": charge["customer"],
            "customer_account": None,
            "destination_details": {"card": {"type": "refund"}, "type": "card"},
            "metadata": metadata_new(params.get("metadata")),
            "payment_intent": charge["payment_intent"],
            "payment_method": charge["payment_method"],
            "reason": params.get("reason"),
            "receipt_number": None,
            "source_transfer_reversal": None,
            "status": "succeeded",
            "transfer_reversal": None,
        }
    )
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    event_record(call, "refund.created", refund)
    event_record(call, "charge.refunded", charge)
    return refund


def refund_retrieve(call: Call, params: dict[str, Any], *, refund_id: str) -> JsonObject:
    return in_path(call, "refund", refund_id)


def refund_list(call: Call, params: dict[str, Any]) -> JsonObject:
    names = ("charge", "created", "payment_intent")
    rows = matching(call.store.newest_first("refund"), params, *names)
    return page(rows, params, url="/v1/refunds")


def refunds_of_charge(call: Call, charge_id: str) -> JsonObject:
    """For `expand[]=refunds`."""
    rows = matching(call.store.newest_first("refund"), {"charge": charge_id}, "charge")
    return page(rows, {}, url=f"/v1/charges/{charge_id}/refunds")


def _charge(call: Call, params: dict[str, Any]) -> JsonObject:
    if ("charge" in params) == ("payment_intent" in params):
        raise parameter_error(
            "One of the following params should be provided for this request: payment_intent or "
            "charge."
        )
    if "charge" in params:
        charge = in_parameter(call, "charge", params["charge"], param="charge")
        if not charge["captured"]:
            raise refusal("A charge that failed cannot be refunded.", param="charge")
        return charge
    intent = in_parameter(call, "payment_intent", params["payment_intent"], param="payment_intent")
    if intent["status"] != "succeeded":
        raise refusal("This PaymentIntent does not have a successful charge to refund.")
    return call.store.objects[intent["latest_charge"]]


def _amount(charge: JsonObject, params: dict[str, Any]) -> int:
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise refusal(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount: int = params.get("amount", left)
    if amount > left:
        asked, available = (amount_text(each, charge["currency"]) for each in (amount, left))
        raise refusal(
            f"Refund amount ({asked}) is greater than unrefunded amount on charge ({available})",
            param="amount",
        )
    return amount
