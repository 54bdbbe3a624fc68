"""Send an agreement, send it once more, take it back."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation


class ClientAgreementSend(BaseMutation):
    class Meta:
        description = (
            "Freeze the text and mail the proposal. What is with the client already is returned "
            "as it is."
        )
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> ClientAgreementSend:
        key = uuid_of(ClientAgreement, id)
        return cls(client_agreement=agreement_send(agreement_id=key, now=utc_now()))


class ClientAgreementResend(BaseMutation):
    class Meta:
        description = "Mail the same text once more under a new link; the old link dies."
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> ClientAgreementResend:
        key = uuid_of(ClientAgreement, id)
        return cls(client_agreement=agreement_resend(agreement_id=key, now=utc_now()))


class ClientAgreementRevoke(BaseMutation):
    class Meta:
        description = "Take an agreement back; its links die. Revoking twice is harmless."
        access = ORDERS
        error_type = ClientAgreementError

    class Arguments:
        id = graphene.ID(required=True)

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> ClientAgreementRevoke:
        key = uuid_of(ClientAgreement, id)
        return cls(client_agreement=agreement_revoke(agreement_id=key, now=utc_now()))
