"""A participant's answer moves the seat that they hold, and no other."""

from __future__ import annotations

from collections.abc import Collection

from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode, link_invalid
from saleor_coaching_plugin.seats.models import Participant, Seat


def seat_move(participant: Participant, before: Collection[str], to: str) -> bool:
    """Whether it was us who moved it; `participant.seat` is then as it now is in either case."""
    held = Seat.objects.filter(id=participant.seat_id, participant=participant, status__in=before)
    moved = held.update(status=to)
    participant.seat.refresh_from_db(fields=["status", "participant", "expires_at"])
    return bool(moved)


def answered_like(participant: Participant, wanted: Collection[str]) -> Participant:
    """Who did not move the seat: an earlier click did to the same end, or they came too late.

    Raises SeatError (NOT_ANSWERABLE), saying what is now true, or LINK_INVALID when the seat was
    given away meanwhile.
    """
    seat = participant.seat
    if seat.participant_id != participant.id:
        raise link_invalid()
    if seat.status not in wanted:
        raise SeatError(
            SeatErrorCode.NOT_ANSWERABLE,
            f"This invitation is {seat.get_status_display().lower()} and can no longer be "
            "answered.",
        )
    participant.refresh_from_db()
    return participant
