"""An agreement as its participant sees it.

Nothing in here leads to the group, to whoever pays, to an order or to another seat.
"""

from __future__ import annotations

import uuid
from datetime import datetime

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.graphql.agreements.amends_types import ClientAgreementAmends
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.evidence.accepted import Accepted
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent
from saleor_coaching_plugin.seats.models import ParticipantText
from saleor_coaching_plugin.seats.record import chain_of

from .dataloaders import AmendedTextLoader
from .enums import SeatStatusEnum


class ParticipantAgreement(Accepted):
    """The root is a ParticipantText with its participant, seat and group."""

    class Meta:
        description = (
            "A participant's own agreement, with all that the page must show. By a link, its text; "
            "in the client area, the text that was accepted last, or sent."
        )
        interfaces = (graphene.relay.Node,)

    number = graphene.String(required=True)
    status = SeatStatusEnum(required=True)
    title = graphene.String(required=True)
    html = graphene.String(required=True, description="The full text, to be shown unaltered.")
    sha256 = graphene.String(required=True, description="Of `html`; accept with it.")
    language = graphene.String(required=True, description="BCP 47 tag of the text.")
    statement = graphene.String(required=True, description="To be shown by the button.")
    button = graphene.String(required=True, description="The words on the button.")
    consents = graphene.List(
        graphene.NonNull(ContractConsent), required=True, description="To be shown unticked."
    )
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    is_for_minor = graphene.Boolean(
        required=True, description="Then only the guardian can accept, acting for the participant."
    )
    guardian_name = graphene.String(required=True, description="Of a minor; empty otherwise.")
    gift_message = graphene.String(required=True, description="Empty where it is no gift.")
    invited_by = graphene.String(description="Null unless whoever invites wants it to be known.")
    expires_at = DateTime(description="Of the invitation.")
    accepted_at = DateTime()
    amends = graphene.Field(
        ClientAgreementAmends,
        description="Of new terms for what was accepted before: what they change.",
    )
    change_waits = graphene.Boolean(
        required=True,
        description="Whether changed terms wait to be accepted or declined, by the newest link.",
    )

    @staticmethod
    def acceptance_key(root: ParticipantText) -> tuple[str, uuid.UUID]:
        return chain_of(root.participant), root.participant_id

    @staticmethod
    def page_of(root: ParticipantText) -> str:
        return f"portal/places/{root.participant_id}/"

    @staticmethod
    def resolve_id(root: ParticipantText, info: ResolveInfo) -> uuid.UUID:
        return root.participant_id

    @staticmethod
    def resolve_number(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.number

    @staticmethod
    def resolve_status(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.seat.status

    @staticmethod
    def resolve_first_name(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.first_name

    @staticmethod
    def resolve_last_name(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.last_name

    @staticmethod
    def resolve_is_for_minor(root: ParticipantText, info: ResolveInfo) -> bool:
        return root.participant.is_minor

    @staticmethod
    def resolve_guardian_name(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.guardian_name

    @staticmethod
    def resolve_gift_message(root: ParticipantText, info: ResolveInfo) -> str:
        return root.participant.gift_message

    @staticmethod
    def resolve_invited_by(root: ParticipantText, info: ResolveInfo) -> str | None:
        return root.participant.seat.group.shared_name or None

    @staticmethod
    def resolve_expires_at(root: ParticipantText, info: ResolveInfo) -> datetime | None:
        return root.participant.seat.expires_at

    @staticmethod
    def resolve_accepted_at(root: ParticipantText, info: ResolveInfo) -> datetime | None:
        return root.participant.accepted_at

    @staticmethod
    def resolve_amends(root: ParticipantText, info: ResolveInfo) -> Promise:
        return AmendedTextLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_change_waits(root: ParticipantText, info: ResolveInfo) -> bool:
        return root.participant.change_waits
