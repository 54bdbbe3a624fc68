"""Refusals of the billing domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class BillingErrorCode(StrEnum):
    CURRENCY_MISMATCH = "currency_mismatch"
    GATEWAY_NOT_CONFIGURED = "gateway_not_configured"
    GATEWAY_REFUSED = "gateway_refused"
    GATEWAY_UNKNOWN = "gateway_unknown"
    GATEWAY_UNREACHABLE = "gateway_unreachable"
    HOSTED_PAYMENT_UNAVAILABLE = "hosted_payment_unavailable"
    INVOICE_NOT_OPEN = "invoice_not_open"
    OVERPAID = "overpaid"
    PAID_TOO_LITTLE = "paid_too_little"
    PART_PAYMENT_UNAVAILABLE = "part_payment_unavailable"
    PAYMENT_CONFLICT = "payment_conflict"
    REFUND_UNDER_WAY = "refund_under_way"
    SIGNATURE_INVALID = "signature_invalid"


class BillingError(DomainError):
    """The invoice, the payment or the gateway does not allow it; nothing was changed."""
