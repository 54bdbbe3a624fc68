"""The mail that brings a participant's agreement, and reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.contracts import NOW
from factories.database import columns_with, refused
from factories.ledger import kinds_of
from factories.seats import (
    ANNA,
    TIM,
    holder,
    invitations,
    planned,
    seat_free_in,
    seat_group_opened,
    seat_invited,
    seat_token,
)
from factories.threads import at_once

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import ParticipantText, Seat
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.invite import invitation_send, seat_remind
from saleor_coaching_plugin.seats.services.share import group_share_name
from saleor_coaching_plugin.terms.errors import TermsErrorCode

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
OWN_BODY = "Dear {{ client.first_name }}{{ payer.name }}, [go]({{ agreement.link }})"


def mail_to(seat: Seat) -> MailMessage:
    mail: MailMessage = invitations(seat.participant_id).latest("created_at")
    return mail


def test_the_mail_says_what_for_and_until_when_and_nothing_of_the_payer() -> None:
    group = seat_group_opened(order_id="T3JkZXI6NzE3", order_line_id="TGluZTo3MTc")
    seat, _ = seat_invited(ANNA, group=group)
    mail = mail_to(seat)
    assert mail.subject == "A place for you: Six sessions"
    assert (mail.to_email, mail.to_name) == ("anna@family.example", "Anna Adams")
    assert "Hello Anna," in mail.text
    assert "until May 15, 2027" in mail.text
    whole = " ".join(map(str, vars(mail).values()))
    for secret in ("Paula", "Payer", "payer.example", "T3JkZXI6NzE3", "TGluZTo3MTc", group.subject):
        assert secret not in whole
    assert str(group.id) not in whole


def test_the_raw_token_stands_in_no_column() -> None:
    seat, token = seat_invited()
    assert columns_with(token) == []
    assert "https://invitation.link.invalid/" in mail_to(seat).text


def test_a_shared_name_is_told_and_no_more() -> None:
    group = seat_group_opened()
    group_share_name(group_id=group.id, name="Aunt *Paula*")
    text = mail_to(seat_invited(group=group)[0]).text
    assert "Aunt *Paula* has kept a place in Six sessions for you" in text
    assert "payer.example" not in text


def test_a_gift_message_is_quoted_line_by_line_as_text() -> None:
    seat, _ = seat_invited(message="# Happy birthday!\n<b>Yours</b>, [x](http://evil.example)")
    html = mail_to(seat).html
    assert "<blockquote" in html
    assert "# Happy birthday!<br>" in html
    assert "&lt;b&gt;Yours&lt;/b&gt;, [x](http://evil.example)" in html


def test_the_guardian_reads_that_only_they_can_accept() -> None:
    mail = mail_to(seat_invited(TIM)[0])
    assert mail.subject == "A place for Tim: Six sessions"
    assert (mail.to_email, mail.to_name) == ("paul@family.example", "Paul Adams")
    assert "Hello Paul Adams," in mail.text
    assert "kept for Tim Adams" in mail.text
    assert "Only you can accept for Tim." in mail.text


def test_in_german_it_is_german_and_a_reminder_too() -> None:
    seat, _ = seat_invited(replace(TIM, language="de-AT"))
    mail = mail_to(seat)
    assert mail.subject == "Ein Platz für Tim: Six sessions"
    assert "Guten Tag Paul Adams," in mail.text
    assert "gilt bis zum 15. Mai 2027" in mail.text
    seat_remind(seat_id=seat.id, now=LATER)
    assert mail_to(seat).subject == "Erinnerung: Ein Platz für Tim: Six sessions"


def test_the_coachs_own_words_are_used_with_what_they_leave_out() -> None:
    group = seat_group_opened(
        invitation_subject="Welcome, {{ client.first_name }}", invitation_body=OWN_BODY
    )
    seat, token = seat_invited(TIM, group=group, message="Enjoy!")
    mail = mail_to(seat)
    assert mail.subject == "Welcome, Tim"
    assert "Dear Tim, go (https://invitation.link.invalid/)" in mail.text
    assert "Only you can accept for Tim." in mail.text
    assert "Enjoy!" in mail.text
    assert link_open(token, now=NOW).text.participant == holder(seat)


def test_a_gift_message_that_the_coachs_words_have_is_not_said_twice() -> None:
    body = "{{ gift.message }} [go]({{ agreement.link }})"
    group = seat_group_opened(invitation_subject="Hello", invitation_body=body)
    assert mail_to(seat_invited(group=group, message="Enjoy!")[0]).text.count("Enjoy!") == 1


@pytest.mark.parametrize(
    "own",
    [
        {"title": "Six sessions for €500"},
        {"invitation_subject": "Worth 500 euros", "invitation_body": OWN_BODY},
        {"invitation_subject": "Hello", "invitation_body": "A gift of 500 euros"},
    ],
)
def test_a_mail_with_an_amount_does_not_leave(own: dict[str, str]) -> None:
    seat = seat_free_in(seat_group_opened(**own))
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "invitation"):
        seat_assign(seat_id=seat.id, planned=planned(), now=NOW)


def test_sending_an_invitation_that_has_left_mails_nothing() -> None:
    seat, _ = seat_invited()
    invitation_send(seat, LATER)
    assert invitations(seat.participant_id).count() == 1


def test_a_reminder_brings_the_same_text_under_a_new_link_with_all_the_time() -> None:
    seat, old = seat_invited()
    seat = seat_remind(seat_id=seat.id, now=LATER)
    new = seat_token(seat)
    assert link_open(new, now=LATER).text == ParticipantText.objects.get()
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        link_open(old, now=LATER)
    seat.refresh_from_db()
    assert (seat.status, seat.reminded_at) == ("invited", LATER)
    assert seat.expires_at == LATER + timedelta(days=14) == link_open(new, now=LATER).expires_at
    assert kinds_of(f"participant:{seat.participant_id}") == ["seat_invited", "seat_reminded"]
    mail = mail_to(seat)
    assert mail.subject == "Reminder: A place for you: Six sessions"
    assert "until May 18, 2027" in mail.text


def test_an_opened_seat_stays_opened_and_an_expired_one_is_invited_again() -> None:
    seat, _ = seat_invited()
    Seat.objects.filter(id=seat.id).update(status="opened")
    assert seat_remind(seat_id=seat.id, now=LATER).status == "opened"
    Seat.objects.filter(id=seat.id).update(status="expired")
    assert seat_remind(seat_id=seat.id, now=LATER + timedelta(days=30)).status == "invited"


@pytest.mark.parametrize("status", ["planned", "accepted", "active", "declined", "refunded"])
def test_nobody_else_is_reminded(status: str) -> None:
    seat, _ = seat_invited()
    Seat.objects.filter(id=seat.id).update(status=status)
    with refused(SeatErrorCode.NOT_REMINDABLE, "id"):
        seat_remind(seat_id=seat.id, now=LATER)


def test_a_free_or_unknown_seat_is_not_reminded() -> None:
    free = seat_free_in()
    with refused(SeatErrorCode.NOT_REMINDABLE, "id"):
        seat_remind(seat_id=free.id, now=LATER)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        seat_remind(seat_id=uuid4(), now=LATER)


def test_a_day_lies_between_two_mails() -> None:
    seat, _ = seat_invited()
    day = timedelta(days=1)
    with refused(SeatErrorCode.TOO_SOON, "id"):
        seat_remind(seat_id=seat.id, now=NOW + day - timedelta(seconds=1))
    seat_remind(seat_id=seat.id, now=NOW + day)
    with refused(SeatErrorCode.TOO_SOON, "id"):
        seat_remind(seat_id=seat.id, now=NOW + 2 * day - timedelta(seconds=1))


@pytest.mark.usefixtures("committed_db")
def test_many_clicks_on_remind_are_one_mail() -> None:
    seat, _ = seat_invited()
    answers: list[Any] = at_once(6, lambda _: seat_remind(seat_id=seat.id, now=LATER))
    refusals = [each for each in answers if isinstance(each, SeatError)]
    assert {each.code for each in refusals} == {SeatErrorCode.TOO_SOON}
    assert len(refusals) == 5
    assert MailMessage.objects.filter(kind="seat_reminded").count() == 1
