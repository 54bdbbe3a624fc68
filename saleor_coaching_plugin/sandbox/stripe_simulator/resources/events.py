"""Events: what happened to an object, with the object as it was then.

https://docs.stripe.com/api/events
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    ArrayOf,
    Choice,
    Group,
    MomentFilter,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.present import present
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.versions import ACCOUNT_VERSION
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

EVENT_TYPES = (
    "invoice.finalized",
    "invoice.sent",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.voided",
    "invoice.marked_uncollectible",
    "checkout.session.completed",
    "checkout.session.expired",
    "refund.created",
    "charge.refunded",
)
RETRIEVE = Group()
LIST = Group(
    {
        **PAGE_FIELDS,
        "created": MomentFilter(),
        "type": Choice(EVENT_TYPES),
        "types": ArrayOf(Choice(EVENT_TYPES), max_items=20),
    }
)


def event_record(call: Call, kind: str, subject: JsonObject) -> None:
    """Note that `kind` happened to `subject`, for the list of events and for the webhook."""
    event = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": ACCOUNT_VERSION,
        "created": call.now,
        "data": {"object": present(call, subject)},
        "livemode": False,
        "pending_webhooks": int(call.has_webhook),
        "request": {"id": call.request_id, "idempotency_key": call.idempotency_key},
        "type": kind,
    }
    call.store.add(event)
    call.events.append(event)


def event_retrieve(call: Call, params: dict[str, Any], *, event_id: str) -> JsonObject:
    return in_path(call, "event", event_id)


def event_list(call: Call, params: dict[str, Any]) -> JsonObject:
    rows = matching(call.store.newest_first("event"), params, "created", "type")
    if "types" in params:
        rows = (row for row in rows if row["type"] in params["types"])
    return page(rows, params, url="/v1/events")
