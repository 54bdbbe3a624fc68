"""The outbox: what was promised is done once, or stands there for all to see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from factories.threads import at_once

from saleor_coaching_plugin.bootstrap import SUBSCRIPTIONS
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.events import EVENTS, AgreementAccepted, InvoicePaid, OrderPaid
from saleor_coaching_plugin.core.numbers import NumberSeries, number_next
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.outbox.purge import KEPT, outbox_purge
from saleor_coaching_plugin.core.outbox.registry import handlers_of, subscriptions_install
from saleor_coaching_plugin.core.outbox.relay import (
    MAX_ATTEMPTS,
    pause_after,
    relay_due,
    relay_one,
)
from saleor_coaching_plugin.core.outbox.retry import outbox_failed, outbox_retry


def counts(event: OrderPaid) -> None:
    number_next(f"handled-{event.order_id}")


def counts_then_fails(event: OrderPaid) -> None:
    number_next(f"handled-{event.order_id}")
    raise InvalidInput("The bank is closed.")


@pytest.fixture
def react() -> Iterator[Callable[..., None]]:
    """Installs handlers of OrderPaid; the plugin's own come back afterwards."""
    yield lambda *handlers: subscriptions_install({OrderPaid: handlers})
    subscriptions_install(SUBSCRIPTIONS)


def handled(order_id: str) -> int:
    series = NumberSeries.objects.filter(name=f"handled-{order_id}")
    return sum(series.values_list("last", flat=True))


def test_every_handler_is_known_by_where_it_stands_and_every_event_by_its_name() -> None:
    assert "billing.handlers.order_place" in handlers_of(AgreementAccepted)
    for event in SUBSCRIPTIONS:
        assert len(set(handlers_of(event))) == len(SUBSCRIPTIONS[event]) > 0
    assert all(EVENTS[event.__name__] is event for event in SUBSCRIPTIONS)


@pytest.mark.django_db
def test_one_row_a_handler_and_none_for_an_event_that_nobody_hears(
    react: Callable[..., None],
) -> None:
    react(counts, counts_then_fails)
    publish(OrderPaid(order_id="1"), InvoicePaid(invoice_id="1"))
    rows = list(OutboxMessage.objects.order_by("id"))
    assert [row.handler.rpartition(".")[2] for row in rows] == ["counts", "counts_then_fails"]
    assert {row.event for row in rows} == {"OrderPaid"}
    assert {row.status for row in rows} == {OutboxStatus.PENDING}


@pytest.mark.django_db
def test_promise_is_gone_with_the_transaction_that_made_it(react: Callable[..., None]) -> None:
    react(counts)
    with transaction.atomic():
        publish(OrderPaid(order_id="1"))
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_effects_and_done_stand_together_and_the_handler_runs_once(
    react: Callable[..., None],
) -> None:
    react(counts)
    publish(OrderPaid(order_id="1"))
    assert relay_due() == 1
    assert relay_due() == 0
    row = OutboxMessage.objects.get()
    assert (row.status, row.attempts, row.last_error) == (OutboxStatus.DONE, 1, "")
    assert row.done_at is not None
    assert handled("1") == 1


@pytest.mark.django_db
def test_a_failure_undoes_the_effects_and_waits_longer_each_time(
    react: Callable[..., None],
) -> None:
    react(counts_then_fails)
    publish(OrderPaid(order_id="1"))
    now = utc_now()
    for attempt in range(1, MAX_ATTEMPTS):
        now += timedelta(hours=2)
        assert relay_one(now=now)
        row = OutboxMessage.objects.get()
        assert (row.status, row.attempts, row.done_at) == (OutboxStatus.PENDING, attempt, None)
        assert row.last_error == "InvalidInput: The bank is closed."
        pause = min(2**attempt, 3600)
        assert 0.7 * pause <= (row.due_at - now).total_seconds() <= 1.3 * pause
        assert not relay_one(now=now)
    assert handled("1") == 0


@pytest.mark.django_db
def test_after_the_last_attempt_it_stands_as_failed_until_a_person_retries(
    react: Callable[..., None],
) -> None:
    react(counts_then_fails)
    publish(OrderPaid(order_id="1"), OrderPaid(order_id="2"))
    now = utc_now()
    for _ in range(MAX_ATTEMPTS):
        now += timedelta(hours=2)
        while relay_one(now=now):
            pass
    first, second = outbox_failed()
    assert (first.attempts, first.payload) == (MAX_ATTEMPTS, {"order_id": "1"})
    assert not relay_one(now=now + timedelta(days=365))

    out = StringIO()
    call_command("coaching_outbox", stdout=out)
    tried = f"OrderPaid -> test_core_outbox.counts_then_fails  {MAX_ATTEMPTS} attempts"
    assert tried in out.getvalue()
    assert "The bank is closed." in out.getvalue()
    assert out.getvalue().endswith("2 failed\n")

    react(counts)
    # The handler is another now, as after a repaired release: give the row its name.
    OutboxMessage.objects.update(handler=handlers_of(OrderPaid)[0])
    out = StringIO()
    call_command("coaching_outbox", "--retry", str(second.id), stdout=out)
    assert out.getvalue() == "1 made due again\n"
    assert relay_due() == 1
    assert (handled("1"), handled("2")) == (0, 1)
    call_command("coaching_outbox", "--retry", stdout=out)
    assert relay_due() == 1
    assert (handled("1"), handled("2")) == (1, 1)


@pytest.mark.django_db
def test_retry_leaves_what_has_not_failed_alone(react: Callable[..., None]) -> None:
    react(counts)
    publish(OrderPaid(order_id="1"))
    relay_due()
    done = OutboxMessage.objects.get()
    assert outbox_retry(ids=[done.id], now=utc_now()) == 0
    assert relay_due() == 0


@pytest.mark.django_db
def test_a_handler_that_this_version_does_not_know_stays_visible(
    react: Callable[..., None],
) -> None:
    react(counts)
    publish(OrderPaid(order_id="1"))
    OutboxMessage.objects.update(handler="billing.handlers.renamed")
    relay_due()
    row = OutboxMessage.objects.get()
    assert (row.status, row.attempts) == (OutboxStatus.PENDING, 1)
    assert row.last_error == "KeyError: 'billing.handlers.renamed'"
    row.attempts, row.due_at = MAX_ATTEMPTS - 1, utc_now()
    row.save()
    relay_due()
    assert outbox_failed().get().handler == "billing.handlers.renamed"


def test_pauses_grow_to_an_hour_and_differ() -> None:
    assert len({pause_after(3) for _ in range(20)}) > 10
    assert timedelta(minutes=45) <= pause_after(30) <= timedelta(minutes=75)


@pytest.mark.usefixtures("committed_db")
def test_a_row_in_other_hands_is_passed_over_and_not_waited_for(
    react: Callable[..., None],
) -> None:
    inside, leave = threading.Event(), threading.Event()

    def waits(event: OrderPaid) -> None:
        if event.order_id == "1":
            inside.set()
            assert leave.wait(30)
        number_next(f"handled-{event.order_id}")

    react(waits)
    publish(OrderPaid(order_id="1"), OrderPaid(order_id="2"))

    def work(number: int) -> bool:
        if number == 0:
            return relay_one(now=utc_now())
        assert inside.wait(30)
        try:
            return relay_one(now=utc_now()) and not relay_one(now=utc_now())
        finally:
            leave.set()

    assert at_once(2, work) == [True, True]
    assert (handled("1"), handled("2")) == (1, 1)


@pytest.mark.usefixtures("committed_db")
def test_many_workers_run_each_row_once(react: Callable[..., None]) -> None:
    react(counts)
    publish(*(OrderPaid(order_id=str(number)) for number in range(100)))
    tried = at_once(8, lambda _: relay_due())
    assert sum(tried) == 100
    assert [handled(str(number)) for number in range(100)] == [1] * 100


@pytest.mark.django_db
def test_what_was_done_long_ago_is_forgotten_and_nothing_else() -> None:
    now = utc_now()
    long_ago = now - KEPT - timedelta(seconds=1)
    for status, done_at in [
        (OutboxStatus.DONE, long_ago),
        (OutboxStatus.DONE, now - KEPT),
        (OutboxStatus.PENDING, None),
        (OutboxStatus.FAILED, None),
    ]:
        OutboxMessage.objects.create(
            event="OrderPaid",
            payload={},
            handler="x",
            status=status,
            done_at=done_at,
            created_at=long_ago,
        )
    assert outbox_purge(now=now) == 1
    left = OutboxMessage.objects.order_by("status").values_list("status", flat=True)
    assert list(left) == ["done", "failed", "pending"]
