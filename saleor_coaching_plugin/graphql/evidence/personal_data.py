"""What the evidence keeps of a person. Roots are rows of LedgerPersonalData with their entry."""

from __future__ import annotations

from datetime import datetime

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.evidence.erasure import ErasureReason, personal_data_find
from saleor_coaching_plugin.evidence.models import LedgerPersonalData
from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.fields import ListField
from saleor_coaching_plugin.graphql.core.scalars import DateTime

EvidenceErasureReasonEnum = enum_of("EvidenceErasureReasonEnum", ErasureReason)


class EvidencePersonalData(graphene.ObjectType):
    class Meta:
        description = "That an entry of the evidence ledger holds a person's data."

    chain = graphene.String(required=True)
    position = graphene.Int(required=True, description="Of the entry in its chain.")
    kind = graphene.String(required=True, description="Such as `agreement_accepted`.")
    recorded_at = DateTime(required=True)
    held_until = DateTime(description="It cannot be erased before; null where nothing holds it.")
    hold_reason = graphene.String(required=True)

    @staticmethod
    def resolve_chain(root: LedgerPersonalData, info: ResolveInfo) -> str:
        return root.entry.chain

    @staticmethod
    def resolve_position(root: LedgerPersonalData, info: ResolveInfo) -> int:
        return root.entry.position

    @staticmethod
    def resolve_kind(root: LedgerPersonalData, info: ResolveInfo) -> str:
        return root.entry.kind

    @staticmethod
    def resolve_recorded_at(root: LedgerPersonalData, info: ResolveInfo) -> datetime:
        return root.entry.created_at


class PersonalDataQueries(graphene.ObjectType):
    evidence_personal_data = ListField(
        EvidencePersonalData,
        access=USERS,
        description=(
            "What the evidence ledger keeps of a person, oldest first. Clients, mails and orders "
            "are not evidence, and not among it."
        ),
        email=graphene.String(required=True),
    )

    @staticmethod
    def resolve_evidence_personal_data(
        root: None, info: ResolveInfo, email: str
    ) -> QuerySet[LedgerPersonalData]:
        return personal_data_find(email=email_normalised(email))
