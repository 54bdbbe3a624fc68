"""A participant clicks "I Accept"."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import BY_SECRET
from saleor_coaching_plugin.graphql.core.acting import ActingForInput, acting_for_of
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import PresentationInput, presentation_of
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.participant_types import ParticipantAgreement
from saleor_coaching_plugin.graphql.terms.consents import ConsentAnswerInput, answers_of
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.seats.services.accept import seat_accept


class ParticipantAgreementAccept(BaseMutation):
    class Meta:
        description = (
            "Accept the agreement behind the link, or the change of one that was accepted; what is "
            "accepted already is returned as it is. "
            "For a minor only the guardian can, and says so in `actingFor`. Staff and apps cannot "
            "accept in a participant's name."
        )
        access = BY_SECRET
        error_type = SeatError

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        text_sha256 = graphene.String(required=True, description="Of the text that was shown.")
        consents = graphene.List(graphene.NonNull(ConsentAnswerInput), required=True)
        presentation = PresentationInput()
        acting_for = ActingForInput(description="When somebody else accepts for the participant.")
        copy_to = graphene.String(
            default_value="", description="E-mail address of somebody who shall get the copy too."
        )

    participant_agreement = graphene.Field(ParticipantAgreement)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        token: str,
        text_sha256: str,
        consents: list[dict[str, Any]],
        copy_to: str,
        presentation: dict[str, str] | None = None,
        acting_for: dict[str, str] | None = None,
    ) -> ParticipantAgreementAccept:
        acceptance = Acceptance(
            text_sha256=text_sha256, consents=answers_of(consents), copy_to=copy_to
        )
        act = act_of(info.context, presentation_of(presentation), acting_for_of(acting_for))
        now = utc_now()
        seat_accept(token=token, acceptance=acceptance, act=act, now=now)
        return cls(participant_agreement=link_open(token, now=now).text)
