"""Seats as their payer and staff see them. Roots are the models' rows as the selectors read them.

Of what a participant reads, writes or says in private nothing is here for the payer.
"""

from __future__ import annotations

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.scalars import Date, DateTime
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.record import chain_of

from .dataloaders import ParticipantsOfSeatLoader
from .enums import SeatStatusEnum


class SeatParticipant(graphene.ObjectType):
    class Meta:
        description = "Who holds a seat, as the payer or the coach named them."

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    email = graphene.String(required=True)
    is_minor = graphene.Boolean(required=True)
    guardian_name = graphene.String(required=True, description="Of a minor; empty otherwise.")
    guardian_email = graphene.String(required=True, description="Of a minor; empty otherwise.")
    named_at = DateTime(required=True)
    invited_at = DateTime()
    opened_at = DateTime()
    accepted_at = DateTime()
    active_at = DateTime()
    declined_at = DateTime()
    number = GuardedField(
        graphene.String, access=ORDERS, description="Of the participant's own agreement."
    )
    decline_reason = GuardedField(
        graphene.String, access=ORDERS, description="For the coach alone; empty without one."
    )
    replaced_at = GuardedField(
        DateTime,
        access=ORDERS,
        description="When the seat was given to somebody else, taken back or refunded.",
    )
    evidence_chain = GuardedField(
        graphene.String, access=ORDERS, description="For `evidenceVerify` and `evidenceExport`."
    )

    @staticmethod
    def resolve_evidence_chain(root: models.Participant, info: ResolveInfo) -> str:
        return chain_of(root)


class Seat(graphene.ObjectType):
    class Meta:
        description = "A place for one participant."
        interfaces = (graphene.relay.Node,)

    position = graphene.Int(required=True, description="1, 2, 3 …")
    status = SeatStatusEnum(required=True)
    participant = graphene.Field(SeatParticipant, description="Null while nobody is named.")
    invite_on = Date(description="Day (UTC) on which a planned invitation leaves.")
    expires_at = DateTime(description="Of the invitation.")
    reminded_at = DateTime()
    refunded_at = DateTime()
    participants = GuardedField(
        graphene.List(graphene.NonNull(SeatParticipant)),
        access=ORDERS,
        description="All who hold the seat or held it, in that order.",
    )

    @staticmethod
    def resolve_participants(root: models.Seat, info: ResolveInfo) -> Promise:
        return ParticipantsOfSeatLoader.of(info.context).load(root.id)


class SeatGroup(graphene.ObjectType):
    class Meta:
        description = "The seats that one payer has paid for."
        interfaces = (graphene.relay.Node,)

    title = graphene.String(required=True, description="Name of the package or product.")
    language = graphene.String(required=True, description="BCP 47 tag.")
    payer_name = graphene.String(required=True)
    payer_email = graphene.String(required=True)
    shared_name = graphene.String(
        required=True,
        description="By which participants are told who invites them; empty: they are not told.",
    )
    agreement_id = graphene.ID(description="Of the client agreement; null for a purchase.")
    order_id = graphene.ID(description="The shop's id of the order; null for an agreement.")
    created_at = DateTime(required=True)
    url = graphene.String(required=True, description="Its page in the payer's client area.")
    seats = graphene.List(graphene.NonNull(Seat), required=True)

    @staticmethod
    def resolve_agreement_id(root: models.SeatGroup, info: ResolveInfo) -> str | None:
        kind, _, key = root.subject.partition(":")
        return global_id("ClientAgreement", key) if kind == "agreement" else None

    @staticmethod
    def resolve_order_id(root: models.SeatGroup, info: ResolveInfo) -> str | None:
        return root.order_id or None

    @staticmethod
    def resolve_url(root: models.SeatGroup, info: ResolveInfo) -> str:
        return page_url(f"portal/seats/{root.id}/")

    @staticmethod
    def resolve_seats(root: models.SeatGroup, info: ResolveInfo) -> QuerySet[models.Seat]:
        return root.seats.all()
