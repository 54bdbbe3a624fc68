"""Attach contract terms to what is sold, and take them off."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.graphql.core.access import PRODUCTS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.terms.errors import ContractTermsError
from saleor_coaching_plugin.graphql.terms.types import (
    ContractTerms,
    ContractTermsAssignment,
    ContractTermsAssignmentKindEnum,
)
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign, terms_unassign


class ContractTermsAssign(BaseMutation):
    class Meta:
        description = "Let a product, product type, category, collection or channel carry terms."
        access = PRODUCTS
        error_type = ContractTermsError
        error_fields = {"terms": "id"}

    class Arguments:
        id = graphene.ID(required=True, description="Of the contract terms.")
        kind = ContractTermsAssignmentKindEnum(required=True)
        object_id = graphene.ID(
            required=True, description="The shop's global id; of a channel its slug."
        )

    contract_terms = graphene.Field(ContractTerms)
    assignment = graphene.Field(ContractTermsAssignment)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, kind: str, object_id: str) -> ContractTermsAssign:
        assignment = terms_assign(
            terms_id=uuid_of(ContractTerms, id), kind=AssignmentKind(kind), object_id=object_id
        )
        return cls(contract_terms=assignment.terms, assignment=assignment)


class ContractTermsUnassign(BaseMutation):
    class Meta:
        description = "Take an assignment back; taking it back twice is harmless."
        access = PRODUCTS
        error_type = ContractTermsError

    class Arguments:
        id = graphene.ID(required=True, description="Of the assignment.")

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> ContractTermsUnassign:
        terms_unassign(assignment_id=uuid_of(ContractTermsAssignment, id))
        return cls()
