"""Somebody gets a seat: whom the payer or the coach names, or the payer himself."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import CUSTOMER
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.inputs import SeatParticipantInput, planned_of
from saleor_coaching_plugin.graphql.seats.types import Seat
from saleor_coaching_plugin.graphql.seats.whose import PAYER_OR_STAFF, seat_for
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.services.assign import seat_assign


class SeatAssign(BaseMutation):
    class Meta:
        description = (
            "Name somebody for a seat, who is then invited. Until it is accepted it can be given "
            "to somebody else: the link of whoever had it dies."
        )
        access = PAYER_OR_STAFF
        error_type = SeatError
        error_fields = {name: f"participant.{name}" for name in SeatParticipantInput._meta.fields}

    class Arguments:
        id = graphene.ID(required=True)
        participant = SeatParticipantInput(required=True)

    seat = graphene.Field(Seat)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, participant: dict[str, Any]) -> SeatAssign:
        seat = seat_for(info.context, id)
        planned = planned_of(participant)
        return cls(seat=seat_assign(seat_id=seat.id, planned=planned, now=utc_now()))


class SeatTake(BaseMutation):
    class Meta:
        description = "The payer takes a seat, and is invited like any other participant."
        access = CUSTOMER
        error_type = SeatError

    class Arguments:
        id = graphene.ID(required=True)

    seat = graphene.Field(Seat)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> SeatTake:
        seat = seat_for(info.context, id)
        payer = Person(
            first_name=seat.group.payer_first_name,
            last_name=seat.group.payer_last_name,
            email=seat.group.payer_email,
        )
        return cls(seat=seat_assign(seat_id=seat.id, planned=PlannedSeat(payer), now=utc_now()))
