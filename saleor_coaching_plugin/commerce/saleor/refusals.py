"""What Saleor's error codes mean in the port's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from saleor_coaching_plugin.commerce.errors import CommerceError, CommerceErrorCode
from saleor_coaching_plugin.core.errors import DomainError, InvalidInput

from .api import Refusal, SaleorRefused

_MEANING = {
    "BILLING_ADDRESS_NOT_SET": CommerceErrorCode.BILLING_ADDRESS_NOT_SET,
    "CHECKOUT_NOT_FULLY_PAID": CommerceErrorCode.CHECKOUT_NOT_FULLY_PAID,
    "EMAIL_NOT_SET": CommerceErrorCode.EMAIL_NOT_SET,
    "NOT_AVAILABLE_IN_CHANNEL": CommerceErrorCode.PRODUCT_NOT_PUBLISHED,
    "NOT_FOUND": CommerceErrorCode.NOT_FOUND,
    "NO_LINES": CommerceErrorCode.NO_LINES,
    "PRODUCT_NOT_PUBLISHED": CommerceErrorCode.PRODUCT_NOT_PUBLISHED,
    "PRODUCT_UNAVAILABLE_FOR_PURCHASE": CommerceErrorCode.PRODUCT_NOT_PUBLISHED,
    "QUANTITY_GREATER_THAN_LIMIT": CommerceErrorCode.QUANTITY_INVALID,
    "UNAVAILABLE_VARIANT_IN_CHANNEL": CommerceErrorCode.PRODUCT_NOT_PUBLISHED,
    "ZERO_QUANTITY": CommerceErrorCode.QUANTITY_INVALID,
}


@contextmanager
def refusals_translated() -> Iterator[None]:
    """What Saleor refuses inside is raised as a DomainError."""
    try:
        yield
    except SaleorRefused as refused:
        raise _meaning(refused.refusals[0]) from refused


def _meaning(refusal: Refusal) -> DomainError:
    """A reason that the port has no word for is Saleor's own text."""
    code = _MEANING.get(refusal.code)
    if code is None:
        return InvalidInput(refusal.message, refusal.field)
    return CommerceError(code, refusal.message, refusal.field)
