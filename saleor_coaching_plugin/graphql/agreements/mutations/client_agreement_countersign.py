"""The coach signs an agreement too."""

from __future__ import annotations

from collections.abc import Mapping

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.countersign import Signer, agreement_countersign
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.countersignature_types import (
    ClientAgreementCountersignature,
)
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import PresentationInput, presentation_of


class ClientAgreementCountersign(BaseMutation):
    class Meta:
        description = (
            "Sign the text that the client was sent, before it is accepted or after; once signed, "
            "it stays as it is. Only a member of staff can sign, an app cannot."
        )
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)
        text_sha256 = graphene.String(required=True, description="Of the text that was shown.")
        signer_name = graphene.String(
            default_value="", description="Needed where the shop does not know the user's name."
        )
        presentation = PresentationInput()

    client_agreement = graphene.Field(ClientAgreement)
    countersignature = graphene.Field(ClientAgreementCountersignature)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        id: str,
        text_sha256: str,
        signer_name: str,
        presentation: Mapping[str, str] | None = None,
    ) -> ClientAgreementCountersign:
        signature = agreement_countersign(
            agreement_id=uuid_of(ClientAgreement, id),
            text_sha256=text_sha256,
            signer=Signer(act_of(info.context, presentation_of(presentation)), signer_name),
            now=utc_now(),
        )
        agreement = signature.text.party.agreement
        return cls(client_agreement=agreement, countersignature=signature)
