"""A buyer agrees through the link in a mail."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout.services.accept_late import terms_request_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.checkout.errors import OrderTermsError
from saleor_coaching_plugin.graphql.checkout.types import CheckoutTermsAcceptance
from saleor_coaching_plugin.graphql.core.access import BY_SECRET
from saleor_coaching_plugin.graphql.core.acting import ActingForInput, acting_for_of
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import PresentationInput, presentation_of
from saleor_coaching_plugin.graphql.terms.consents import ConsentAnswerInput, answers_of


class OrderTermsAccept(BaseMutation):
    class Meta:
        description = (
            "Accept the terms behind the link; what waited for them goes on by itself. Accepting "
            "again is the same acceptance. Staff and apps cannot accept in a client's name."
        )
        access = BY_SECRET
        error_type = OrderTermsError

    class Arguments:
        token = graphene.String(required=True, description="The secret from the link.")
        fingerprint = graphene.String(required=True, description="As `orderTermsByToken` told it.")
        consents = graphene.List(graphene.NonNull(ConsentAnswerInput), required=True)
        presentation = PresentationInput()
        acting_for = ActingForInput(description="When somebody else accepts for the client.")

    acceptance = graphene.Field(CheckoutTermsAcceptance)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        token: str,
        fingerprint: str,
        consents: list[dict[str, Any]],
        presentation: dict[str, str] | None = None,
        acting_for: dict[str, str] | None = None,
    ) -> OrderTermsAccept:
        request = terms_request_accept(
            token=token,
            consent=CheckoutConsent(fingerprint, answers_of(consents)),
            act=act_of(info.context, presentation_of(presentation), acting_for_of(acting_for)),
            now=utc_now(),
        )
        return cls(acceptance=request.acceptance)
