"""The lines of an invoice, made from its invoice items: the newest stands first, as at Stripe."""

from __future__ import annotations

from collections.abc import Iterator

from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import page
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call


def invoice_lines(call: Call, invoice_id: str) -> Iterator[JsonObject]:
    items = call.store.newest_first("invoiceitem")
    return (_line(item) for item in items if item["invoice"] == invoice_id)


def lines_url(invoice_id: str) -> str:
    return f"/v1/invoices/{invoice_id}/lines"


def first_lines(call: Call, invoice_id: str) -> JsonObject:
    """The ten that an invoice carries with it."""
    return page(invoice_lines(call, invoice_id), {}, url=lines_url(invoice_id))


def _line(item: JsonObject) -> JsonObject:
    return {
        "id": item["id"].replace("ii_", "il_", 1),
        "object": "line_item",
        "amount": item["amount"],
        "currency": item["currency"],
        "description": item["description"],
        "discount_amounts": [],
        "discountable": item["discountable"],
        "discounts": [],
        "invoice": item["invoice"],
        "livemode": False,
        "metadata": dict(item["metadata"]),
        "parent": {
            "invoice_item_details": {
                "invoice_item": item["id"],
                "proration": False,
                "proration_details": None,
                "subscription": None,
            },
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        "period": dict(item["period"]),
        "pretax_credit_amounts": [],
        "pricing": dict(item["pricing"]),
        "quantity": item["quantity"],
        "quantity_decimal": item["quantity_decimal"],
        "subscription": None,
        "subtotal": item["amount"],
        "taxes": [],
    }
