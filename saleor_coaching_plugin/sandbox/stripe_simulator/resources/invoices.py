"""Invoices: made, changed and read. https://docs.stripe.com/api/invoices

Their way from draft to paid is in `invoice_states`.
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import (
    parameter_error,
    refusal,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Boolean,
    Choice,
    CurrencyCode,
    Field,
    Group,
    Integer,
    Metadata,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.invoice_shape import invoice_draft
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lines import (
    invoice_lines,
    lines_url,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_parameter, in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.metadata import (
    metadata_merge,
    metadata_new,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.totals import invoice_total_update
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

_METHOD = Choice(("charge_automatically", "send_invoice"))
_CHANGEABLE: dict[str, Field] = {
    "auto_advance": Boolean(),
    "collection_method": _METHOD,
    "days_until_due": Integer(minimum=0),
    "description": Text(max_length=1500),
    "due_date": Integer(),
    "footer": Text(),
    "metadata": Metadata(),
}
CREATE = Group(
    {
        **_CHANGEABLE,
        "currency": CurrencyCode(),
        "customer": Text(),
        "pending_invoice_items_behavior": Choice(("exclude", "include")),
    },
    required=("customer",),
)
UPDATE = Group(_CHANGEABLE)
RETRIEVE = Group()
LIST_LINES = Group(PAGE_FIELDS)
LIST = Group(
    {
        **PAGE_FIELDS,
        "collection_method": _METHOD,
        "created": MomentFilter(),
        "customer": Text(),
        "due_date": MomentFilter(),
        "status": Choice(("draft", "open", "void", "paid", "uncollectible")),
    }
)
_DAY = 86_400
_UNTIL_FINALISED = 3601  # Stripe's hour, which here nobody waits for


def invoice_create(call: Call, params: dict[str, Any]) -> JsonObject:
    customer = in_parameter(call, "customer", params["customer"], param="customer")
    method = params.get("collection_method", "charge_automatically")
    invoice = invoice_draft(
        customer=customer,
        currency=params.get("currency") or customer["currency"] or "usd",
        collection_method=method,
        now=call.now,
    )
    _set_terms(invoice, params, now=call.now)
    _check_sendable(invoice)
    invoice["metadata"] = metadata_new(params.get("metadata"))
    call.store.add(invoice)
    if params.get("pending_invoice_items_behavior") == "include":
        _take_pending_items(call, invoice)
    return invoice


def invoice_update(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    """Once finalised, only the metadata can change."""
    invoice = in_path(call, "invoice", invoice_id)
    if invoice["status"] != "draft":
        _refuse_terms(params)
    changed = {**invoice}
    _set_terms(changed, params, now=call.now)
    if invoice["status"] == "draft":
        _check_sendable(changed)
    invoice.update(changed)
    if "metadata" in params:
        metadata_merge(invoice, params["metadata"])
    return invoice


def invoice_retrieve(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    return in_path(call, "invoice", invoice_id, param="invoice")


def invoice_list(call: Call, params: dict[str, Any]) -> JsonObject:
    names = ("collection_method", "created", "customer", "due_date", "status")
    rows = matching(call.store.newest_first("invoice"), params, *names)
    return page(rows, params, url="/v1/invoices")


def invoice_list_lines(call: Call, params: dict[str, Any], *, invoice_id: str) -> JsonObject:
    invoice = in_path(call, "invoice", invoice_id, param="invoice")
    return page(invoice_lines(call, invoice["id"]), params, url=lines_url(invoice_id))


def _set_terms(invoice: JsonObject, params: dict[str, Any], *, now: int) -> None:
    for name in ("collection_method", "description", "due_date", "footer"):
        if name in params:
            invoice[name] = params[name]
    if "due_date" in params and params["due_date"] <= now:
        raise parameter_error("The due date must be in the future.", param="due_date")
    if "days_until_due" in params:
        if "due_date" in params:
            raise parameter_error(
                "You may only specify one of these parameters: days_until_due, due_date.",
                param="days_until_due",
            )
        invoice["due_date"] = invoice["created"] + params["days_until_due"] * _DAY
    if "auto_advance" in params:
        _set_auto_advance(invoice, params["auto_advance"])


def _set_auto_advance(invoice: JsonObject, wanted: bool) -> None:
    invoice["auto_advance"] = wanted
    finalises = invoice["created"] + _UNTIL_FINALISED
    invoice["automatically_finalizes_at"] = finalises if wanted else None


def _check_sendable(invoice: JsonObject) -> None:
    sent = invoice["collection_method"] == "send_invoice"
    if sent and invoice["due_date"] is None:
        raise parameter_error(
            "If invoice collection method is 'send_invoice', you must specify 'due_date' or "
            "'days_until_due'."
        )
    if not sent and invoice["due_date"] is not None:
        raise parameter_error(
            "You can only specify 'due_date' or 'days_until_due' if invoice collection method is "
            "'send_invoice'."
        )
    if sent and invoice["customer_email"] is None:
        raise refusal(
            "Missing email. In order to create invoices that are sent to the customer, the "
            "customer must have a valid email."
        )


def _refuse_terms(params: dict[str, Any]) -> None:
    for name in params:
        if name not in ("metadata", "expand"):
            raise refusal("Finalized invoices can't be updated in this way", param=name)


def _take_pending_items(call: Call, invoice: JsonObject) -> None:
    for item in call.store.newest_first("invoiceitem"):
        pending = item["invoice"] is None and item["customer"] == invoice["customer"]
        if pending and item["currency"] == invoice["currency"]:
            item["invoice"] = invoice["id"]
    invoice_total_update(call, invoice)
