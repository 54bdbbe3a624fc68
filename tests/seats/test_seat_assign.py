"""Naming somebody, handing a seat over, taking somebody out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.contracts import BROWSER, NOW, answers, terms_published
from factories.database import refused, rows
from factories.ledger import kinds_of
from factories.seats import (
    ANNA,
    BEN,
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

from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink, Seat
from saleor_coaching_plugin.seats.plan import PlannedSeat
from saleor_coaching_plugin.seats.selectors import link_open, place_of, places_of, text_of
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.assign import seat_assign, seat_free
from saleor_coaching_plugin.seats.services.close import seat_close
from saleor_coaching_plugin.seats.services.sweep import seats_expire
from saleor_coaching_plugin.terms.errors import TermsErrorCode

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


def assigned(seat: Seat, named: PlannedSeat, now: Any = NOW) -> Seat:
    return seat_assign(seat_id=seat.id, planned=named, now=now)


def test_who_is_named_is_invited_at_once_with_a_text_and_a_number() -> None:
    seat, token = seat_invited(ANNA)
    participant = holder(seat)
    assert (seat.status, seat.expires_at) == ("invited", NOW + timedelta(days=14))
    assert (participant.number, participant.invited_at) == ("PA-2027-0001", NOW)
    link = link_open(token, now=NOW)
    assert link.text == text_of(participant)
    assert link.expires_at == seat.expires_at
    assert link.text.html == (
        "<h1>Agreement PA-2027-0001</h1>\n"
        "<p>of Anna Adams on Six sessions</p>\n"
        "<p>Somebody else has given you this place.</p>\n"
    )
    assert kinds_of(f"participant:{participant.id}") == ["seat_invited"]
    assert places_of("anna@family.example") == [participant]
    assert place_of("anna@family.example", participant.id) == participant


def test_without_a_language_the_groups_is_used() -> None:
    group = seat_group_opened(language="de")
    seat, _ = seat_invited(ANNA, group=group)
    other, _ = seat_invited(replace(BEN, language="fr"), group=group)
    assert [holder(each).language for each in (seat, other)] == ["de", "fr"]


def test_naming_the_same_person_again_changes_nothing_and_mails_nothing() -> None:
    seat, _ = seat_invited(ANNA)
    before = rows()
    assert assigned(seat, planned(ANNA), LATER) == seat
    assert assigned(seat, planned(replace(ANNA, email="ANNA@family.example")), LATER) == seat
    assert rows() == before


def test_handing_a_seat_over_kills_the_old_link_and_invites_the_other() -> None:
    seat, old = seat_invited(ANNA)
    anna = holder(seat)
    seat = assigned(seat, planned(BEN), LATER)
    assert link_open(seat_token(seat), now=LATER).text.participant == holder(seat)
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        link_open(old, now=LATER)
    anna.refresh_from_db()
    assert anna.replaced_at == LATER
    assert (holder(seat).first_name, seat.status) == ("Ben", "invited")
    assert kinds_of(f"participant:{anna.id}") == ["seat_invited", "seat_handed_over"]
    assert places_of("anna@family.example") == []


@pytest.mark.parametrize("status", ["free", "opened", "declined", "expired"])
def test_a_seat_that_nobody_has_accepted_can_be_given_to_somebody(status: str) -> None:
    seat, _ = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status=status)
    assert assigned(seat, planned(BEN)).status == "invited"


@pytest.mark.parametrize("status", ["accepted", "active", "refunded"])
@pytest.mark.parametrize("person", [ANNA, BEN])
def test_a_seat_that_is_taken_or_paid_back_cannot(status: str, person: Any) -> None:
    seat, _ = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status=status)
    with refused(SeatErrorCode.NOT_ASSIGNABLE, "id", saying=status):
        assigned(seat, planned(person))


def test_who_declined_can_be_named_once_more() -> None:
    seat, _ = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status="declined")
    before = holder(seat)
    seat = assigned(seat, planned(ANNA), LATER)
    assert (seat.status, holder(seat) == before) == ("invited", False)


def test_an_unknown_seat_is_not_found() -> None:
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        seat_assign(seat_id=uuid4(), planned=planned(), now=NOW)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        seat_free(seat_id=uuid4(), now=NOW)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (planned(replace(ANNA, email="nobody")), CoreErrorCode.INVALID, "email"),
        (planned(on=TODAY - timedelta(days=1)), CoreErrorCode.INVALID, "invite_on"),
        (
            planned(message="worth 300 euros"),
            TermsErrorCode.AMOUNT_FOR_PARTICIPANTS,
            "gift_message",
        ),
    ],
)
def test_who_cannot_be_named_changes_nothing(wrong: PlannedSeat, code: Any, field: str) -> None:
    seat, _ = seat_invited(ANNA)
    with refused(code, field):
        assigned(seat, wrong)


def test_for_a_later_day_nothing_is_frozen_or_mailed_yet() -> None:
    seat = seat_free_in()
    seat = assigned(seat, planned(on=TODAY + timedelta(days=7)))
    assert (seat.status, seat.expires_at) == ("planned", None)
    assert not holder(seat).texts.exists()
    assert places_of("anna@family.example") == []
    before = rows()
    assigned(seat, planned(on=TODAY + timedelta(days=7)), LATER)
    assert rows() == before
    assert assigned(seat, planned(), LATER).status == "invited"


def test_today_is_at_once() -> None:
    assert assigned(seat_free_in(), planned(on=TODAY)).status == "invited"


def test_the_guardian_of_a_minor_is_the_one_who_is_written_to() -> None:
    seat, _ = seat_invited(TIM)
    participant = holder(seat)
    assert participant.is_minor
    assert [mail.to_email for mail in invitations(participant.id)] == ["paul@family.example"]
    assert places_of("paul@family.example") == [participant]


def test_a_seat_goes_through_ten_hands_at_most() -> None:
    seat = seat_free_in()
    for number in range(10):
        assigned(seat, planned(replace(ANNA, email=f"anna{number}@family.example")))
    with refused(SeatErrorCode.NOT_ASSIGNABLE, "id", saying="10 people"):
        assigned(seat, planned(BEN))
    seat_free(seat_id=seat.id, now=NOW)
    with refused(SeatErrorCode.NOT_ASSIGNABLE, "id", saying="10 people"):
        assigned(seat, planned(BEN))


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ("{{ package.description }}", TemplateErrorCode.UNKNOWN_MERGE_FIELD, "body"),
        ("This is {{ package.name }}", TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "terms"),
    ],
)
def test_an_invitation_whose_text_cannot_be_shown_changes_nothing(
    body: str, code: Any, field: str
) -> None:
    terms = terms_published(body)
    values = {"package": {"name": "only €99.00"}}
    seat = seat_free_in(seat_group_opened(terms_id=terms.id, values=values))
    with refused(code, field):
        assigned(seat, planned())


def test_a_value_with_an_amount_that_no_text_uses_is_refused_too() -> None:
    """It would reach the participant with the evidence."""
    group = seat_group_opened(values={"package": {"name": "Six", "description": "for $ 4,200"}})
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "terms"):
        assigned(seat_free_in(group), planned())


def test_taking_somebody_out_leaves_the_seat_free_and_the_link_dead() -> None:
    seat, token = seat_invited(ANNA)
    anna = holder(seat)
    seat = seat_free(seat_id=seat.id, now=LATER)
    seat.refresh_from_db()
    assert (seat.status, seat.participant, seat.expires_at) == ("free", None, None)
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        link_open(token, now=LATER)
    assert kinds_of(f"participant:{anna.id}") == ["seat_invited", "seat_freed"]
    before = rows()
    assert seat_free(seat_id=seat.id, now=LATER) == seat
    assert rows() == before
    assert assigned(seat, planned(ANNA), LATER).status == "invited"


@pytest.mark.parametrize("status", ["accepted", "active", "refunded"])
def test_who_has_accepted_cannot_be_taken_out(status: str) -> None:
    seat, _ = seat_invited(ANNA)
    Seat.objects.filter(id=seat.id).update(status=status)
    with refused(SeatErrorCode.NOT_ASSIGNABLE, "id"):
        seat_free(seat_id=seat.id, now=NOW)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_name_somebody_at_once_one_is_refused(attempt: int) -> None:
    seat = seat_free_in()
    people = [planned(ANNA), planned(BEN)]
    answers = at_once(2, lambda number: assigned(seat, people[number]))
    seats = [each for each in answers if isinstance(each, Seat)]
    if len(seats) == 2:  # one came after the other: the later one has the seat
        assert Participant.objects.filter(replaced_at=None).count() == 1
    else:
        [refusal] = [each for each in answers if isinstance(each, SeatError)]
        assert refusal.code == SeatErrorCode.NOT_ASSIGNABLE
        assert Participant.objects.count() == 1
    assert ParticipantLink.objects.filter(revoked_at=None).count() == 1


@pytest.mark.usefixtures("committed_db")
def test_the_same_person_named_by_many_clicks_is_invited_once() -> None:
    seat = seat_free_in()
    answers = at_once(8, lambda _: assigned(seat, planned(ANNA)))
    assert [type(each) for each in answers] == [Seat] * 8
    assert Participant.objects.count() == 1
    assert MailMessage.objects.filter(kind="seat_invited").count() == 1


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("taken_from", [seat_free, seat_close, seat_assign])
def test_a_seat_is_accepted_or_taken_from_its_holder_and_never_both(
    attempt: int, taken_from: Callable[..., Seat]
) -> None:
    seat, token = seat_invited(ANNA)
    anna = holder(seat)
    acceptance = Acceptance(text_of(anna).sha256, answers("terms"))
    more = {"planned": planned(BEN)} if taken_from is seat_assign else {}

    def either(number: int) -> object:
        if number:
            return taken_from(seat_id=seat.id, now=LATER, **more)
        return seat_accept(token=token, acceptance=acceptance, act=BROWSER, now=LATER)

    accepted, taken = at_once(2, either)
    seat.refresh_from_db()
    anna.refresh_from_db()
    if isinstance(taken, Seat):
        assert isinstance(accepted, SeatError)
        assert accepted.code == SeatErrorCode.LINK_INVALID
        assert (anna.accepted_at, anna.replaced_at) == (None, LATER)
        assert seat.status == taken.status
    else:
        assert isinstance(taken, SeatError)
        assert (seat.status, seat.participant_id) == ("accepted", anna.id)
        assert (anna.accepted_at, anna.replaced_at) == (LATER, None)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("attempt", range(3))
def test_a_hand_over_while_the_invitation_runs_out_stands(attempt: int) -> None:
    seat, _ = seat_invited(ANNA)
    after = NOW + timedelta(days=14)

    def either(number: int) -> object:
        return assigned(seat, planned(BEN), after) if number else seats_expire(now=after)

    expired, given = at_once(2, either)
    assert expired in (0, 1)
    assert isinstance(given, Seat)
    seat.refresh_from_db()
    assert (seat.status, holder(seat).first_name) == ("invited", "Ben")
    assert seat.expires_at == after + timedelta(days=14)
