"""Who shall hold seats that are not paid for yet. For staff."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.scalars import Date
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.plan import PlannedSeat, planned_read


class SeatPlanParticipant(graphene.ObjectType):
    """The root is a PlannedSeat."""

    class Meta:
        description = "Somebody for a seat, once it is paid for."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    email = graphene.String(required=True)
    language = graphene.String(required=True, description="Empty: that of the agreement.")
    guardian_name = graphene.String(required=True, description="Of a minor; empty otherwise.")
    guardian_email = graphene.String(required=True, description="Of a minor; empty otherwise.")
    gift_message = graphene.String(required=True)
    invite_on = Date(description="Day (UTC) on which the invitation leaves; null for at once.")


class SeatPlan(graphene.ObjectType):
    """The root is a SeatPlan row."""

    class Meta:
        description = "Who shall hold seats that are not paid for yet."

    shared_name = graphene.String(
        required=True, description="By which participants are told who invites them; or empty."
    )
    participants = graphene.List(
        graphene.NonNull(SeatPlanParticipant), required=True, description="In the order of seats."
    )

    @staticmethod
    def resolve_participants(root: models.SeatPlan, info: ResolveInfo) -> list[dict[str, Any]]:
        return [_shown(planned_read(each)) for each in root.people]


def _shown(planned: PlannedSeat) -> dict[str, Any]:
    return {
        **vars(planned.person),
        "gift_message": planned.gift_message,
        "invite_on": planned.invite_on,
    }
