"""Give a seat to somebody: for the first time, or in place of whoever has not accepted it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.numbers import number_next
from saleor_coaching_plugin.seats.copies import copied_refuse, payer_copied
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.people import planned_clean
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.states import ANSWERABLE, ASSIGNABLE, SeatStatus

from .invite import invitation_send
from .vacate import participant_let_go, seat_locked, seat_vacate

MAX_PARTICIPANTS = 10
"""Ever, for one seat: nobody is to mail strangers without end."""


@transaction.atomic
def seat_assign(*, seat_id: uuid.UUID, planned: PlannedSeat, now: datetime) -> Seat:
    """Name somebody, who is invited at once or on the planned day; who held the seat loses it.

    Naming again who waits already changes nothing. Of two who name somebody at once, one is
    refused. Raises SeatError (NOT_ASSIGNABLE), InvalidInput, TermsError, TemplateError, NotFound.
    """
    named = planned_clean(planned, now=now)
    seat = _seat(seat_id)
    if _waits(seat, named, now):
        return seat
    if seat_name(seat, named, now=now) and seat.invite_on <= now.date():
        invitation_send(seat, now)
    seat = _seat(seat_id)
    if not _waits(seat, named, now):
        raise _not_assignable(seat)
    return seat


@transaction.atomic
def seat_name(seat: Seat, named: PlannedSeat, *, now: datetime) -> bool:
    """Plan somebody, as `planned_clean` leaves them, for a seat that is still as it was read.

    False if it cannot be given away, or somebody was faster. Raises SeatError (NOT_ASSIGNABLE when
    it went through too many hands), InvalidInput.
    """
    copied_refuse(named.person, payer_copied(seat.group.subject))
    former_id, participant_id = seat.participant_id, uuid.uuid4()
    # The seat is claimed before the number is taken: others would wait for theirs, and a number
    # taken in vain would be a gap. The database looks for the participant only at the commit.
    unchanged = Seat.objects.filter(id=seat.id, status__in=ASSIGNABLE, participant=former_id)
    if not unchanged.update(
        status=SeatStatus.PLANNED,
        participant=participant_id,
        invite_on=named.invite_on or now.date(),
        expires_at=None,
        reminded_at=None,
    ):
        return False
    if seat.participants.count() >= MAX_PARTICIPANTS:
        raise SeatError(
            SeatErrorCode.NOT_ASSIGNABLE,
            f"This seat has been given to {MAX_PARTICIPANTS} people already. Please ask the coach.",
            "id",
        )
    if former_id:
        participant_let_go(former_id, kind="seat_handed_over", now=now)
    person = _with_language(named.person, seat.group)
    Participant.objects.create(
        id=participant_id,
        number=f"PA-{now.year}-{number_next(f'participant-{now.year}'):04}",
        seat=seat,
        gift_message=named.gift_message,
        named_at=now,
        **vars(person),
    )
    seat.refresh_from_db()
    return True


@transaction.atomic
def seat_free(*, seat_id: uuid.UUID, now: datetime) -> Seat:
    """Take somebody out again who has not accepted; a seat without anybody stays as it is.

    Raises SeatError (NOT_ASSIGNABLE), NotFound.
    """
    seat = seat_locked(seat_id)
    if seat.status == SeatStatus.FREE:
        return seat
    if seat.status not in ASSIGNABLE:
        raise _not_assignable(seat)
    seat_vacate(seat, SeatStatus.FREE, kind="seat_freed", now=now)
    return seat


def _seat(seat_id: uuid.UUID) -> Seat:
    seat = Seat.objects.select_related("group", "participant").filter(id=seat_id).first()
    if seat is None:
        raise NotFound("seat")
    return seat


def _waits(seat: Seat, named: PlannedSeat, now: datetime) -> bool:
    """Whether this very person has the seat already, and has yet to answer."""
    holder = seat.participant
    if holder is None:
        return False
    person = _with_language(named.person, seat.group)
    is_same = all(getattr(holder, name) == value for name, value in vars(person).items())
    if seat.status == SeatStatus.PLANNED:
        day = named.invite_on or now.date()
        return is_same and (named.gift_message, day) == (holder.gift_message, seat.invite_on)
    return is_same and seat.status in ANSWERABLE


def _with_language(person: Person, group: SeatGroup) -> Person:
    return replace(person, language=person.language or group.language)


def _not_assignable(seat: Seat) -> SeatError:
    """Somebody was faster: says what is now true."""
    message = (
        "Somebody else has just changed this seat. Please look at it again."
        if seat.status in ASSIGNABLE
        else f"This seat is {seat.get_status_display().lower()} and cannot be given to somebody "
        "else."
    )
    return SeatError(SeatErrorCode.NOT_ASSIGNABLE, message, "id")
