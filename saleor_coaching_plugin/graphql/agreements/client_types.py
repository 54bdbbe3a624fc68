"""An agreement as its client sees it through the link."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements import acting
from saleor_coaching_plugin.agreements.acting import acting_for_text
from saleor_coaching_plugin.agreements.changes import AmendedText, amended_of, revision_redline
from saleor_coaching_plugin.agreements.models import PartyLink
from saleor_coaching_plugin.graphql.core.acting import ActingFor
from saleor_coaching_plugin.graphql.core.addresses import ClientAddress
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent

from .amends_types import ClientAgreementAmends
from .countersignature_types import ClientAgreementCountersignature
from .enums import ClientAgreementStatusEnum


class ClientAgreementView(graphene.ObjectType):
    class Meta:
        description = "An agreement as its client sees it, with all that the page must show."

    number = graphene.String(required=True)
    status = ClientAgreementStatusEnum(required=True)
    title = graphene.String(required=True)
    html = graphene.String(required=True, description="The full text, to be shown unaltered.")
    sha256 = graphene.String(required=True, description="Of `html`; accept with it.")
    language = graphene.String(required=True, description="BCP 47 tag of the text.")
    statement = graphene.String(required=True, description="To be shown by the button.")
    button = graphene.String(required=True, description="The words on the button.")
    consents = graphene.List(
        graphene.NonNull(ContractConsent), required=True, description="To be shown unticked."
    )
    seats = graphene.Int(
        required=True, description="How many take part besides paying, 0 where the client does."
    )
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    billing_address = graphene.Field(
        ClientAddress, description="Null while it is unknown: then accepting needs it."
    )
    countersignature = graphene.Field(
        ClientAgreementCountersignature, description="To be shown above the text, if there is one."
    )
    amends = graphene.Field(
        ClientAgreementAmends,
        description="Of new terms for an agreement that was accepted before: what they change.",
    )
    revision_redline = graphene.String(
        required=True,
        description="HTML with `<ins>` and `<del>` against the text that was sent before; empty "
        "where there was none, or where it reads the same.",
    )
    client_note = graphene.String(
        required=True, description="The reason for declining, or the changes asked for."
    )
    expires_at = DateTime(required=True)
    accepted_at = DateTime()
    acting_for = graphene.Field(
        ActingFor, description="Who accepted it for the client; null where nobody did that."
    )

    @staticmethod
    def resolve_acting_for(root: dict[str, Any], info: ResolveInfo) -> acting.ActingFor | None:
        return acting_for_text(root["text"])

    @staticmethod
    def resolve_amends(root: dict[str, Any], info: ResolveInfo) -> AmendedText | None:
        return amended_of(root["text"])

    @staticmethod
    def resolve_revision_redline(root: dict[str, Any], info: ResolveInfo) -> str:
        return "" if root["text"].is_amendment else revision_redline(root["text"])


def view_of(link: PartyLink) -> dict[str, Any]:
    """The root of a ClientAgreementView."""
    text, party = link.text, link.text.party
    agreement = party.agreement
    return {
        "text": text,
        "number": agreement.number,
        "status": agreement.status,
        "title": text.title,
        "html": text.html,
        "sha256": text.sha256,
        "language": text.language,
        "statement": text.statement,
        "button": text.button,
        "consents": text.consents,
        "seats": agreement.seats,
        "first_name": party.first_name,
        "last_name": party.last_name,
        "billing_address": party.billing_address,
        "countersignature": getattr(text, "countersignature", None),
        "client_note": agreement.client_note,
        "expires_at": link.expires_at,
        "accepted_at": party.accepted_at,
    }
