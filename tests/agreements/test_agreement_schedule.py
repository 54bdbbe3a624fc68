"""When which part of a fee is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saleor_coaching_plugin.agreements.schedule import instalments_of
from saleor_coaching_plugin.core.money import Money


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2027, 1, 31), ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (date(2028, 1, 31), ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        (date(2028, 2, 29), ["2028-02-29", "2028-03-29", "2028-04-29", "2028-05-29"]),
        (date(2027, 11, 30), ["2027-11-30", "2027-12-30", "2028-01-30", "2028-02-29"]),
        (date(2027, 12, 1), ["2027-12-01", "2028-01-01", "2028-02-01", "2028-03-01"]),
    ],
)
def test_a_month_without_that_day_takes_its_last_day(first: date, expected: list[str]) -> None:
    parts = instalments_of(Money(100, "EUR"), 4, first_on=first, days=14)
    assert [part.issue_on.isoformat() for part in parts] == expected
    assert all(part.due_on - part.issue_on == timedelta(days=14) for part in parts)


@given(
    fee=st.integers(0, 10**12),
    parts=st.integers(1, 36),
    first=st.dates(date(2020, 1, 1), date(2100, 1, 1)),
    days=st.integers(0, 365),
)
def test_parts_sum_to_the_fee_one_a_month_in_order(
    fee: int, parts: int, first: date, days: int
) -> None:
    found = instalments_of(Money(fee, "EUR"), parts, first_on=first, days=days)
    assert [part.number for part in found] == list(range(1, parts + 1))
    assert sum(part.amount.minor for part in found) == fee
    assert found[0].issue_on == first
    months = [part.issue_on.year * 12 + part.issue_on.month for part in found]
    assert months == list(range(months[0], months[0] + parts))
    assert all(part.issue_on.day <= first.day for part in found)
