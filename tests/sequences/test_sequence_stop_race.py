"""A stop and a dispatcher at the same moment: never a mail after the stop, never a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from sequence_examples import NOW, messages_of

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due, dispatch_one
from saleor_coaching_plugin.sequences.models import Enrolment, SequenceMessage
from saleor_coaching_plugin.sequences.services.enrolment import enrolment_cancel
from saleor_coaching_plugin.sequences.services.sequence import StepContent
from saleor_coaching_plugin.sequences.states import EnrolmentStatus, MessageStatus

pytestmark = pytest.mark.usefixtures("committed_db")

Make = Callable[..., Any]


def in_thread(function: Callable[[], Any]) -> Any:
    """Run with a connection of its own."""
    try:
        return function()
    finally:
        connection.close()


def wait_for_a_waiting_lock() -> None:
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    pytest.fail("nobody waits for a lock")


def test_stop_during_the_hand_over_reaches_the_message_planned_by_it(
    published: Make, enrolled: Make
) -> None:
    enrolment = enrolled(published())
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert dispatch_one(now=NOW)
            stop = pool.submit(
                in_thread, lambda: enrolment_cancel(enrolment_id=enrolment.id, now=NOW)
            )
            wait_for_a_waiting_lock()
        assert stop.result(timeout=30).status == EnrolmentStatus.STOPPED
    assert [m.status for m in messages_of(enrolment)] == [
        MessageStatus.SENT,
        MessageStatus.SUPPRESSED,
    ]


def test_dispatcher_passes_by_a_run_that_is_being_stopped(published: Make, enrolled: Make) -> None:
    sequence = published()
    stopping, other = enrolled(sequence), enrolled(sequence, trigger="purchase:2")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        enrolment_cancel(enrolment_id=stopping.id, now=NOW)
        assert pool.submit(in_thread, lambda: dispatch_one(now=NOW)).result(timeout=30)
        assert not pool.submit(in_thread, lambda: dispatch_one(now=NOW)).result(timeout=30)
    assert MailMessage.objects.get().about == str(other.id)
    assert not dispatch_one(now=NOW)


def test_stops_among_four_dispatchers(published: Make, enrolled: Make, at_once: Make) -> None:
    sequence = published(*[StepContent(f"Mail {n}", "text") for n in range(5)])
    started = utc_now()
    runs = [enrolled(sequence, trigger=f"purchase:{n}", now=started).id for n in range(30)]
    sent_at_stop: dict[Any, int] = {}
    working = threading.Event()

    def work(number: int) -> None:
        if number < 4:
            dispatch_due()
            working.set()
            return
        for run in runs[number % 2 :: 2]:
            enrolment_cancel(enrolment_id=run, now=NOW)
            sent_at_stop[run] = MailMessage.objects.filter(about=str(run)).count()

    at_once(6, work)
    dispatch_due()
    for run, sent in sent_at_stop.items():
        assert MailMessage.objects.filter(about=str(run)).count() == sent
    assert not SequenceMessage.objects.filter(status=MessageStatus.DUE).exists()
    assert not Enrolment.objects.filter(status=EnrolmentStatus.ACTIVE).exists()
    assert not dispatch_one(now=NOW + timedelta(days=9))
