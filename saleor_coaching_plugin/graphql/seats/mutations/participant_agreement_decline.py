"""A participant does not want the seat."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import BY_SECRET
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import UNTOLD
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.participant_types import ParticipantAgreement
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.respond import seat_decline


class ParticipantAgreementDecline(BaseMutation):
    class Meta:
        description = (
            "Say no. Whoever pays learns that, and not the reason; of changed terms they learn "
            "nothing. Saying it twice is harmless."
        )
        access = BY_SECRET
        error_type = SeatError

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        reason = graphene.String(default_value="", description="For the coach alone.")

    participant_agreement = graphene.Field(ParticipantAgreement)

    @classmethod
    def perform(cls, info: ResolveInfo, token: str, reason: str) -> ParticipantAgreementDecline:
        act, now = act_of(info.context, UNTOLD), utc_now()
        seat_decline(token=token, reason=reason, act=act, now=now)
        return cls(participant_agreement=link_open(token, now=now).text)
