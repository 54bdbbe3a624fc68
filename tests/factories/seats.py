"""Seats and who holds them, made by the services that make them in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from factories.contracts import NOW, SEATS_BODY, terms_published, token_in
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.open import Opening, group_open
from saleor_coaching_plugin.seats.services.plan import seat_plan_save

ANNA = Person("Anna", "Adams", "anna@family.example")
BEN = Person("Ben", "Brown", "ben@family.example")
TIM = Person("Tim", "Adams", "", guardian_name="Paul Adams", guardian_email="paul@family.example")
"""A minor without an address of their own."""


def planned(person: Person = ANNA, *, message: str = "", on: date | None = None) -> PlannedSeat:
    return PlannedSeat(person, gift_message=message, invite_on=on)


def opening_of(**changes: Any) -> Opening:
    """Five seats of a purchase; `changes` are fields of it."""
    terms_id = changes.pop("terms_id", None) or terms_published(SEATS_BODY, has_seats=True).id
    opening = Opening(
        subject=f"purchase:{uuid4()}",
        plan_subject="",
        chain="",
        seats=5,
        terms_id=terms_id,
        title="Six sessions",
        language="en",
        payer_first_name="Paula",
        payer_last_name="Payer",
        payer_email="paula@payer.example",
        values={
            "coach": {"name": "Alex Morgan", "email": "alex@coach.example", "address": "Town"},
            "package": {"name": "Six sessions"},
        },
    )
    return replace(opening, **changes)


def seat_group_opened(
    *, people: Sequence[PlannedSeat] = (), now: datetime = NOW, **changes: Any
) -> SeatGroup:
    """With `people` named for its seats before; `changes` are fields of its `Opening`."""
    opening = opening_of(**changes)
    if people:
        opening = replace(opening, plan_subject=opening.plan_subject or f"checkout:{uuid4()}:1")
        seat_plan_save(subject=opening.plan_subject, people=people, shared_name="", now=now)
    return group_open(opening=opening, now=now)


def seat_free_in(group: SeatGroup | None = None) -> Seat:
    """The first that nobody has."""
    group = group or seat_group_opened()
    return group.seats.filter(participant=None).order_by("position")[0]


def seat_invited(
    person: Person = ANNA,
    *,
    group: SeatGroup | None = None,
    message: str = "",
    now: datetime = NOW,
) -> tuple[Seat, str]:
    """With the raw token of the link that was mailed."""
    seat = seat_free_in(group or seat_group_opened(now=now))
    seat = seat_assign(seat_id=seat.id, planned=planned(person, message=message), now=now)
    return seat, seat_token(seat)


def seat_token(seat: Seat) -> str:
    """The raw token in the newest invitation, which has not left yet."""
    return token_in(invitations(seat.participant_id).latest("created_at"))


def invitations(participant_id: UUID | None) -> Any:
    """The mails that brought a participant's agreement, reminders too."""
    kinds = ("seat_invited", "seat_reminded")
    return MailMessage.objects.filter(kind__in=kinds, about=str(participant_id))


def holder(seat: Seat) -> Participant:
    """Who has it now, as the database has it."""
    return Participant.objects.select_related("seat__group").get(held_seat=seat)
