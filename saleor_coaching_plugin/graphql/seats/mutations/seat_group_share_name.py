"""The payer tells participants who invites them, or does not."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.types import SeatGroup
from saleor_coaching_plugin.graphql.seats.whose import PAYER_OR_STAFF, group_for
from saleor_coaching_plugin.seats.services.share import group_share_name


class SeatGroupShareName(BaseMutation):
    class Meta:
        description = "Say by which name participants are told who invites them, if they are told."
        access = PAYER_OR_STAFF
        error_type = SeatError

    class Arguments:
        id = graphene.ID(required=True)
        name = graphene.String(required=True, description="Empty: they are not told.")

    seat_group = graphene.Field(SeatGroup)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, name: str) -> SeatGroupShareName:
        group = group_for(info.context, id)
        return cls(seat_group=group_share_name(group_id=group.id, name=name))
