"""What an acceptance costs, beside the least that any durable record can cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from statistics import median

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from factories.agreements import agreement_sent, template_published
from factories.contracts import BROWSER, NOW, acceptance_of

from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.core.numbers import NumberSeries

BATCHES, BATCH = 10, 20
STATEMENTS_ALLOWED = 12

Prepared = tuple[str, Acceptance]


def _prepared(number: int) -> list[Prepared]:
    template = template_published()
    sent = (agreement_sent(template) for _ in range(number))
    return [(token, acceptance_of(agreement)) for agreement, token in sent]


def _accept(one: Prepared) -> None:
    token, acceptance = one
    agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=NOW)


def _per_second(work: Callable[[], None], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return times / (time.perf_counter() - start)


@pytest.mark.usefixtures("committed_db")
def test_accepts_per_second(record: Callable[..., None]) -> None:
    """Interleaved with transactions that insert a single row and commit."""
    waiting = iter(_prepared(BATCHES * BATCH))
    names = count()

    def bare() -> None:
        with transaction.atomic():
            NumberSeries.objects.create(name=f"bench-{next(names)}")

    accepts, bares = [], []
    for _ in range(BATCHES):
        accepts.append(_per_second(lambda: _accept(next(waiting)), BATCH))
        bares.append(_per_second(bare, BATCH))
    record(
        "accepts per second, beside single-row commits", median(accepts), "1/s", median(bares), 0.05
    )


@pytest.mark.django_db
def test_statements_per_accept(record: Callable[..., None]) -> None:
    (one,) = _prepared(1)
    with CaptureQueriesContext(connection) as queries:
        _accept(one)
    record(
        "SQL statements per accept, beside what is allowed",
        len(queries),
        "statements",
        STATEMENTS_ALLOWED,
        1.0,
        less_is_better=True,
    )
