"""Stripe: hosted pages for invoices and purchases, and signed events."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import import_module
from urllib.parse import urlsplit

import stripe

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.commerce.port import Checkout
from saleor_coaching_plugin.conf import CoachingSettings, conf
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.money import Money

from .port import (
    GatewayHint,
    GatewayInvoice,
    GatewayPayment,
    GatewaySession,
    GatewaySessionState,
    Subject,
)
from .stripe_amounts import from_stripe
from .stripe_api import Answer, StripeApi
from .stripe_invoice import stripe_invoice_issue
from .stripe_refund import stripe_refund_create
from .stripe_session import session_create, session_state

_PAGES = ("https://checkout.stripe.com", "https://invoice.stripe.com")
_SESSION_ID = re.compile(r"cs_[A-Za-z0-9_]+")
_SUBJECTS = {
    "invoice.paid": Subject.INVOICE_PAYMENT,
    "checkout.session.completed": Subject.SESSION_PAYMENT,
    "checkout.session.async_payment_succeeded": Subject.SESSION_PAYMENT,
}

SignatureVerificationError: type[Exception] = (
    getattr(stripe, "SignatureVerificationError", None)
    or import_module("stripe.error").SignatureVerificationError
)


class StripeGateway:
    name = "stripe"

    def __init__(self) -> None:
        settings = conf()
        self._webhook_secret = _required(settings.stripe_webhook_secret, "stripe_webhook_secret")
        key = _required(settings.stripe_api_key, "stripe_api_key")
        self._api = StripeApi(key=key, base=settings.stripe_api_base)
        self._base = settings.stripe_api_base

    def invoice_issue(self, invoice: Invoice) -> GatewayInvoice:
        final = stripe_invoice_issue(self._api, invoice)
        return GatewayInvoice(
            reference=final["id"], pay_url=final["hosted_invoice_url"], instructions=""
        )

    def invoice_pay_url(self, invoice: Invoice) -> str | None:
        found = self._invoice(invoice.gateway_reference)
        return found["hosted_invoice_url"] if found["status"] == "open" else None

    def invoice_payments(self, reference: str) -> list[GatewayPayment]:
        # The invoice first: once it is paid, no payment can be missing from the list.
        invoice = self._invoice(reference)
        rows = self._api.get(
            "/v1/invoice_payments", {"invoice": reference, "status": "paid", "limit": 100}
        )["data"]
        payments = [_payment(row) for row in rows]
        if invoice["status"] == "paid":
            seen = sum(payment.amount.minor for payment in payments)
            total = from_stripe(invoice["total"], invoice["currency"])
            if seen < total.minor:
                rest = Money(total.minor - seen, total.currency)
                payments.append(GatewayPayment(f"{reference}:outside", rest, outside=True))
        return payments

    def invoice_settle_outside(self, invoice: Invoice) -> None:
        if self._invoice(invoice.gateway_reference)["status"] == "paid":
            return
        self._api.post(
            f"/v1/invoices/{invoice.gateway_reference}/pay",
            {"paid_out_of_band": "true"},
            key=f"invoice:{invoice.id}:outside",
        )

    @staticmethod
    def has_taken(reference: str) -> bool:
        return reference.startswith("pi_")

    def payment_refund(self, reference: str, amount: Money, *, key: str) -> str:
        return stripe_refund_create(self._api, reference, amount, key=key)

    def checkout_session_create(
        self, checkout: Checkout, *, success_url: str, cancel_url: str
    ) -> GatewaySession:
        session = session_create(
            self._api, checkout, success_url=success_url, cancel_url=cancel_url
        )
        return GatewaySession(session["id"], session["url"])

    def checkout_session_payment(self, reference: str) -> GatewaySessionState:
        # It comes back in the address of the page that the buyer returns to.
        if not _SESSION_ID.fullmatch(reference):
            raise NotFound("payment")
        return session_state(self._api.get(f"/v1/checkout/sessions/{reference}"))

    def hint_read(self, body: bytes, headers: Mapping[str, str]) -> GatewayHint:
        signature = headers.get("Stripe-Signature", "")
        try:
            text = body.decode()
            signature.encode("ascii")  # the SDK's comparison takes nothing else
            stripe.WebhookSignature.verify_header(
                text, signature, self._webhook_secret, stripe.Webhook.DEFAULT_TOLERANCE
            )
        except (SignatureVerificationError, UnicodeError):
            raise BillingError(
                BillingErrorCode.SIGNATURE_INVALID, "The signature is not valid."
            ) from None
        event = json.loads(text)
        return GatewayHint(event["id"], event["type"], _object_id(event))

    def hint_subject(self, event_type: str) -> Subject | None:
        return _SUBJECTS.get(event_type)

    def page_origins(self) -> tuple[str, ...]:
        if self._base == CoachingSettings.stripe_api_base:
            return _PAGES
        parts = urlsplit(self._base)
        return (f"{parts.scheme}://{parts.netloc}",)

    def _invoice(self, reference: str) -> Answer:
        return self._api.get(f"/v1/invoices/{reference}")


def _required(value: str, setting: str) -> str:
    if not value:
        raise BillingError(
            BillingErrorCode.GATEWAY_NOT_CONFIGURED, f"Set COACHING_{setting.upper()} first."
        )
    return value


def _payment(row: Answer) -> GatewayPayment:
    payment = row["payment"]
    return GatewayPayment(
        reference=payment.get(payment["type"]) or row["id"],
        amount=from_stripe(row["amount_paid"], row["currency"]),
        outside=payment["type"] == "payment_record",
    )


def _object_id(event: Answer) -> str:
    """Not every event is about an object with an id."""
    return str(event.get("data", {}).get("object", {}).get("id", ""))
