"""What every shop refuses when money is recorded, in the same words."""

from __future__ import annotations

from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.money import Money

from .errors import CommerceError, CommerceErrorCode


def refuse_malformed(amount: Money, reference: str, currency: str) -> None:
    """Raises CURRENCY_MISMATCH, and InvalidInput for no amount or no reference."""
    refuse_currency(amount, currency)
    if amount.minor <= 0:
        raise InvalidInput("The amount must be positive.", "amount")
    if not reference:
        raise InvalidInput("A payment needs a reference.", "reference")


def refuse_currency(amount: Money, currency: str) -> None:
    """Raises CommerceError(CURRENCY_MISMATCH)."""
    if amount.currency != currency:
        raise CommerceError(
            CommerceErrorCode.CURRENCY_MISMATCH,
            f"This is in {currency}, not in {amount.currency}.",
            "amount",
        )


def payment_conflict() -> CommerceError:
    return CommerceError(
        CommerceErrorCode.PAYMENT_CONFLICT,
        "A different payment is recorded under this reference.",
        "reference",
    )
