"""Customers. https://docs.stripe.com/api/customers"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import parameter_error
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id, random_letters
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    ArrayOf,
    Field,
    Group,
    Metadata,
    MomentFilter,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import (
    PAGE_FIELDS,
    matching,
    page,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.lookup import in_path
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.metadata import (
    metadata_merge,
    metadata_new,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

ADDRESS_KEYS = ("city", "country", "line1", "line2", "postal_code", "state")
_FIELDS: dict[str, Field] = {
    "address": Group({key: Text() for key in ADDRESS_KEYS}),
    "description": Text(),
    "email": Text(max_length=512),
    "metadata": Metadata(),
    "name": Text(),
    "phone": Text(),
    "preferred_locales": ArrayOf(Text()),
}
CREATE = Group(_FIELDS)
UPDATE = Group(_FIELDS)
RETRIEVE = Group()
LIST = Group({**PAGE_FIELDS, "created": MomentFilter(), "email": Text(max_length=512)})


def customer_create(call: Call, params: dict[str, Any]) -> JsonObject:
    _check_email(params)
    customer = {
        "id": new_id("cus", 14),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": call.now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": random_letters(8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        **_given(params),
    }
    customer["metadata"] = metadata_new(params.get("metadata"))
    return call.store.add(customer)


def customer_update(call: Call, params: dict[str, Any], *, customer_id: str) -> JsonObject:
    """Finalised invoices keep the name and address they were finalised with."""
    customer = in_path(call, "customer", customer_id)
    _check_email(params)
    customer.update(_given(params))
    if "metadata" in params:
        metadata_merge(customer, params["metadata"])
    return customer


def customer_retrieve(call: Call, params: dict[str, Any], *, customer_id: str) -> JsonObject:
    return in_path(call, "customer", customer_id)


def customer_list(call: Call, params: dict[str, Any]) -> JsonObject:
    rows = matching(call.store.newest_first("customer"), params, "created", "email")
    return page(rows, params, url="/v1/customers")


def _given(params: dict[str, Any]) -> JsonObject:
    given = {name: value for name, value in params.items() if name not in ("expand", "metadata")}
    if "address" in given:
        given["address"] = {key: given["address"].get(key) for key in ADDRESS_KEYS}
    return given


def _check_email(params: dict[str, Any]) -> None:
    email = params.get("email")
    if email is not None and "@" not in email.strip("@"):
        raise parameter_error(
            f"Invalid email address: {email}", code="email_invalid", param="email"
        )
