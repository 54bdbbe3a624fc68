"""Create contract terms, and write their drafts."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import PRODUCTS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.terms.errors import ContractTermsError
from saleor_coaching_plugin.graphql.terms.inputs import (
    ContractTermsCreateInput,
    ContractTermsDraftInput,
)
from saleor_coaching_plugin.graphql.terms.types import ContractTerms, ContractTermsVersion
from saleor_coaching_plugin.terms.services import terms_create, terms_draft_save


class ContractTermsCreate(BaseMutation):
    class Meta:
        description = "Make contract terms with a first draft."
        access = PRODUCTS
        error_type = ContractTermsError

    class Arguments:
        input = ContractTermsCreateInput(required=True)

    contract_terms = graphene.Field(ContractTerms)

    @classmethod
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> ContractTermsCreate:
        return cls(contract_terms=terms_create(**input))


class ContractTermsUpdate(BaseMutation):
    class Meta:
        description = "Write the draft of a language; published versions stay as they are."
        access = PRODUCTS
        error_type = ContractTermsError
        error_fields = {"terms": "id"}

    class Arguments:
        id = graphene.ID(required=True, description="Of the contract terms.")
        input = ContractTermsDraftInput(required=True)

    contract_terms = graphene.Field(ContractTerms)
    version = graphene.Field(ContractTermsVersion, description="The draft.")

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, input: dict[str, Any]) -> ContractTermsUpdate:
        version = terms_draft_save(terms_id=uuid_of(ContractTerms, id), **input)
        return cls(contract_terms=version.terms, version=version)
