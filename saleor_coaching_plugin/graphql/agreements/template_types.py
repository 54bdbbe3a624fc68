"""Agreement templates and their versions. Roots are the models' rows."""

from __future__ import annotations

from uuid import UUID

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.agreements import models
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.graphql.core.access import PRODUCTS, USERS
from saleor_coaching_plugin.graphql.core.enums import CoachingVersionStatusEnum
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.money import CoachingMoney
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.portal.dataloaders import PacketLoader
from saleor_coaching_plugin.graphql.portal.types import WelcomePacket
from saleor_coaching_plugin.graphql.sequences.dataloaders import SequenceLoader
from saleor_coaching_plugin.graphql.sequences.types import Sequence
from saleor_coaching_plugin.graphql.terms.dataloaders import TermsLoader
from saleor_coaching_plugin.graphql.terms.types import ContractTerms

from .dataloaders import VersionsOfTemplateLoader


class AgreementTemplateCustomField(graphene.ObjectType):
    class Meta:
        description = "A merge field `custom.<name>` of one template."

    name = graphene.String(required=True)
    label = graphene.String(required=True, description="Asks the coach for the value.")
    for_participants = graphene.Boolean(
        required=True,
        default_value=False,  # it is not kept of versions that are older than seats
        description="Whether participants' texts can use it too.",
    )


class AgreementTemplateVersion(graphene.ObjectType):
    class Meta:
        description = "What a template says: the draft, or an immutable published version."
        interfaces = (graphene.relay.Node,)

    number = graphene.Int(description="1, 2, 3 …; null while a draft.")
    status = CoachingVersionStatusEnum(required=True)
    terms_id = graphene.ID(required=True, description="Of the contract terms.")
    terms = GuardedField(ContractTerms, access=PRODUCTS, description="The contract terms.")
    channel = graphene.String(required=True, description="Slug of the shop's channel.")
    variant_id = graphene.ID(required=True, description="What the shop sells for it.")
    package_name = graphene.String(required=True)
    package_description = graphene.String(required=True)
    sessions = graphene.Int(required=True)
    fee = graphene.Field(CoachingMoney, required=True)
    instalments = graphene.Int(required=True, description="How many equal monthly parts.")
    payment_days = graphene.Int(required=True)
    expiry_days = graphene.Int(required=True)
    custom_fields = graphene.List(graphene.NonNull(AgreementTemplateCustomField), required=True)
    proposal_subject = graphene.String(required=True)
    proposal_body = graphene.String(required=True, description="Markdown with merge fields.")
    sequence_id = graphene.ID()
    sequence = GuardedField(Sequence, access=USERS, description="What acceptance starts.")
    packet_id = graphene.ID()
    packet = GuardedField(WelcomePacket, access=USERS, description="What new clients get.")
    seats = graphene.Int(
        required=True, description="How many take part besides paying, 0 where the client does."
    )
    participant_sequence_id = graphene.ID()
    participant_sequence = GuardedField(
        Sequence, access=USERS, description="What a participant's acceptance starts."
    )
    participant_packet_id = graphene.ID()
    participant_packet = GuardedField(
        WelcomePacket, access=USERS, description="What each participant gets."
    )
    invitation_subject = graphene.String(
        required=True, description="Of the mail to participants; empty for the plugin's own."
    )
    invitation_body = graphene.String(required=True, description="Markdown with merge fields.")
    created_at = DateTime(required=True)
    published_at = DateTime()

    @staticmethod
    def resolve_terms_id(root: models.TemplateVersion, info: ResolveInfo) -> str | None:
        return global_id("ContractTerms", root.terms_id)

    @staticmethod
    def resolve_terms(root: models.TemplateVersion, info: ResolveInfo) -> Promise:
        return TermsLoader.of(info.context).load(root.terms_id)

    @staticmethod
    def resolve_fee(root: models.TemplateVersion, info: ResolveInfo) -> Money:
        return Money(root.fee_minor, root.currency)

    @staticmethod
    def resolve_sequence_id(root: models.TemplateVersion, info: ResolveInfo) -> str | None:
        return global_id("Sequence", root.sequence_id)

    @staticmethod
    def resolve_sequence(root: models.TemplateVersion, info: ResolveInfo) -> Promise | None:
        return _sequence(info, root.sequence_id)

    @staticmethod
    def resolve_packet_id(root: models.TemplateVersion, info: ResolveInfo) -> str | None:
        return global_id("WelcomePacket", root.packet_id)

    @staticmethod
    def resolve_packet(root: models.TemplateVersion, info: ResolveInfo) -> Promise | None:
        return _packet(info, root.packet_id)

    @staticmethod
    def resolve_participant_sequence_id(
        root: models.TemplateVersion, info: ResolveInfo
    ) -> str | None:
        return global_id("Sequence", root.participant_sequence_id)

    @staticmethod
    def resolve_participant_sequence(
        root: models.TemplateVersion, info: ResolveInfo
    ) -> Promise | None:
        return _sequence(info, root.participant_sequence_id)

    @staticmethod
    def resolve_participant_packet_id(
        root: models.TemplateVersion, info: ResolveInfo
    ) -> str | None:
        return global_id("WelcomePacket", root.participant_packet_id)

    @staticmethod
    def resolve_participant_packet(
        root: models.TemplateVersion, info: ResolveInfo
    ) -> Promise | None:
        return _packet(info, root.participant_packet_id)


def _sequence(info: ResolveInfo, key: UUID | None) -> Promise | None:
    return SequenceLoader.of(info.context).load(key) if key else None


def _packet(info: ResolveInfo, key: UUID | None) -> Promise | None:
    return PacketLoader.of(info.context).load(key) if key else None


class AgreementTemplate(graphene.ObjectType):
    class Meta:
        description = "What a coach prepares once, to make agreements for clients from."
        interfaces = (graphene.relay.Node,)

    name = graphene.String(required=True)
    created_at = DateTime(required=True)
    versions = graphene.List(graphene.NonNull(AgreementTemplateVersion), required=True)

    @staticmethod
    def resolve_versions(root: models.AgreementTemplate, info: ResolveInfo) -> Promise:
        return VersionsOfTemplateLoader.of(info.context).load(root.id)
