"""A test mail of an agreement."""

from __future__ import annotations

from functools import partial

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.preview_send import agreement_preview_send
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.preview_inputs import (
    audience_argument,
    party_argument,
    party_id_of,
)
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.seats.services.preview_send import participant_preview_send


class ClientAgreementPreviewSend(BaseMutation):
    class Meta:
        description = (
            "Mail the proposal, or a participant's invitation, as a preview, with a link to the "
            "page behind it. The client gets nothing, and no evidence is written."
        )
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)
        party_id = party_argument()
        audience = audience_argument()
        email = graphene.String(
            description="Where to; your own address if it is left out. Apps have none."
        )

    expires_at = DateTime(description="When the link stops working.")

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        id: str,
        audience: str,
        party_id: str | None = None,
        email: str | None = None,
    ) -> ClientAgreementPreviewSend:
        party = party_id_of(party_id, audience)
        send = (
            participant_preview_send
            if audience == Audience.PARTICIPANT
            else partial(agreement_preview_send, party_id=party)
        )
        link = send(
            agreement_id=uuid_of(ClientAgreement, id),
            to_email=email or requestor_of(info.context).email or "",
            now=utc_now(),
        )
        return cls(expires_at=link.expires_at)
