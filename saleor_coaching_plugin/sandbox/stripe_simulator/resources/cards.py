"""The card form's input. Only Stripe's published test numbers exist; any other is declined.

https://docs.stripe.com/testing
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

GOOD_NUMBER = "4242424242424242"
DECLINED_NUMBER = "4000000000000002"


@dataclass(frozen=True)
class CardInput:
    """As typed into the form: `expiry` is `MM/YY`."""

    number: str
    expiry: str
    cvc: str


@dataclass(frozen=True)
class Card:
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True)
class Decline:
    """`code` is one of https://docs.stripe.com/error-codes"""

    code: str
    message: str


def card_check(given: CardInput, *, now: int) -> Card | Decline:
    """The card, or why no bank was asked."""
    number = re.sub(r"[ -]", "", given.number)
    if re.fullmatch(r"[0-9]{12,19}", number) is None or not _luhn_holds(number):
        return Decline("incorrect_number", "Your card number is incorrect.")
    if number not in (GOOD_NUMBER, DECLINED_NUMBER):
        return Decline(
            "card_declined",
            "Your card was declined. Your request was in test mode, but used a non test card.",
        )
    expiry = re.fullmatch(r"(0[1-9]|1[0-2]) ?/ ?([0-9]{2})", given.expiry.strip())
    if expiry is None:
        return Decline("invalid_expiry_month", "Your card's expiration date is invalid.")
    month, year = int(expiry.group(1)), 2000 + int(expiry.group(2))
    today = datetime.fromtimestamp(now, UTC)
    if (year, month) < (today.year, today.month):
        return Decline("expired_card", "Your card has expired.")
    if re.fullmatch(r"[0-9]{3}", given.cvc.strip()) is None:
        return Decline("incorrect_cvc", "Your card's security code is incorrect.")
    return Card(number[-4:], month, year)


def bank_answer(card: Card) -> Decline | None:
    if card.last4 == DECLINED_NUMBER[-4:]:
        return Decline("card_declined", "Your card was declined.")
    return None


def _luhn_holds(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
