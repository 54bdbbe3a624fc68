"""Checkout Sessions in payment mode. https://docs.stripe.com/api/checkout/sessions"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import (
    parameter_error,
    refusal,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import random_letters
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    ArrayOf,
    Choice,
    Group,
    Integer,
    Metadata,
    MomentFilter,
    Text,
    WebAddress,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_lines import (
    LINE_ITEM,
    lines_make,
    session_lines_page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.checkout_shape import (
    session_open,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.currencies import (
    amount_text,
    minimum_charge,
)
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
        "cancel_url": WebAddress(),
        "client_reference_id": Text(max_length=200),
        "customer": Text(),
        "customer_creation": Choice(("always", "if_required")),
        "customer_email": Text(max_length=800),
        "expires_at": Integer(),
        "line_items": ArrayOf(LINE_ITEM),
        "locale": Text(),
        "metadata": Metadata(),
        "mode": Choice(("payment",)),
        "payment_intent_data": Group({"description": Text(), "metadata": Metadata()}),
        "submit_type": Choice(("auto", "book", "donate", "pay")),
        "success_url": WebAddress(),
    },
    required=("line_items", "mode", "success_url"),
)
RETRIEVE = Group()
EXPIRE = Group()
LIST_LINES = Group(PAGE_FIELDS)
LIST = Group(
    {
        **PAGE_FIELDS,
        "created": MomentFilter(),
        "customer": Text(),
        "payment_intent": Text(),
        "status": Choice(("complete", "expired", "open")),
    }
)
_HALF_HOUR, _DAY = 1_800, 86_400


def session_create(call: Call, params: dict[str, Any]) -> JsonObject:
    _check_customer(call, params)
    expires_at = _expiry(params, now=call.now)
    session_id = f"cs_test_{random_letters(58)}"
    lines = lines_make(params["line_items"], now=call.now)
    total, currency = sum(line["amount_total"] for line in lines), lines[0]["currency"]
    _check_total(total, currency)
    session = session_open(
        session_id=session_id, params=params, total=total, currency=currency, now=call.now
    )
    session["expires_at"] = expires_at
    session["metadata"] = metadata_new(params.get("metadata"))
    if "customer" not in params:
        session["customer_creation"] = params.get("customer_creation", "if_required")
    call.store.sessions[session_id] = {
        "lines": lines,
        "intent_data": params.get("payment_intent_data", {}),
        "intent": None,
    }
    return call.store.add(session)


def session_retrieve(call: Call, params: dict[str, Any], *, session_id: str) -> JsonObject:
    sessions_expire_due(call)
    return in_path(call, "checkout.session", session_id, param="session")


def session_list(call: Call, params: dict[str, Any]) -> JsonObject:
    sessions_expire_due(call)
    names = ("created", "customer", "payment_intent", "status")
    rows = matching(call.store.newest_first("checkout.session"), params, *names)
    return page(rows, params, url="/v1/checkout/sessions")


def session_list_lines(call: Call, params: dict[str, Any], *, session_id: str) -> JsonObject:
    session = in_path(call, "checkout.session", session_id, param="session")
    return session_lines_page(call, session["id"], params)


def session_expire(call: Call, params: dict[str, Any], *, session_id: str) -> JsonObject:
    sessions_expire_due(call)
    session = in_path(call, "checkout.session", session_id, param="session")
    if session["status"] != "open":
        raise refusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of `{session['status']}`."
        )
    _expire(call, session)
    return session


def sessions_expire_due(call: Call) -> None:
    """No timer runs: what is due expires when somebody looks."""
    for session in list(call.store.newest_first("checkout.session")):
        if session["status"] == "open" and session["expires_at"] <= call.now:
            _expire(call, session)


def _expire(call: Call, session: JsonObject) -> None:
    session["status"] = "expired"
    session["url"] = None
    event_record(call, "checkout.session.expired", session)


def _check_customer(call: Call, params: dict[str, Any]) -> None:
    if "customer" not in params:
        return
    in_parameter(call, "customer", params["customer"], param="customer")
    for other in ("customer_email", "customer_creation"):
        if other in params:
            raise parameter_error(
                f"You may only specify one of these parameters: customer, {other}.", param=other
            )


def _expiry(params: dict[str, Any], *, now: int) -> int:
    expires_at: int = params.get("expires_at", now + _DAY)
    if not now + _HALF_HOUR <= expires_at <= now + _DAY:
        raise parameter_error(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from "
            "Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def _check_total(total: int, currency: str) -> None:
    if total < minimum_charge(currency):
        raise parameter_error(
            "The Checkout Session's total amount must convert to at least "
            f"{amount_text(minimum_charge(currency), currency)}.",
            code="amount_too_small",
        )
