"""Saleor's amounts, decimals with more digits than the currency has, as the port's money."""

from __future__ import annotations

from decimal import Decimal

from saleor.core.prices import quantize_price

from saleor_coaching_plugin.core.money import Money


def money_of(amount: Decimal, currency: str) -> Money:
    """Rounded as Saleor rounds what it charges."""
    return Money.of(quantize_price(amount, currency), currency)
