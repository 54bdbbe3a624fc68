"""Create agreement templates, and write their drafts."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.template import (
    template_create,
    template_draft_save,
)
from saleor_coaching_plugin.graphql.agreements.errors import AgreementTemplateError
from saleor_coaching_plugin.graphql.agreements.template_inputs import (
    ERROR_FIELDS,
    AgreementTemplateCreateInput,
    AgreementTemplateInput,
    content_of,
)
from saleor_coaching_plugin.graphql.agreements.template_types import (
    AgreementTemplate,
    AgreementTemplateVersion,
)
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class AgreementTemplateCreate(BaseMutation):
    class Meta:
        description = "Make an agreement template with a first draft."
        access = ORDERS
        error_type = AgreementTemplateError
        error_fields = ERROR_FIELDS

    class Arguments:
        input = AgreementTemplateCreateInput(required=True)

    agreement_template = graphene.Field(AgreementTemplate)

    @classmethod
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> AgreementTemplateCreate:
        template = template_create(name=input["name"], content=content_of(input))
        return cls(agreement_template=template)


class AgreementTemplateUpdate(BaseMutation):
    class Meta:
        description = (
            "Write the draft; published versions, and agreements made from them, stay as they are."
        )
        access = ORDERS
        error_type = AgreementTemplateError
        error_fields = ERROR_FIELDS

    class Arguments:
        id = graphene.ID(required=True, description="Of the template.")
        input = AgreementTemplateInput(required=True)

    agreement_template = graphene.Field(AgreementTemplate)
    version = graphene.Field(AgreementTemplateVersion, description="The draft.")

    @classmethod
    def perform(cls, info: ResolveInfo, id: str, input: dict[str, Any]) -> AgreementTemplateUpdate:
        version = template_draft_save(
            template_id=uuid_of(AgreementTemplate, id), content=content_of(input)
        )
        return cls(agreement_template=version.template, version=version)
