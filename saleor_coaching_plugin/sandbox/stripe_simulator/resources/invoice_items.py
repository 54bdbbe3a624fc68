"""Invoice items: what an invoice charges for. https://docs.stripe.com/api/invoiceitems"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import (
    parameter_error,
    refusal,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    Boolean,
    CurrencyCode,
    Group,
    Integer,
    Metadata,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_parameter, in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.metadata import metadata_new
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.totals import invoice_total_update
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

CREATE = Group(
    {
        "amount": Integer(),
        "currency": CurrencyCode(),
        "customer": Text(),
        "description": Text(),
        "discountable": Boolean(),
        "invoice": Text(),
        "metadata": Metadata(),
        "period": Group({"end": Integer(), "start": Integer()}, required=("end", "start")),
    },
    required=("amount", "currency"),
)
RETRIEVE = Group()
LIST = Group(
    {
        **PAGE_FIELDS,
        "created": MomentFilter(),
        "customer": Text(),
        "invoice": Text(),
        "pending": Boolean(),
    }
)


def invoice_item_create(call: Call, params: dict[str, Any]) -> JsonObject:
    """Without `invoice` the item waits for the customer's next one that includes pending items."""
    invoice = _draft(call, params["invoice"]) if "invoice" in params else None
    currency = _currency(params, invoice)
    item = {
        "id": new_id("ii"),
        "object": "invoiceitem",
        "amount": params["amount"],
        "currency": currency,
        "customer": _customer_id(call, params, invoice),
        "customer_account": None,
        "date": call.now,
        "description": params.get("description"),
        "discountable": params.get("discountable", params["amount"] >= 0),
        "discounts": [],
        "invoice": invoice["id"] if invoice else None,
        "livemode": False,
        "metadata": metadata_new(params.get("metadata")),
        "net_amount": params["amount"],
        "parent": None,
        "period": params.get("period", {"end": call.now, "start": call.now}),
        "pricing": {"type": "price_details", "unit_amount_decimal": str(params["amount"])},
        "proration": False,
        "quantity": 1,
        "quantity_decimal": "1",
        "tax_rates": [],
        "test_clock": None,
    }
    call.store.add(item)
    if invoice is not None:
        invoice_total_update(call, invoice)
    return item


def invoice_item_retrieve(call: Call, params: dict[str, Any], *, item_id: str) -> JsonObject:
    return in_path(call, "invoiceitem", item_id)


def invoice_item_list(call: Call, params: dict[str, Any]) -> JsonObject:
    rows = matching(call.store.newest_first("invoiceitem"), params, "customer", "invoice")
    if "created" in params:
        rows = matching(rows, {"date": params["created"]}, "date")
    if "pending" in params:
        rows = (row for row in rows if (row["invoice"] is None) == params["pending"])
    return page(rows, params, url="/v1/invoiceitems")


def _draft(call: Call, invoice_id: str) -> JsonObject:
    invoice = in_parameter(call, "invoice", invoice_id, param="invoice")
    if invoice["status"] != "draft":
        raise refusal(
            "Invalid invoice: This invoice is no longer editable",
            code="invoice_not_editable",
            param="invoice",
        )
    return invoice


def _currency(params: dict[str, Any], invoice: JsonObject | None) -> str:
    currency: str = params["currency"]
    if invoice is not None and currency != invoice["currency"]:
        raise refusal(
            f"The currency of the invoice item ({currency}) must be that of the invoice "
            f"({invoice['currency']}).",
            param="currency",
        )
    return currency


def _customer_id(call: Call, params: dict[str, Any], invoice: JsonObject | None) -> str:
    if "customer" not in params:
        if invoice is None:
            raise parameter_error(
                "Missing required param: customer.", code="parameter_missing", param="customer"
            )
        return str(invoice["customer"])
    customer = in_parameter(call, "customer", params["customer"], param="customer")
    if invoice is not None and customer["id"] != invoice["customer"]:
        raise refusal(
            "The invoice does not belong to the customer of the invoice item.", param="customer"
        )
    return str(customer["id"])
