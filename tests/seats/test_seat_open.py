"""Seats are opened once, and whoever was planned for them is invited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from factories.contracts import NOW, terms_published
from factories.database import rows
from factories.ledger import facts_of, kinds_of
from factories.seats import (
    ANNA,
    BEN,
    TIM,
    invitations,
    opening_of,
    planned,
    seat_group_opened,
)
from factories.threads import at_once

from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import planned_read
from saleor_coaching_plugin.seats.selectors import plan_of
from saleor_coaching_plugin.seats.services.open import group_open
from saleor_coaching_plugin.seats.services.plan import seat_plan_save
from saleor_coaching_plugin.seats.services.sweep import seats_invite_due

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def held(group: SeatGroup) -> list[tuple[int, str, str]]:
    """Position, status and the holder's first name."""
    seats = Seat.objects.filter(group=group).select_related("participant")
    return [
        (seat.position, seat.status, seat.participant.first_name if seat.participant else "")
        for seat in seats
    ]


def test_the_seats_are_numbered_and_free() -> None:
    group = seat_group_opened(seats=3)
    assert held(group) == [(1, "free", ""), (2, "free", ""), (3, "free", "")]
    assert SeatGroup.objects.get().payer_name == "Paula Payer"


def test_the_payers_chain_tells_how_many_and_names_nobody() -> None:
    group = seat_group_opened(chain="order:7", seats=3)
    assert kinds_of("order:7") == ["seats_opened"]
    entry = LedgerEntry.objects.get()
    facts = facts_of(entry)
    assert (facts["group"], facts["seats"]) == (str(group.id), 3)
    assert entry.personal.data == "{}"


def test_without_an_acceptance_in_the_ledger_no_chain_begins() -> None:
    seat_group_opened(chain="")
    assert not LedgerEntry.objects.exists()


def test_opening_again_changes_nothing() -> None:
    opening = opening_of(chain="order:7", plan_subject="checkout:1:2")
    seat_plan_save(subject="checkout:1:2", people=[planned()], shared_name="", now=NOW)
    group = group_open(opening=opening, now=NOW)
    before = rows()
    assert group_open(opening=opening, now=NOW + timedelta(days=1)) == group
    assert rows() == before


def test_who_was_planned_is_invited_in_order_under_the_shared_name() -> None:
    opening = opening_of(plan_subject="checkout:1:2", seats=3)
    people = [planned(ANNA, message="Enjoy!"), planned(BEN)]
    seat_plan_save(subject="checkout:1:2", people=people, shared_name="Paula", now=NOW)
    group = group_open(opening=opening, now=NOW)
    assert held(group) == [(1, "invited", "Anna"), (2, "invited", "Ben"), (3, "free", "")]
    assert group.shared_name == "Paula"
    anna, ben = Participant.objects.order_by("number")
    assert (anna.number, ben.number) == ("PA-2027-0001", "PA-2027-0002")
    assert (anna.gift_message, ben.gift_message) == ("Enjoy!", "")
    assert MailMessage.objects.filter(kind="seat_invited").count() == 2


def test_who_was_planned_for_a_later_day_is_not_written_to_yet() -> None:
    later = TODAY + timedelta(days=30)
    group = seat_group_opened(people=[planned(on=later)])
    seat = group.seats.get(position=1)
    assert (seat.status, seat.invite_on) == ("planned", later)
    assert not MailMessage.objects.exists()


def test_a_planned_day_that_has_passed_before_the_payment_is_today() -> None:
    opening = opening_of(plan_subject="checkout:1:2")
    people = [planned(on=TODAY + timedelta(days=1))]
    seat_plan_save(subject="checkout:1:2", people=people, shared_name="", now=NOW)
    group = group_open(opening=opening, now=NOW + timedelta(days=5))
    assert held(group)[0] == (1, "invited", "Anna")


def test_more_people_than_seats_stay_in_a_plan_of_the_group() -> None:
    people = [planned(ANNA), planned(BEN), planned(TIM)]
    group = seat_group_opened(people=people, seats=2)
    assert [name for _, _, name in held(group)] == ["Anna", "Ben"]
    left = plan_of(group.subject)
    assert left is not None
    assert [planned_read(each).person.first_name for each in left.people] == ["Tim"]


def test_a_text_that_cannot_be_filled_in_does_not_keep_the_seats_from_being_opened() -> None:
    terms = terms_published("{{ package.description }}")
    group = seat_group_opened(people=[planned(ANNA), planned(BEN)], terms_id=terms.id)
    assert held(group)[:2] == [(1, "planned", "Anna"), (2, "planned", "Ben")]
    told = MailMessage.objects.filter(kind="coach_seat_unfillable")
    assert [mail.to_email for mail in told] == ["alex@coach.example"] * 2
    seats_invite_due(now=NOW + timedelta(days=1))
    assert told.count() == 2
    assert not invitations(Participant.objects.earliest("number").id).exists()


@pytest.mark.usefixtures("committed_db")
def test_the_same_event_in_several_workers_opens_once() -> None:
    opening = replace(opening_of(chain="order:7", plan_subject="p"), subject=f"purchase:{uuid4()}")
    seat_plan_save(subject="p", people=[planned()], shared_name="", now=NOW)
    groups = at_once(5, lambda _: group_open(opening=opening, now=NOW))
    assert {each.id for each in groups} == {SeatGroup.objects.get().id}
    assert Seat.objects.count() == 5
    assert MailMessage.objects.filter(kind="seat_invited").count() == 1
    assert OutboxMessage.objects.filter(event="SeatsOpened").count() == 1


@pytest.mark.usefixtures("committed_db")
def test_a_plan_saved_while_the_seats_are_opened_is_used_or_refused() -> None:
    opening = replace(opening_of(), subject="purchase:1", plan_subject="purchase:1")

    def either(number: int) -> object:
        if number:
            return group_open(opening=opening, now=NOW)
        return seat_plan_save(subject="purchase:1", people=[planned()], shared_name="", now=NOW)

    plan, group = at_once(2, either)
    assert isinstance(group, SeatGroup)
    named = Participant.objects.count()
    assert named == (0 if isinstance(plan, Exception) else 1)
