"""The client declines, or asks for changes."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.respond import (
    agreement_decline,
    agreement_request_changes,
)
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.client_types import ClientAgreementView, view_of
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.core.access import BY_SECRET
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import UNTOLD


class ClientAgreementDecline(BaseMutation):
    class Meta:
        description = (
            "Say no, to the agreement or to new terms for an accepted one, which then stays as it "
            "is. Saying it twice is harmless."
        )
        access = BY_SECRET
        error_type = ClientAgreementError
        error_fields = {"message": "reason"}

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        reason = graphene.String(default_value="", description="For the coach.")

    client_agreement = graphene.Field(ClientAgreementView)

    @classmethod
    def perform(cls, info: ResolveInfo, token: str, reason: str) -> ClientAgreementDecline:
        act, now = act_of(info.context, UNTOLD), utc_now()
        agreement_decline(token=token, reason=reason, act=act, now=now)
        return cls(client_agreement=view_of(link_open(token, now=now)))


class ClientAgreementRequestChanges(BaseMutation):
    class Meta:
        description = "Ask the coach for another text."
        access = BY_SECRET
        error_type = ClientAgreementError

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        message = graphene.String(required=True, description="What should be changed.")

    client_agreement = graphene.Field(ClientAgreementView)

    @classmethod
    def perform(cls, info: ResolveInfo, token: str, message: str) -> ClientAgreementRequestChanges:
        act, now = act_of(info.context, UNTOLD), utc_now()
        agreement_request_changes(token=token, message=message, act=act, now=now)
        return cls(client_agreement=view_of(link_open(token, now=now)))
