"""Send an agreement, send it once more, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Self

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements import models
from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.agreements.services.countersign import Signer
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import UNTOLD


class _Step(BaseMutation):
    """Runs one `service` on the agreement; all it needs is which one."""

    class Meta:
        abstract = True

    class Arguments:
        id = graphene.ID(required=True)

    client_agreement = graphene.Field(ClientAgreement)
    service: ClassVar[Callable[..., models.ClientAgreement]]

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> Self:
        key = uuid_of(ClientAgreement, id)
        return cls(client_agreement=cls.service(agreement_id=key, now=utc_now()))


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
        countersign = graphene.Boolean(
            default_value=False, description="Sign it too. Only a member of staff can, no app."
        )
        signer_name = graphene.String(
            default_value="", description="Needed where the shop does not know the user's name."
        )

    client_agreement = graphene.Field(ClientAgreement)

    @classmethod
    def perform(
        cls, info: ResolveInfo, id: str, countersign: bool, signer_name: str
    ) -> ClientAgreementSend:
        signer = Signer(act_of(info.context, UNTOLD), signer_name) if countersign else None
        agreement = agreement_send(
            agreement_id=uuid_of(ClientAgreement, id), now=utc_now(), signer=signer
        )
        return cls(client_agreement=agreement)


class ClientAgreementResend(_Step):
    class Meta:
        description = (
            "Mail the same text once more under a new link; the old link dies. Of an accepted "
            "agreement: the new terms that the client has yet to answer."
        )
        access = ORDERS
        error_type = ClientAgreementError

    service = staticmethod(agreement_resend)


class ClientAgreementRevoke(_Step):
    class Meta:
        description = "Take an agreement back; its links die. Revoking twice is harmless."
        access = ORDERS
        error_type = ClientAgreementError

    service = staticmethod(agreement_revoke)
