"""When which part of a fee is due. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from saleor_coaching_plugin.core.money import Money


@dataclass(frozen=True)
class Instalment:
    number: int
    amount: Money
    issue_on: date
    """Day on which its invoice is made."""
    due_on: date


def instalments_of(fee: Money, parts: int, *, first_on: date, days: int) -> list[Instalment]:
    """`parts` monthly instalments that sum exactly to `fee`.

    The first is issued on `first_on`, each is to be paid within `days` of its issue. A month
    without that day takes its last day.
    """
    issues = [_months_later(first_on, i) for i in range(parts)]
    return [
        Instalment(number, amount, issue_on, issue_on + timedelta(days=days))
        for number, (amount, issue_on) in enumerate(zip(fee.split(parts), issues, strict=True), 1)
    ]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
