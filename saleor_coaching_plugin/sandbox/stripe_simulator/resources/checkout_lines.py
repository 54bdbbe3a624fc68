"""The line items of a Checkout Session, each with a price made for it alone."""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import parameter_error
from saleor_coaching_plugin.sandbox.stripe_simulator.ids import new_id
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.schema import (
    CurrencyCode,
    Group,
    Integer,
    Metadata,
    Text,
)
from saleor_coaching_plugin.sandbox.stripe_simulator.resources.listing import page
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject
from saleor_coaching_plugin.sandbox.stripe_simulator.world import Call

LINE_ITEM = Group(
    {
        "price_data": Group(
            {
                "currency": CurrencyCode(),
                "product_data": Group(
                    {"description": Text(), "metadata": Metadata(), "name": Text(max_length=250)},
                    required=("name",),
                ),
                "unit_amount": Integer(minimum=0),
            },
            required=("currency", "product_data", "unit_amount"),
        ),
        "quantity": Integer(minimum=1),
    },
    required=("price_data", "quantity"),
)


def lines_make(given: list[dict[str, Any]], *, now: int) -> list[JsonObject]:
    """All in one currency and at least one, or refused."""
    currencies = {each["price_data"]["currency"] for each in given}
    if len(currencies) != 1:
        raise parameter_error(
            "A Checkout Session needs line items, all in the same currency.", param="line_items"
        )
    return [_line(each, now=now) for each in given]


def session_lines(call: Call, session_id: str) -> JsonObject:
    """The first page, for `expand[]=line_items`."""
    return session_lines_page(call, session_id, {})


def session_lines_page(call: Call, session_id: str, params: dict[str, Any]) -> JsonObject:
    return page(
        call.store.sessions[session_id]["lines"],
        params,
        url=f"/v1/checkout/sessions/{session_id}/line_items",
    )


def _line(given: dict[str, Any], *, now: int) -> JsonObject:
    price = _price(given["price_data"], now=now)
    total = price["unit_amount"] * given["quantity"]
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": given["price_data"]["product_data"]["name"],
        "metadata": {},
        "price": price,
        "quantity": given["quantity"],
    }


def _price(given: dict[str, Any], *, now: int) -> JsonObject:
    return {
        "id": new_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": given["currency"],
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_id("prod", 14),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": given["unit_amount"],
        "unit_amount_decimal": str(given["unit_amount"]),
    }
