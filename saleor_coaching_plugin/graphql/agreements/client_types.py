"""An agreement as its client sees it through the link."""

from __future__ import annotations

from typing import Any

import graphene

from saleor_coaching_plugin.agreements.models import PartyLink
from saleor_coaching_plugin.graphql.core.addresses import ClientAddress
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent

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
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    billing_address = graphene.Field(
        ClientAddress, description="Null while it is unknown: then accepting needs it."
    )
    client_note = graphene.String(
        required=True, description="The reason for declining, or the changes asked for."
    )
    expires_at = DateTime(required=True)
    accepted_at = DateTime()


def view_of(link: PartyLink) -> dict[str, Any]:
    """The root of a ClientAgreementView."""
    text, party = link.text, link.text.party
    agreement = party.agreement
    return {
        "number": agreement.number,
        "status": agreement.status,
        "title": text.title,
        "html": text.html,
        "sha256": text.sha256,
        "language": text.language,
        "statement": text.statement,
        "button": text.button,
        "consents": text.consents,
        "first_name": party.first_name,
        "last_name": party.last_name,
        "billing_address": party.billing_address,
        "client_note": agreement.client_note,
        "expires_at": link.expires_at,
        "accepted_at": party.accepted_at,
    }
