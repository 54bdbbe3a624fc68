"""One of our invoices as a standalone invoice at Stripe. https://docs.stripe.com/api/invoices

It is finalised at once, as leaving that to Stripe means an hour's wait; and not sent by Stripe,
as the payer gets our own mail. All parameters come from what is frozen in our row, so that a
repeat finds the same idempotency keys with the same parameters.
"""

from __future__ import annotations

from typing import Any

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.core.money import Money

from .stripe_amounts import from_stripe, to_stripe
from .stripe_api import Answer, StripeApi
from .stripe_customer import stripe_customer_id


def stripe_invoice_issue(api: StripeApi, invoice: Invoice) -> Answer:
    """The finalised invoice. Raises BillingError."""
    key = f"invoice:{invoice.id}"
    draft = api.post("/v1/invoices", _invoice_params(api, invoice), key=f"{key}:create")
    for number, line in enumerate(invoice.lines, 1):
        params = _item_params(invoice, draft["id"], line)
        api.post("/v1/invoiceitems", params, key=f"{key}:item:{number}")
    path = f"/v1/invoices/{draft['id']}/finalize"
    final = api.post(path, {"auto_advance": "false"}, key=f"{key}:finalize")
    _check_due(invoice, final)
    return final


def _invoice_params(api: StripeApi, invoice: Invoice) -> dict[str, Any]:
    # In days, as Stripe refuses a date that has passed when we come late.
    issued_on = invoice.issued_at.date() if invoice.issued_at else invoice.issue_on
    return {
        "customer": stripe_customer_id(api, invoice),
        "collection_method": "send_invoice",
        "days_until_due": max((invoice.due_on - issued_on).days, 0),
        "auto_advance": "false",
        "currency": invoice.currency.lower(),
        "pending_invoice_items_behavior": "exclude",
        "description": invoice.number,
        "metadata": {"invoice_id": str(invoice.id), "invoice_number": invoice.number},
    }


def _item_params(invoice: Invoice, stripe_id: str, line: dict[str, Any]) -> dict[str, Any]:
    times = f" × {line['quantity']}" if line["quantity"] > 1 else ""  # noqa: RUF001 - for people
    return {
        "invoice": stripe_id,
        "amount": to_stripe(Money(line["total_minor"], invoice.currency)),
        "currency": invoice.currency.lower(),
        "description": line["description"] + times,
    }


def _check_due(invoice: Invoice, final: Answer) -> None:
    """Stripe settles a customer's balance first, and carries what is below its minimum charge."""
    due = from_stripe(final["amount_due"], final["currency"])
    if due != invoice.total:
        raise BillingError(
            BillingErrorCode.GATEWAY_REFUSED,
            f"Stripe asks for {due.amount} instead of {invoice.total.amount} {due.currency}: the "
            "amount is below its minimum charge, or the customer has a balance there.",
        )
