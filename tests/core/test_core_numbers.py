"""Numbers of documents have no gap, whoever asks at the same time and whatever fails."""

from __future__ import annotations

import pytest
from django.db import transaction
from factories.threads import at_once

from saleor_coaching_plugin.core.numbers import number_next


@pytest.mark.django_db
def test_each_series_counts_from_one() -> None:
    assert [number_next("a"), number_next("a"), number_next("b")] == [1, 2, 1]


@pytest.mark.django_db
def test_a_number_taken_in_vain_is_given_again() -> None:
    assert number_next("a") == 1
    with transaction.atomic():
        assert number_next("a") == 2
        transaction.set_rollback(True)
    assert number_next("a") == 2


@pytest.mark.usefixtures("committed_db")
def test_concurrent_takers_some_of_whom_fail_leave_no_gap() -> None:
    def take(number: int) -> list[int]:
        kept = []
        for attempt in range(5):
            with transaction.atomic():
                taken = number_next("a")
                if (number + attempt) % 3 == 0:
                    transaction.set_rollback(True)
                else:
                    kept.append(taken)
        return kept

    kept = [number for taken in at_once(8, take) for number in taken]
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert len(kept) > 20
