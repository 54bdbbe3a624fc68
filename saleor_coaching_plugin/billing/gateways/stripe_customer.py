"""One customer at Stripe per payer. https://docs.stripe.com/api/customers

Found by way of the payer's last invoice there: looking for the address at Stripe would write it
into the log of the SDK, and could find the customer of another integration.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.selectors import gateway_reference_latest

from .stripe_api import Answer, StripeApi


def stripe_customer_id(api: StripeApi, invoice: Invoice) -> str:
    """Stripe's id of the payer, named and addressed there as on this invoice."""
    details = _details(invoice)
    customer = _customer_known(api, invoice)
    if customer is None:
        params = {"email": invoice.payer_email, **details}
        customer = api.post("/v1/customers", params, key=f"customer:{_digest(params)}")
    elif _differs(customer, details):
        key = f"invoice:{invoice.id}:customer:{_digest(details)}"
        api.post(f"/v1/customers/{customer['id']}", details, key=key)
    return str(customer["id"])


def _customer_known(api: StripeApi, invoice: Invoice) -> Answer | None:
    reference = gateway_reference_latest(invoice.payer_email, gateway=invoice.gateway)
    earlier = api.find(f"/v1/invoices/{reference}") if reference else None
    return api.find(f"/v1/customers/{earlier['customer']}") if earlier else None


def _details(invoice: Invoice) -> dict[str, Any]:
    address = invoice.billing_address
    return {
        "name": invoice.payer_name,
        "address": {
            "line1": address["street"],
            "city": address["city"],
            "postal_code": address["postal_code"],
            "country": address["country"],
        },
        "preferred_locales": [invoice.language],
    }


def _differs(customer: Answer, details: dict[str, Any]) -> bool:
    known = customer["address"] or {}
    address = {key: known.get(key) or "" for key in details["address"]}
    return bool(customer["name"] != details["name"] or address != details["address"])


def _digest(params: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()
