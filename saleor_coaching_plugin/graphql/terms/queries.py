"""Reading contract terms."""

from __future__ import annotations

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.graphql.core.access import PRODUCTS, staff_with
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import row_of
from saleor_coaching_plugin.terms import models
from saleor_coaching_plugin.terms.merge_fields import MERGE_FIELDS, MergeField

from .types import CoachingMergeField, CoachingMergeFieldScopeEnum, ContractTerms

WRITERS = staff_with(*Permission)
"""Whoever writes texts: terms, agreement templates or sequences."""


class TermsQueries(graphene.ObjectType):
    contract_terms = GuardedField(
        ContractTerms,
        access=PRODUCTS,
        description="Contract terms by id.",
        id=graphene.ID(required=True),
    )
    contract_terms_list = ListField(
        ContractTerms, access=PRODUCTS, description="All contract terms, newest first."
    )
    merge_fields = GuardedField(
        graphene.List(graphene.NonNull(CoachingMergeField)),
        access=WRITERS,
        description="What texts can have filled in.",
        scope=CoachingMergeFieldScopeEnum(description="Only those that can be used there."),
    )

    @staticmethod
    def resolve_contract_terms(root: None, info: ResolveInfo, id: str) -> models.ContractTerms:
        terms: models.ContractTerms = row_of(ContractTerms, models.ContractTerms, id)
        return terms

    @staticmethod
    def resolve_contract_terms_list(
        root: None, info: ResolveInfo
    ) -> QuerySet[models.ContractTerms]:
        return models.ContractTerms.objects.order_by("-created_at", "-id")

    @staticmethod
    def resolve_merge_fields(
        root: None, info: ResolveInfo, scope: str | None = None
    ) -> list[MergeField]:
        return [field for field in MERGE_FIELDS if scope is None or scope in field.scopes]
