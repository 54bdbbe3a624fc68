"""Make one client's agreement, and edit it until it is sent."""

from __future__ import annotations

from typing import Any

import graphene
from django.db import transaction
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements import models
from saleor_coaching_plugin.agreements.services.prepare import agreement_create, agreement_update
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.inputs import (
    ClientAgreementCreateInput,
    ClientAgreementInput,
    client_of,
    details_of,
    fee_currency_check,
)
from saleor_coaching_plugin.graphql.agreements.template_types import AgreementTemplate
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import existing_uuid_of, uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class ClientAgreementCreate(BaseMutation):
    class Meta:
        description = "Make a draft from the newest published version of a template."
        access = ORDERS
        error_type = ClientAgreementError
        error_fields = {"template": "template_id"}

    class Arguments:
        input = ClientAgreementCreateInput(required=True)

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    @transaction.atomic
    def perform(cls, info: ResolveInfo, input: dict[str, Any]) -> ClientAgreementCreate:
        template_id = existing_uuid_of(
            AgreementTemplate, models.AgreementTemplate, input["template_id"], "template_id"
        )
        agreement = agreement_create(
            template_id=template_id,
            client=client_of(input),
            details=details_of(input),
            now=utc_now(),
        )
        fee_currency_check(agreement, input)
        return cls(client_agreement=agreement)


class ClientAgreementUpdate(BaseMutation):
    class Meta:
        description = "Rewrite an agreement that is not with the client, nor decided."
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)
        input = ClientAgreementInput(required=True)

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    @transaction.atomic
    def perform(cls, info: ResolveInfo, id: str, input: dict[str, Any]) -> ClientAgreementUpdate:
        agreement = agreement_update(
            agreement_id=uuid_of(ClientAgreement, id),
            client=client_of(input),
            details=details_of(input),
        )
        fee_currency_check(agreement, input)
        return cls(client_agreement=agreement)
