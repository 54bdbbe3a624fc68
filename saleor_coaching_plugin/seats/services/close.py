"""A seat that nobody has accepted is given back, or all such seats of an order."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.states import ASSIGNABLE, SeatStatus

from .vacate import seat_locked, seat_vacate


@transaction.atomic
def seat_close(*, seat_id: uuid.UUID, now: datetime) -> Seat:
    """Take it out of use, for its money to be paid back; a repeat changes nothing.

    Raises SeatError (NOT_REFUNDABLE) once it is accepted, NotFound.
    """
    seat = seat_locked(seat_id)
    if seat.status == SeatStatus.REFUNDED:
        return seat
    if seat.status not in ASSIGNABLE:
        raise SeatError(
            SeatErrorCode.NOT_REFUNDABLE,
            "This seat has been accepted, so it cannot be given back.",
            "id",
        )
    seat_vacate(seat, SeatStatus.REFUNDED, kind="seat_closed", now=now, refunded_at=now)
    return seat


@transaction.atomic
def order_seats_close(*, order_id: str, now: datetime) -> None:
    """Of an order that was cancelled. Who has accepted keeps the seat: that is for the coach."""
    for seat in Seat.objects.filter(group__order_id=order_id, status__in=ASSIGNABLE):
        with suppress(SeatError):  # accepted meanwhile
            seat_close(seat_id=seat.id, now=now)
