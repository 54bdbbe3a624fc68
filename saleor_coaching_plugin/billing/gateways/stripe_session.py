"""A Checkout Session: Stripe's page for one purchase.

https://docs.stripe.com/api/checkout/sessions
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money

from .port import GatewayPayment, GatewaySessionState
from .stripe_amounts import from_stripe, to_stripe
from .stripe_api import Answer, StripeApi

_NAME_LENGTH = 250


def session_create(
    api: StripeApi, checkout: Checkout, *, success_url: str, cancel_url: str
) -> Answer:
    """The same checkout with the same cart gets the same session, so that it is paid once."""
    params = {
        "mode": "payment",
        "line_items": _line_items(checkout),
        "success_url": success_url,
        "cancel_url": cancel_url,
        "client_reference_id": checkout.id,
        "metadata": {"checkout_id": checkout.id},
        "payment_intent_data": {"metadata": {"checkout_id": checkout.id}},
    }
    if checkout.email:
        params["customer_email"] = checkout.email
    digest = hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()
    return api.post("/v1/checkout/sessions", params, key=f"checkout:{checkout.id}:{digest}")


def session_state(session: Answer) -> GatewaySessionState:
    checkout_id = (session["metadata"] or {}).get("checkout_id", "")
    if session["payment_status"] != "paid":
        return GatewaySessionState(checkout_id, None)
    amount = from_stripe(session["amount_total"], session["currency"])
    return GatewaySessionState(checkout_id, GatewayPayment(session["payment_intent"], amount))


def _line_items(checkout: Checkout) -> list[dict[str, Any]]:
    """The cart's lines, or one line where they do not sum to what is to be paid (a voucher)."""
    due = Money(checkout.total.minor - checkout.paid.minor, checkout.total.currency)
    if due.minor <= 0:
        raise InvalidInput("There is nothing to pay.")
    if sum(line.total.minor for line in checkout.lines) == due.minor and all(
        line.unit_price.times(line.quantity) == line.total for line in checkout.lines
    ):
        return [_item(ln.product_name, ln.unit_price, ln.quantity) for ln in checkout.lines]
    return [_item(", ".join(line.product_name for line in checkout.lines), due, 1)]


def _item(name: str, unit_price: Money, quantity: int) -> dict[str, Any]:
    return {
        "price_data": {
            "currency": unit_price.currency.lower(),
            "unit_amount": to_stripe(unit_price),
            "product_data": {"name": name[:_NAME_LENGTH]},
        },
        "quantity": quantity,
    }
