"""Invoice payments: which payment intent pays which invoice (from basil on, the only link).

https://docs.stripe.com/api/invoice-payment
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Choice,
    Group,
    MomentFilter,
    Text,
)
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
        "invoice": Text(),
        "payment": Group(
            {"payment_intent": Text(), "type": Choice(("payment_intent", "payment_record"))},
            required=("type",),
        ),
        "status": Choice(("canceled", "open", "paid")),
    }
)


def invoice_payment_open(call: Call, *, invoice: JsonObject, intent: JsonObject) -> JsonObject:
    return call.store.add(
        {
            "id": new_id("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": intent["amount"],
            "created": call.now,
            "currency": intent["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )


def invoice_payment_settle(call: Call, payment: JsonObject) -> None:
    payment["status"] = "paid"
    payment["amount_paid"] = payment["amount_requested"]
    payment["status_transitions"]["paid_at"] = call.now


def invoice_payment_cancel(call: Call, payment: JsonObject) -> None:
    payment["status"] = "canceled"
    payment["status_transitions"]["canceled_at"] = call.now


def open_payment_of(call: Call, invoice: JsonObject) -> JsonObject | None:
    payments = matching(
        call.store.newest_first("invoice_payment"),
        {"invoice": invoice["id"], "status": "open"},
        "invoice",
        "status",
    )
    return next(iter(payments), None)


def payments_of_invoice(call: Call, invoice_id: str) -> JsonObject:
    """For `expand[]=payments`."""
    rows = matching(call.store.newest_first("invoice_payment"), {"invoice": invoice_id}, "invoice")
    return page(rows, {}, url=f"/v1/invoice_payments?invoice={invoice_id}")


def invoice_payment_retrieve(call: Call, params: dict[str, Any], *, payment_id: str) -> JsonObject:
    return in_path(call, "invoice_payment", payment_id)


def invoice_payment_list(call: Call, params: dict[str, Any]) -> JsonObject:
    rows = matching(
        call.store.newest_first("invoice_payment"), params, "created", "invoice", "status"
    )
    wanted = params.get("payment", {})
    rows = (row for row in rows if wanted.items() <= row["payment"].items())
    return page(rows, params, url="/v1/invoice_payments")
