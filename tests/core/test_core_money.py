"""Money sums exactly, in every currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.core.money import Money

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF"])


@given(minor=st.integers(0, 10**12), parts=st.integers(1, 36), currency=CURRENCIES)
def test_parts_sum_exactly_and_differ_by_one_unit_at_most(
    minor: int, parts: int, currency: str
) -> None:
    shares = Money(minor, currency).split(parts)
    assert len(shares) == parts
    assert sum(share.minor for share in shares) == minor
    assert {share.currency for share in shares} == {currency}
    amounts = [share.minor for share in shares]
    assert max(amounts) - min(amounts) <= 1
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("parts", [0, -1])
def test_fewer_parts_than_one_are_refused(parts: int) -> None:
    with pytest.raises(ValueError, match="fewer than one"):
        Money(100, "EUR").split(parts)


@given(minor=st.integers(0, 10**12), currency=CURRENCIES)
def test_major_units_lead_back_to_the_same_money(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [(12050, "EUR", "120.50"), (120, "JPY", "120"), (1205, "KWD", "1.205")],
)
def test_each_currency_has_its_own_decimals(minor: int, currency: str, amount: str) -> None:
    assert str(Money(minor, currency).amount) == amount


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "EUR"), ("0.5", "JPY")])
def test_a_fraction_that_the_currency_lacks_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more decimals"):
        Money.of(Decimal(amount), currency)


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(ValueError, match="cannot add USD to EUR"):
        Money(1, "EUR") + Money(1, "USD")
    assert Money(1, "EUR") + Money(2, "EUR") == Money(3, "EUR")
    assert Money(7, "EUR").times(3) == Money(21, "EUR")


def test_it_is_written_in_the_manner_of_the_language() -> None:
    money = Money(120050, "EUR")
    assert money.format("en") == "€1,200.50"
    assert money.format("de").replace("\xa0", " ") == "1.200,50 €"
    assert money.format("tlh") == "€1,200.50"
