"""Publish a template's draft for good."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.template import template_publish
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import AgreementTemplateError
from saleor_coaching_plugin.graphql.agreements.template_inputs import ERROR_FIELDS
from saleor_coaching_plugin.graphql.agreements.template_types import (
    AgreementTemplate,
    AgreementTemplateVersion,
)
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class AgreementTemplatePublish(BaseMutation):
    class Meta:
        description = "Make a draft usable and immutable; a published one is returned as it is."
        access = ORDERS
        error_type = AgreementTemplateError
        error_fields = ERROR_FIELDS

    class Arguments:
        id = graphene.ID(required=True, description="Of the version that is a draft.")

    agreement_template = graphene.Field(AgreementTemplate)
    version = graphene.Field(AgreementTemplateVersion)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> AgreementTemplatePublish:
        version = template_publish(version_id=uuid_of(AgreementTemplateVersion, id), now=utc_now())
        return cls(agreement_template=version.template, version=version)
