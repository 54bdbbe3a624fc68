"""Contract terms, their versions and where they are attached. Roots are the models' rows."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.graphql.core.enums import CoachingVersionStatusEnum, enum_of
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.terms import models
from saleor_coaching_plugin.terms.merge_fields import Scope

from .consents import ContractConsent
from .dataloaders import AssignmentsOfTermsLoader, VersionsOfTermsLoader

ContractTermsAssignmentKindEnum = enum_of("ContractTermsAssignmentKindEnum", models.AssignmentKind)
CoachingMergeFieldScopeEnum = enum_of("CoachingMergeFieldScopeEnum", Scope)


class ContractTermsVersion(graphene.ObjectType):
    class Meta:
        description = "A text in one language: the draft, or an immutable published version."
        interfaces = (graphene.relay.Node,)

    language = graphene.String(required=True, description="BCP 47 tag.")
    number = graphene.Int(description="1, 2, 3 … per language; null while a draft.")
    status = CoachingVersionStatusEnum(required=True)
    title = graphene.String(required=True)
    body = graphene.String(required=True, description="Markdown with Liquid merge fields.")
    consents = graphene.List(graphene.NonNull(ContractConsent), required=True)
    is_material = graphene.Boolean(
        required=True,
        description="Whether those who accepted an earlier version are asked again.",
    )
    change_note = graphene.String(
        required=True, description="What has changed, in a sentence for clients."
    )
    sha256 = graphene.String(required=True, description="Empty while a draft.")
    created_at = DateTime(required=True)
    published_at = DateTime()


class ContractTermsAssignment(graphene.ObjectType):
    class Meta:
        description = "Where terms are attached."
        interfaces = (graphene.relay.Node,)

    kind = ContractTermsAssignmentKindEnum(required=True)
    object_id = graphene.ID(
        required=True, description="The shop's global id; of a channel its slug."
    )


class ContractTerms(graphene.ObjectType):
    class Meta:
        description = "A named legal document that products and agreements carry."
        interfaces = (graphene.relay.Node,)

    name = graphene.String(required=True)
    has_seats = graphene.Boolean(
        required=True, description="Whether they have a rendering for participants."
    )
    created_at = DateTime(required=True)
    versions = graphene.List(graphene.NonNull(ContractTermsVersion), required=True)
    assignments = graphene.List(graphene.NonNull(ContractTermsAssignment), required=True)

    @staticmethod
    def resolve_versions(root: models.ContractTerms, info: ResolveInfo) -> Promise:
        return VersionsOfTermsLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_assignments(root: models.ContractTerms, info: ResolveInfo) -> Promise:
        return AssignmentsOfTermsLoader.of(info.context).load(root.id)


class CoachingMergeField(graphene.ObjectType):
    class Meta:
        description = "A value that a text can have filled in, as `{{ name }}`."

    name = graphene.String(required=True)
    meaning = graphene.String(required=True)
    scopes = graphene.List(graphene.NonNull(CoachingMergeFieldScopeEnum), required=True)
    participant_scopes = graphene.List(
        graphene.NonNull(CoachingMergeFieldScopeEnum),
        required=True,
        description="Where it can be used outside of `{% payer %} … {% endpayer %}`, for "
        "participants read it.",
    )
