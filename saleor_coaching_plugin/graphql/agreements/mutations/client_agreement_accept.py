"""The client clicks "I Accept"."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.agreements.client_types import ClientAgreementView, view_of
from saleor_coaching_plugin.graphql.agreements.errors import ClientAgreementError
from saleor_coaching_plugin.graphql.core.access import BY_SECRET
from saleor_coaching_plugin.graphql.core.acting import ActingForInput, acting_for_of
from saleor_coaching_plugin.graphql.core.addresses import ClientAddressInput, address_of
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import PresentationInput, presentation_of
from saleor_coaching_plugin.graphql.terms.consents import ConsentAnswerInput, answers_of


class ClientAgreementAcceptInput(graphene.InputObjectType):
    class Meta:
        description = "What the client saw and did."

    text_sha256 = graphene.String(required=True, description="Of the text that was shown.")
    consents = graphene.List(graphene.NonNull(ConsentAnswerInput), required=True)
    billing_address = ClientAddressInput(description="Needed while none is known.")
    presentation = PresentationInput()
    acting_for = ActingForInput(description="When somebody else accepts for the client.")
    copy_to = graphene.String(
        default_value="", description="E-mail address of somebody who shall get the copy too."
    )


class ClientAgreementAccept(BaseMutation):
    class Meta:
        description = (
            "Accept the agreement behind the link, or the new terms for an accepted one; what is "
            "accepted already is returned as it is. Staff and "
            "apps cannot accept in a client's name."
        )
        access = BY_SECRET
        error_type = ClientAgreementError

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        input = ClientAgreementAcceptInput(required=True)

    client_agreement = graphene.Field(ClientAgreementView)

    @classmethod
    def perform(cls, info: ResolveInfo, token: str, input: dict[str, Any]) -> ClientAgreementAccept:
        presentation = presentation_of(input.get("presentation"))
        act = act_of(info.context, presentation, acting_for_of(input.get("acting_for")))
        now = utc_now()
        agreement_accept(token=token, acceptance=_acceptance(input), act=act, now=now)
        return cls(client_agreement=view_of(link_open(token, now=now)))


def _acceptance(given: dict[str, Any]) -> Acceptance:
    address = given.get("billing_address")
    return Acceptance(
        text_sha256=given["text_sha256"],
        consents=answers_of(given["consents"]),
        billing_address=address_of(address, "billing_address") if address else None,
        copy_to=given["copy_to"],
    )
