"""Money as integer minor units with its ISO 4217 currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision


@dataclass(frozen=True, order=False)
class Money:
    """`minor` is in the currency's smallest unit: 12050 and "EUR" is 120.50 euros."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str, currency: str) -> Money:
        """From major units. Raises ValueError when the currency has no such fraction."""
        scaled = Decimal(amount).scaleb(get_currency_precision(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency} allows")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """In major units with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def times(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def split(self, parts: int) -> list[Money]:
        """`parts` amounts that sum exactly to this one; the first ones carry the odd units."""
        if parts < 1:
            raise ValueError("cannot split into fewer than one part")
        share, odd = divmod(self.minor, parts)
        return [Money(share + (1 if i < odd else 0), self.currency) for i in range(parts)]

    def format(self, language: str) -> str:
        """For people, in the manner of `language` (BCP 47); English where it is unknown."""
        return format_currency(self.amount, self.currency, locale=locale_for(language))


def locale_for(language: str) -> Locale:
    """Babel's locale of a BCP 47 tag, English where Babel knows none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
