"""A buyer agrees to the terms of the cart as it is now."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.checkout.errors import CheckoutTermsError
from saleor_coaching_plugin.graphql.checkout.types import CheckoutTermsAcceptance
from saleor_coaching_plugin.graphql.checkout.whose import checkout_for
from saleor_coaching_plugin.graphql.core.access import ANYONE
from saleor_coaching_plugin.graphql.core.acting import ActingForInput, acting_for_of
from saleor_coaching_plugin.graphql.core.context import act_of
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.core.presentation import PresentationInput, presentation_of
from saleor_coaching_plugin.graphql.terms.consents import ConsentAnswerInput, answers_of


class CheckoutTermsAccept(BaseMutation):
    class Meta:
        description = (
            "Accept the terms of a cart; the same cart accepted again is the same acceptance. "
            "Staff and apps cannot accept in a client's name."
        )
        access = ANYONE
        error_type = CheckoutTermsError
        error_fields = {"id": "checkout_id"}

    class Arguments:
        checkout_id = graphene.ID(required=True, description="The shop's id.")
        fingerprint = graphene.String(required=True, description="As `checkoutTerms` told it.")
        consents = graphene.List(graphene.NonNull(ConsentAnswerInput), required=True)
        presentation = PresentationInput()
        acting_for = ActingForInput(description="When somebody else accepts for the client.")

    acceptance = graphene.Field(CheckoutTermsAcceptance)

    @classmethod
    def perform(
        cls,
        info: ResolveInfo,
        checkout_id: str,
        fingerprint: str,
        consents: list[dict[str, Any]],
        presentation: dict[str, str] | None = None,
        acting_for: dict[str, str] | None = None,
    ) -> CheckoutTermsAccept:
        act = act_of(info.context, presentation_of(presentation), acting_for_of(acting_for))
        checkout = checkout_for(act.requestor, checkout_id)
        acceptance = checkout_terms_accept(
            checkout_id=checkout.id,
            consent=CheckoutConsent(fingerprint, answers_of(consents)),
            act=act,
            now=utc_now(),
        )
        return cls(acceptance=acceptance)
