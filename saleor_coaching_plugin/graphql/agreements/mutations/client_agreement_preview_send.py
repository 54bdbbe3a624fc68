"""A test mail of an agreement."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.preview_send import agreement_preview_send
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement, ClientAgreementParty
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.scalars import DateTime


class ClientAgreementPreviewSend(BaseMutation):
    class Meta:
        description = (
            "Mail the proposal as a preview, with a link to the page as the party would see it. "
            "The client gets nothing, and no evidence is written."
        )
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)
        party_id = graphene.ID(description="The payer if it is left out.")
        email = graphene.String(
            description="Where to; your own address if it is left out. Apps have none."
        )

    expires_at = DateTime(description="When the link stops working.")

    @classmethod
    def perform(
        cls, info: ResolveInfo, id: str, party_id: str | None = None, email: str | None = None
    ) -> ClientAgreementPreviewSend:
        link = agreement_preview_send(
            agreement_id=uuid_of(ClientAgreement, id),
            party_id=uuid_of(ClientAgreementParty, party_id, "party_id") if party_id else None,
            to_email=email or requestor_of(info.context).email or "",
            now=utc_now(),
        )
        return cls(expires_at=link.expires_at)
