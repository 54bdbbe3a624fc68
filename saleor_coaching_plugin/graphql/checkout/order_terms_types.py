"""Terms that a buyer is asked by mail to accept: as the buyer sees them, and as staff do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.checkout import models
from saleor_coaching_plugin.checkout.asked import AskedTerms
from saleor_coaching_plugin.checkout.states import TermsReason, TermsRequestStatus, TermsSubject
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.graphql.core.acting import ActingFor
from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.graphql.core.money import CoachingMoney
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.terms.wording import wording_for

from .dataloaders import acting_for_buyer
from .types import CheckoutTermsText

OrderTermsSubjectEnum = enum_of("OrderTermsSubjectEnum", TermsSubject)
OrderTermsReasonEnum = enum_of("OrderTermsReasonEnum", TermsReason)
OrderTermsRequestStatusEnum = enum_of("OrderTermsRequestStatusEnum", TermsRequestStatus)


class OrderTermsLine(graphene.ObjectType):
    """The root is a Line of the commerce port."""

    class Meta:
        description = "What was bought."

    product_name = graphene.String(required=True)
    quantity = graphene.Int(required=True)
    total = graphene.Field(CoachingMoney, required=True)


class OrderTerms(graphene.ObjectType):
    class Meta:
        description = "What a mailed link opens: an order, or a paid checkout, and its terms."

    subject = OrderTermsSubjectEnum(required=True)
    status = OrderTermsRequestStatusEnum(
        required=True, description="Only an OPEN one can be accepted."
    )
    order_number = graphene.String(required=True, description="Empty for a checkout.")
    lines = graphene.List(graphene.NonNull(OrderTermsLine), required=True)
    total = graphene.Field(CoachingMoney, required=True)
    fingerprint = graphene.String(
        description="Of what was bought and its texts; accept with it. Null unless it is open."
    )
    statement = graphene.String(required=True, description="To be shown above the texts.")
    button = graphene.String(required=True, description="The words on the button.")
    texts = graphene.List(graphene.NonNull(CheckoutTermsText), required=True)
    accepted = graphene.Boolean(required=True)
    accepted_at = DateTime()
    expires_at = DateTime(required=True, description="Of the link.")


def order_terms_shown(asked: AskedTerms) -> dict[str, Any]:
    """The root of an OrderTerms."""
    request, acceptance = asked.request, asked.request.acceptance
    wording = wording_for(request.language)
    return {
        "subject": request.subject,
        "status": asked.status,
        "order_number": request.order_number,
        "lines": asked.lines,
        "total": asked.total,
        "fingerprint": asked.required.fingerprint if asked.required else None,
        "statement": wording.purchase_statement,
        "button": wording.purchase_button,
        "texts": asked.texts,
        "accepted": acceptance is not None,
        "accepted_at": acceptance.accepted_at if acceptance else None,
        "expires_at": asked.link.expires_at,
    }


class OrderTermsRequest(graphene.ObjectType):
    """The root is a TermsRequest row."""

    class Meta:
        description = "A buyer is asked by mail to accept terms, as no checkout asked in time."
        interfaces = (graphene.relay.Node,)

    subject = OrderTermsSubjectEnum(required=True)
    status = OrderTermsRequestStatusEnum(required=True)
    reason = OrderTermsReasonEnum(required=True)
    order_id = graphene.ID(description="The shop's id; null while a checkout is no order.")
    order_number = graphene.String(required=True)
    checkout_id = graphene.ID(description="The shop's id; null for an order.")
    email = graphene.String(required=True, description="Empty when nobody can be asked.")
    language = graphene.String(required=True)
    total = graphene.Field(CoachingMoney, required=True)
    created_at = DateTime(required=True)
    sent_at = DateTime()
    expires_at = DateTime()
    accepted_at = DateTime()
    closed_at = DateTime(description="When it was accepted, cancelled or resolved.")
    evidence_chain = graphene.String(
        description="For `evidenceVerify` and `evidenceExport`; null without an acceptance."
    )
    acting_for = graphene.Field(
        ActingFor, description="Who accepted it for the buyer; null where nobody did that."
    )

    @staticmethod
    def resolve_order_id(root: models.TermsRequest, info: ResolveInfo) -> str | None:
        return root.subject_id if root.subject == TermsSubject.ORDER else root.order_id or None

    @staticmethod
    def resolve_checkout_id(root: models.TermsRequest, info: ResolveInfo) -> str | None:
        return root.subject_id if root.subject == TermsSubject.CHECKOUT else None

    @staticmethod
    def resolve_total(root: models.TermsRequest, info: ResolveInfo) -> Money:
        return root.total

    @staticmethod
    def resolve_accepted_at(root: models.TermsRequest, info: ResolveInfo) -> datetime | None:
        return root.acceptance.accepted_at if root.acceptance else None

    @staticmethod
    def resolve_acting_for(root: models.TermsRequest, info: ResolveInfo) -> Promise | None:
        return acting_for_buyer(root.acceptance, info.context)

    @staticmethod
    def resolve_evidence_chain(root: models.TermsRequest, info: ResolveInfo) -> str | None:
        return root.acceptance.chain if root.acceptance else None
