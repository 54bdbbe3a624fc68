"""The coach names participants before the payer has accepted."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.inputs import SeatParticipantInput, planned_of
from saleor_coaching_plugin.graphql.seats.plan_types import SeatPlan
from saleor_coaching_plugin.seats.services.agreement_plan import agreement_seats_plan


class AgreementSeatsPlan(BaseMutation):
    class Meta:
        description = (
            "Say who shall have the seats of an agreement that is not accepted yet, in place of "
            "whoever was named before. They are invited once it is."
        )
        access = ORDERS
        error_type = SeatError
        error_fields = {"people": "participants"}

    class Arguments:
        agreement_id = graphene.ID(required=True)
        participants = graphene.List(
            graphene.NonNull(SeatParticipantInput),
            required=True,
            description="In the order of the seats; none takes back what was said.",
        )
        shared_name = graphene.String(
            default_value="",
            description="By which participants are told who invites them; nothing, if left out.",
        )

    seat_plan = graphene.Field(SeatPlan)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        agreement_id: str,
        participants: list[dict[str, Any]],
        shared_name: str,
    ) -> AgreementSeatsPlan:
        plan = agreement_seats_plan(
            agreement_id=uuid_of(ClientAgreement, agreement_id, "agreement_id"),
            people=[planned_of(each) for each in participants],
            shared_name=shared_name,
            now=utc_now(),
        )
        return cls(seat_plan=plan)
