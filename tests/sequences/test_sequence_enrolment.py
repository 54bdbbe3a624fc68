"""One run per sequence, person and trigger, however often and at once it is asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from queue import Empty
from typing import Any

import pytest
from sequence_examples import NOW, SAM, STEPS, VALUES, messages_of

from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.outbox.wake import WORK_TASK
from saleor_coaching_plugin.sandbox.celery import app
from saleor_coaching_plugin.sequences.dispatcher import dispatch_one
from saleor_coaching_plugin.sequences.errors import SequenceError, SequenceErrorCode
from saleor_coaching_plugin.sequences.models import Enrolment, Sequence, SequenceMessage
from saleor_coaching_plugin.sequences.selectors import enrolments_found
from saleor_coaching_plugin.sequences.services.enrolment import (
    Recipient,
    enrol,
    enrolment_cancel,
)
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_draft_save,
    sequence_publish,
)
from saleor_coaching_plugin.sequences.states import EnrolmentStatus, MessageStatus

Make = Callable[..., Any]


@pytest.mark.django_db
def test_run_begins_with_its_first_message_alone(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published())
    assert (enrolment.status, enrolment.enrolled_at) == (EnrolmentStatus.ACTIVE, NOW)
    [message] = messages_of(enrolment)
    assert (message.step.position, message.due_at) == (1, NOW)
    assert message.status == MessageStatus.DUE


@pytest.mark.django_db
def test_delay_of_the_first_step_counts_from_the_enrolment(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published(StepContent("s", "text", delay_seconds=90)))
    assert messages_of(enrolment)[0].due_at == NOW + timedelta(seconds=90)


@pytest.mark.django_db
def test_repeat_returns_the_first_run(published: Make) -> None:
    sequence = published()
    first, created = enrol(
        sequence_id=sequence.id, recipient=SAM, trigger="purchase:1", values=VALUES, now=NOW
    )
    again, created_again = enrol(
        sequence_id=sequence.id,
        recipient=replace(SAM, email=" SAM@Example.com "),
        trigger="purchase:1",
        values={},
        now=NOW + timedelta(days=1),
    )
    assert (created, created_again) == (True, False)
    assert again == first
    assert again.values == VALUES
    assert SequenceMessage.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_twenty_enrolments_at_once_are_one_run_with_one_message(
    published: Make, at_once: Make
) -> None:
    sequence = published()

    def same(_: int) -> tuple[Enrolment, bool]:
        return enrol(
            sequence_id=sequence.id, recipient=SAM, trigger="agreement:1", values=VALUES, now=NOW
        )

    answers = at_once(20, same)
    assert sorted(created for _, created in answers) == [False] * 19 + [True]
    assert len({enrolment.id for enrolment, _ in answers}) == 1
    assert Enrolment.objects.count() == SequenceMessage.objects.count() == 1


@pytest.mark.django_db
def test_another_trigger_or_sequence_or_person_is_another_run(
    published: Make, enrolled: Make
) -> None:
    sequence = published()
    runs = {
        enrolled(sequence).id,
        enrolled(sequence, trigger="purchase:2").id,
        enrolled(published()).id,
        enrolled(sequence, recipient=replace(SAM, email="kim@example.com")).id,
    }
    assert len(runs) == 4


@pytest.mark.django_db
def test_run_stays_with_the_version_it_began_in(published: Make, enrolled: Make) -> None:
    sequence = published()
    old = enrolled(sequence)
    draft = sequence_draft_save(sequence_id=sequence.id, steps=[StepContent("New", "text")])
    sequence_publish(version_id=draft.id, now=NOW)
    assert enrolled(sequence).sequence_version.number == 1
    assert enrolled(sequence, trigger="purchase:2").sequence_version.number == 2
    while dispatch_one(now=NOW + timedelta(days=30)):
        pass
    assert [m.step.subject for m in messages_of(old)][:2] == [STEPS[0].subject, STEPS[1].subject]


@pytest.mark.django_db
def test_sequence_must_be_published_and_exist(enrolled: Make) -> None:
    draft = sequence_create(name="Draft", steps=STEPS)
    with pytest.raises(SequenceError) as refusal:
        enrolled(draft)
    assert refusal.value.code == SequenceErrorCode.NOT_PUBLISHED
    with pytest.raises(NotFound):
        enrolled(Sequence(id=uuid.uuid4()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("recipient", "field"),
    [
        (replace(SAM, email="a@example.com\nBcc: b@example.com"), "email"),
        (replace(SAM, timezone="Europe/Atlantis"), "timezone"),
        (replace(SAM, timezone="../../etc/passwd"), "timezone"),
        (replace(SAM, timezone="Europe"), "timezone"),
    ],
)
def test_unusable_recipient_is_refused(
    published: Make, enrolled: Make, recipient: Recipient, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        enrolled(published(), recipient=recipient)
    assert refusal.value.field == field
    assert not Enrolment.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_new_run_wakes_a_worker_and_a_repeat_does_not(published: Make, enrolled: Make) -> None:
    sequence = published()
    with app.connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()
        enrolled(sequence)
        call = queue.get(timeout=5)
        call.ack()
        assert call.headers["task"] == WORK_TASK
        enrolled(sequence)
        with pytest.raises(Empty):
            queue.get(timeout=0.2)


@pytest.mark.django_db
def test_cancelled_run_sends_nothing_more(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published())
    assert dispatch_one(now=NOW)
    stopped = enrolment_cancel(enrolment_id=enrolment.id, now=NOW + timedelta(hours=1))
    assert (stopped.status, stopped.stopped_at) == (
        EnrolmentStatus.STOPPED,
        NOW + timedelta(hours=1),
    )
    assert [m.status for m in messages_of(enrolment)] == [
        MessageStatus.SENT,
        MessageStatus.SUPPRESSED,
    ]
    assert not dispatch_one(now=NOW + timedelta(days=9))


@pytest.mark.django_db
def test_cancelling_twice_keeps_the_first_time_and_a_repeated_trigger_starts_nothing(
    published: Make, enrolled: Make
) -> None:
    sequence = published()
    enrolment = enrolled(sequence)
    enrolment_cancel(enrolment_id=enrolment.id, now=NOW)
    again = enrolment_cancel(enrolment_id=enrolment.id, now=NOW + timedelta(days=1))
    assert again.stopped_at == NOW
    assert enrolled(sequence).status == EnrolmentStatus.STOPPED
    assert not dispatch_one(now=NOW + timedelta(days=9))


@pytest.mark.django_db
def test_cancelling_a_completed_run_leaves_it_completed(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published(StepContent("s", "text")))
    assert dispatch_one(now=NOW)
    assert enrolment_cancel(enrolment_id=enrolment.id, now=NOW).status == EnrolmentStatus.COMPLETED
    with pytest.raises(NotFound):
        enrolment_cancel(enrolment_id=uuid.uuid4(), now=NOW)


@pytest.mark.django_db
def test_runs_of_a_person_come_newest_first(published: Make, enrolled: Make) -> None:
    sequence = published()
    first = enrolled(sequence)
    second = enrolled(sequence, trigger="purchase:2", now=NOW + timedelta(days=1))
    enrolled(sequence, recipient=replace(SAM, email="kim@example.com"))
    assert list(enrolments_found(email="sam@example.com")) == [second, first]
