"""What a shop refuses. Adapters raise these; `tests/contract` holds each adapter to them."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class CommerceErrorCode(StrEnum):
    """Codes in the words of Saleor's own error enums where Saleor has one."""

    BILLING_ADDRESS_NOT_SET = "billing_address_not_set"
    CHECKOUT_NOT_FULLY_PAID = "checkout_not_fully_paid"
    EMAIL_NOT_SET = "email_not_set"
    NO_LINES = "no_lines"
    NOT_FOUND = "not_found"
    OVERPAID = "overpaid"
    PAYMENT_CONFLICT = "payment_conflict"
    PRODUCT_NOT_PUBLISHED = "product_not_published"
    QUANTITY_INVALID = "quantity_invalid"
    CURRENCY_MISMATCH = "currency_mismatch"
    TERMS_NOT_ACCEPTED = "terms_not_accepted"


class CommerceError(DomainError):
    """The shop refused; nothing was changed in it."""
