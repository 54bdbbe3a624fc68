"""Stripe's units: a factor of a hundred must not creep in."""

from __future__ import annotations

import pytest

from saleor_coaching_plugin.billing.errors import BillingError
from saleor_coaching_plugin.billing.gateways.stripe_amounts import from_stripe, to_stripe
from saleor_coaching_plugin.core.money import Money


@pytest.mark.parametrize(
    ("major", "currency", "units"),
    [
        ("12.34", "EUR", 1234),
        ("500", "JPY", 500),
        ("5.120", "KWD", 5120),
        ("5", "ISK", 500),
        ("5", "UGX", 500),
        ("7", "MGA", 7),
        ("12", "HUF", 1200),
    ],
)
def test_amounts_go_there_and_back(major: str, currency: str, units: int) -> None:
    money = Money.of(major, currency)
    assert to_stripe(money) == units
    assert from_stripe(units, currency.lower()) == money


def test_fraction_that_stripe_does_not_know_is_refused() -> None:
    with pytest.raises(BillingError, match="too many decimals"):
        to_stripe(Money(1, "LYD"))
