"""Each message once, when it is due; a bad one does not hold up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from sequence_examples import DAY, NOW, SAM, STEPS, VALUES, messages_of

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import MAX_ATTEMPTS
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due, dispatch_one
from saleor_coaching_plugin.sequences.models import Enrolment, SequenceMessage
from saleor_coaching_plugin.sequences.services.sequence import StepContent
from saleor_coaching_plugin.sequences.states import EnrolmentStatus, MessageStatus

Make = Callable[..., Any]


@pytest.mark.django_db
def test_first_mail_leaves_at_once(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published())
    assert dispatch_one(now=NOW)
    [sent, coming] = messages_of(enrolment)
    assert (sent.status, sent.sent_at, sent.attempts) == (MessageStatus.SENT, NOW, 1)
    assert sent.mail.key == f"sequence-message:{sent.id}"
    assert (sent.mail.to_email, sent.mail.to_name) == ("sam@example.com", "Sam Client")
    assert (sent.mail.kind, sent.mail.about) == ("sequence", str(enrolment.id))
    assert sent.mail.subject == "Welcome, Sam"
    assert "Hello <strong>Sam Client</strong>" in sent.mail.html
    assert (coming.status, coming.due_at) == (MessageStatus.DUE, NOW + timedelta(days=1))


@pytest.mark.django_db
def test_next_mail_waits_until_it_is_due_and_the_last_completes_the_run(
    published: Make, enrolled: Make
) -> None:
    enrolment = enrolled(published())
    assert dispatch_one(now=NOW)
    almost = NOW + timedelta(days=1) - timedelta(microseconds=1)
    assert not dispatch_one(now=almost)
    assert dispatch_one(now=NOW + timedelta(days=1))
    assert not dispatch_one(now=NOW + timedelta(days=2))
    assert dispatch_one(now=NOW + timedelta(days=3))
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert [m.status for m in messages_of(enrolment)] == [MessageStatus.SENT] * 3
    assert list(MailMessage.objects.order_by("created_at").values_list("subject", flat=True)) == [
        "Welcome, Sam",
        "The next day",
        "Two days on",
    ]


@pytest.mark.django_db
def test_after_an_outage_mails_keep_their_distance(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published())
    late = NOW + timedelta(days=30)
    assert dispatch_one(now=late)
    assert not dispatch_one(now=late)
    assert messages_of(enrolment)[1].due_at == late + timedelta(days=1)


@pytest.mark.django_db
def test_dispatch_due_follows_a_run_through_steps_without_delay_up_to_the_limit(
    published: Make, enrolled: Make
) -> None:
    steps = [StepContent(f"Mail {n}", "text") for n in range(4)]
    enrolled(published(*steps, STEPS[1]), now=utc_now())
    assert dispatch_due(limit=3) == 3
    assert dispatch_due(limit=3) == 1
    assert dispatch_due() == 0
    assert SequenceMessage.objects.filter(status=MessageStatus.DUE).count() == 1


@pytest.mark.django_db
def test_what_is_due_longest_goes_first(published: Make, enrolled: Make) -> None:
    sequence = published(StepContent("For {{ client.first_name }}", "text"))
    for minutes, name in ((2, "Late"), (1, "Early")):
        enrolled(
            sequence,
            trigger=f"purchase:{name}",
            values={"client": {"first_name": name}},
            now=NOW + timedelta(minutes=minutes),
        )
    assert dispatch_one(now=NOW + timedelta(days=1))
    assert MailMessage.objects.get().subject == "For Early"


@pytest.mark.django_db
def test_a_name_is_text_in_the_body_and_one_line_in_the_subject(
    published: Make, enrolled: Make
) -> None:
    name = "Sam *the* <b>\r\nBcc: x@example.com"
    enrolled(
        published(StepContent("Hi {{ client.name }}", "Dear {{ client.name }}")),
        values={"client": {"name": name}},
        recipient=replace(SAM, name=name),
    )
    assert dispatch_one(now=NOW)
    mail = MailMessage.objects.get()
    assert mail.subject == "Hi Sam *the* <b> Bcc: x@example.com"
    assert "\n" not in mail.to_name
    assert "Dear Sam *the* &lt;b&gt; Bcc: x@example.com" in mail.html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trigger", "read"),
    [
        ("agreement:1", "You pay"),
        ("purchase:1", "You pay"),
        ("seat:1", "You take part"),
        ("staff", "You take part"),
    ],
)
def test_a_part_for_payers_goes_to_those_who_have_paid_alone(
    published: Make, enrolled: Make, trigger: str, read: str
) -> None:
    body = "{% payer %}You pay{% endpayer %}{% participant %}You take part{% endparticipant %}"
    enrolled(published(StepContent("Hi", body)), trigger=trigger)
    assert dispatch_one(now=NOW)
    assert MailMessage.objects.get().text.strip() == read


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["<{{ portal.link }}>", "[Open]({{ portal.link }})"])
def test_portal_link_works_in_any_kind_of_link(published: Make, enrolled: Make, body: str) -> None:
    enrolled(published(StepContent("s", body)))
    assert dispatch_one(now=NOW)
    assert 'href="https://coach.example/portal/"' in MailMessage.objects.get().html


@pytest.mark.usefixtures("committed_db")
def test_four_dispatchers_send_each_message_once(
    published: Make, enrolled: Make, at_once: Make
) -> None:
    sequence = published(StepContent("One", "text"), StepContent("Two", "text"))
    started = utc_now()
    for number in range(25):
        enrolled(sequence, trigger=f"purchase:{number}", now=started)

    tried = at_once(4, lambda _: dispatch_due())
    # A dispatcher may find all that is left in other hands and leave; what follows it is due.
    total = sum(tried) + dispatch_due()
    assert total == 50
    assert MailMessage.objects.count() == 50
    assert set(SequenceMessage.objects.values_list("status", "attempts")) == {
        (MessageStatus.SENT, 1)
    }
    assert set(Enrolment.objects.values_list("status", flat=True)) == {EnrolmentStatus.COMPLETED}


@pytest.mark.django_db
def test_text_that_cannot_be_filled_in_fails_visibly_and_the_rest_goes_on(
    published: Make, enrolled: Make
) -> None:
    """Published for agreements, used for a purchase: it has no agreement to speak of."""
    bad = published(StepContent("s", "About {{ agreement.number }}"), STEPS[1])
    unlucky = enrolled(bad)
    lucky = enrolled(published(), trigger="purchase:2", now=NOW + timedelta(seconds=1))
    now = NOW + timedelta(minutes=1)
    assert dispatch_one(now=now)
    assert dispatch_one(now=now)
    [failed, coming] = messages_of(unlucky)
    assert (failed.status, failed.mail, failed.sent_at) == (MessageStatus.FAILED, None, None)
    assert "agreement" in failed.error
    assert (coming.status, coming.due_at) == (MessageStatus.DUE, now + timedelta(days=1))
    assert messages_of(lucky)[0].status == MessageStatus.SENT
    assert MailMessage.objects.count() == 1


@pytest.mark.django_db
def test_run_whose_last_mail_fails_is_over(published: Make, enrolled: Make) -> None:
    enrolment = enrolled(published(StepContent("{{ agreement.number }}", "text")))
    assert dispatch_one(now=NOW)
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.COMPLETED
    assert not dispatch_one(now=NOW + timedelta(days=9))


@contextmanager
def refusing(table: str, allowed: str) -> Iterator[None]:
    """The database takes only such rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT out_of_order CHECK ({allowed})")
        yield
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT out_of_order")


def no_mail_for_sam() -> AbstractContextManager[None]:
    return refusing("coaching_mailmessage", "to_email <> 'sam@example.com'")


@pytest.mark.usefixtures("committed_db")
def test_passing_fault_is_tried_again_and_does_not_hold_up_the_others(
    published: Make, enrolled: Make
) -> None:
    sequence = published(StepContent("s", "text"))
    stuck = enrolled(sequence)
    other = enrolled(sequence, trigger="purchase:2", recipient=replace(SAM, email="kim@x.example"))
    with no_mail_for_sam():
        assert dispatch_one(now=NOW)
        assert dispatch_one(now=NOW)
        assert not dispatch_one(now=NOW)
    [message] = messages_of(stuck)
    assert (message.status, message.attempts) == (MessageStatus.DUE, 1)
    assert NOW < message.due_at < NOW + timedelta(minutes=1)
    assert "out_of_order" in message.error
    assert messages_of(other)[0].status == MessageStatus.SENT
    assert dispatch_one(now=message.due_at)
    [message] = messages_of(stuck)
    assert (message.status, message.error) == (MessageStatus.SENT, "")


@pytest.mark.usefixtures("committed_db")
def test_mail_that_was_logged_but_not_promised_is_taken_back(
    published: Make, enrolled: Make
) -> None:
    enrolment = enrolled(published())
    with refusing("coaching_outboxmessage", "event <> 'MailQueued'"):
        assert dispatch_one(now=NOW)
    [message] = messages_of(enrolment)
    assert (message.status, message.attempts, message.mail) == (MessageStatus.DUE, 1, None)
    assert not MailMessage.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_fault_that_does_not_pass_fails_after_the_last_attempt(
    published: Make, enrolled: Make
) -> None:
    enrolment = enrolled(published(StepContent("s", "text")))
    with no_mail_for_sam():
        tries = 0
        while dispatch_one(now=NOW + timedelta(seconds=tries * DAY)):
            tries += 1
    [message] = messages_of(enrolment)
    assert tries == message.attempts == MAX_ATTEMPTS
    assert message.status == MessageStatus.FAILED


@pytest.mark.django_db
def test_values_are_those_of_the_enrolment(published: Make, enrolled: Make) -> None:
    sequence = published()
    enrolled(sequence)
    enrolled(sequence, values=VALUES | {"client": {"name": "Other", "first_name": "Other"}})
    assert dispatch_one(now=NOW)
    assert not dispatch_one(now=NOW)
    assert MailMessage.objects.get().subject == "Welcome, Sam"
