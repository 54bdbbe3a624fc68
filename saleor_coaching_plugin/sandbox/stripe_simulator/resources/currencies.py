"""Minor units and minimum charges.

https://docs.stripe.com/currencies: "zero-decimal", "three-decimal" and "minimum charge amounts"
"""

from __future__ import annotations

_NO_DECIMALS = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv"}
    | {"xaf", "xof", "xpf"}
)
_THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
_MINIMUM = {
    "aed": 200,
    "bgn": 100,
    "czk": 1500,
    "dkk": 250,
    "gbp": 30,
    "hkd": 400,
    "huf": 17500,
    "mxn": 1000,
    "myr": 200,
    "nok": 300,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "thb": 1000,
}
_USUAL_MINIMUM = 50


def minimum_charge(currency: str) -> int:
    """In minor units. Stripe converts currencies it names no minimum for; here that is 50."""
    return _MINIMUM.get(currency, _USUAL_MINIMUM)


def amount_text(amount: int, currency: str) -> str:
    """`amount_text(123456, "chf")` -> `1,234.56 CHF`."""
    decimals = 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**decimals)
    fraction = f".{part:0{decimals}d}" if decimals else ""
    return f"{sign}{whole:,}{fraction} {currency.upper()}"
