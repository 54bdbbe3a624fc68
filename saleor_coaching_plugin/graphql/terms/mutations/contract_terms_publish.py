"""Publish a draft for good."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import PRODUCTS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.terms.errors import ContractTermsError
from saleor_coaching_plugin.graphql.terms.types import ContractTerms, ContractTermsVersion
from saleor_coaching_plugin.terms.services import terms_publish


class ContractTermsPublish(BaseMutation):
    class Meta:
        description = "Publish a draft: it gets its number, and nothing in it can change any more."
        access = PRODUCTS
        error_type = ContractTermsError
        error_fields = {"note": "change_note"}

    class Arguments:
        id = graphene.ID(required=True, description="Of the version that is a draft.")
        material = graphene.Boolean(
            description="Whether those who accepted an earlier version are asked to accept this "
            "one. To be said of all but the first version of a language."
        )
        change_note = graphene.String(
            default_value="",
            description="What has changed, in a sentence for clients. Needed if it is material.",
        )

    contract_terms = graphene.Field(ContractTerms)
    version = graphene.Field(ContractTermsVersion)

    @classmethod
    def perform(
        cls, info: ResolveInfo, id: str, change_note: str, material: bool | None = None
    ) -> ContractTermsPublish:
        version = terms_publish(
            version_id=uuid_of(ContractTermsVersion, id),
            now=utc_now(),
            material=material,
            note=change_note,
        )
        return cls(contract_terms=version.terms, version=version)
