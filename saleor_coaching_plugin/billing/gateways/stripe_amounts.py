"""Stripe's units of money. https://docs.stripe.com/currencies#minor-units

They are ISO 4217's but for some currencies (ISK and UGX are sent with two decimals, always 00;
CLDR has none for a few that Stripe counts in hundredths), so amounts go by way of major units.
"""

from __future__ import annotations

from decimal import Decimal

from saleor_coaching_plugin.billing.errors import BillingError, BillingErrorCode
from saleor_coaching_plugin.core.money import Money

_NO_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV"}
    | {"XAF", "XOF", "XPF"}
)
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})


def to_stripe(money: Money) -> int:
    """Raises BillingError (GATEWAY_REFUSED) when Stripe has no such fraction."""
    scaled = money.amount.scaleb(_decimals(money.currency))
    if scaled != scaled.to_integral_value():
        raise BillingError(
            BillingErrorCode.GATEWAY_REFUSED,
            f"Stripe cannot take {money.amount} {money.currency}: it has too many decimals.",
        )
    return int(scaled)


def from_stripe(amount: int, currency: str) -> Money:
    """`currency` is in lower case, as Stripe writes it."""
    code = currency.upper()
    return Money.of(Decimal(amount).scaleb(-_decimals(code)), code)


def _decimals(code: str) -> int:
    if code in _NO_DECIMALS:
        return 0
    return 3 if code in _THREE_DECIMALS else 2
