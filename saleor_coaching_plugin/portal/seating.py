"""The seats of one payer, as the page shows them: who holds each, and what can be done with it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.seats.models import Seat, SeatGroup
from saleor_coaching_plugin.seats.services.invite import REMINDABLE
from saleor_coaching_plugin.seats.states import ASSIGNABLE, SeatStatus
from saleor_coaching_plugin.terms.selectors import languages_published

from .forms.base import PageForm
from .forms.seats import SeatForm

VACANT = (SeatStatus.FREE, SeatStatus.DECLINED, SeatStatus.EXPIRED)
"""Nobody is to answer: it waits for the payer to give it to somebody."""


@dataclass(frozen=True)
class SeatsCard:
    """How far a group of seats is."""

    group: SeatGroup
    seats: int
    active: int
    free: int
    payer_takes_part: bool


@dataclass(frozen=True)
class SeatRow:
    seat: Seat
    form: PageForm

    @property
    def can_assign(self) -> bool:
        return self.seat.status in ASSIGNABLE

    @property
    def can_remind(self) -> bool:
        return self.seat.status in REMINDABLE

    @property
    def can_free(self) -> bool:
        return self.can_assign and self.seat.status not in VACANT


def seats_card(group: SeatGroup) -> SeatsCard:
    """Of a group with its seats and who holds them."""
    seats = group.seats.all()
    return SeatsCard(
        group=group,
        seats=len(seats),
        active=sum(seat.status == SeatStatus.ACTIVE for seat in seats),
        free=sum(seat.status in VACANT for seat in seats),
        payer_takes_part=any(
            seat.participant.email == group.payer_email and not seat.participant.is_minor
            for seat in seats
            if seat.participant
        ),
    )


def seat_in(group: SeatGroup, seat_id: uuid.UUID) -> Seat:
    """One seat of the group. Raises NotFound for another group's."""
    for seat in group.seats.all():
        if seat.id == seat_id:
            return seat
    raise NotFound("seat")


def seat_rows(group: SeatGroup, refused: PageForm | None = None) -> list[SeatRow]:
    """All seats in order; `refused` takes the place of its seat's empty form."""
    languages = languages_published(group.terms_id)
    empty = [(seat, SeatForm(languages, position=seat.position)) for seat in group.seats.all()]
    return [
        SeatRow(seat, refused if refused and refused.prefix == form.prefix else form)
        for seat, form in empty
    ]
