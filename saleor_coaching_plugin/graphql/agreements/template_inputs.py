"""What staff write into the draft of an agreement template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import graphene

from saleor_coaching_plugin.agreements.services.template import CustomField, TemplateContent
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.graphql.core.ids import existing_uuid_of, uuid_of
from saleor_coaching_plugin.graphql.core.money import CoachingMoneyInput, money_of
from saleor_coaching_plugin.graphql.portal.types import WelcomePacket
from saleor_coaching_plugin.graphql.sequences.types import Sequence
from saleor_coaching_plugin.graphql.terms.types import ContractTerms
from saleor_coaching_plugin.portal import models as portal
from saleor_coaching_plugin.sequences import models as sequences

ERROR_FIELDS = {"fee_minor": "fee", "currency": "fee", "terms": "terms_id", "template": "id"}
"""Where the domain calls an input by another name than the API."""


class AgreementTemplateCustomFieldInput(graphene.InputObjectType):
    class Meta:
        description = "A merge field `custom.<name>` of one template."

    name = graphene.String(required=True, description="Lower-case letters, digits and _.")
    label = graphene.String(required=True, description="Asks the coach for the value.")
    for_participants = graphene.Boolean(
        default_value=False, description="Whether participants' texts can use it too."
    )


class AgreementTemplateInput(graphene.InputObjectType):
    class Meta:
        description = "The whole draft; it replaces the draft that there is."

    terms_id = graphene.ID(required=True, description="Of the contract terms.")
    channel = graphene.String(description="Slug of the shop's channel; its default if left out.")
    product_id = graphene.ID(required=True, description="The shop's id of what is sold.")
    variant_id = graphene.ID(required=True, description="The product's variant.")
    fee = CoachingMoneyInput(required=True, description="In the channel's currency.")
    package_name = graphene.String(required=True)
    package_description = graphene.String(default_value="")
    sessions = graphene.Int(required=True)
    instalments = graphene.Int(default_value=1, description="How many equal monthly parts.")
    payment_days = graphene.Int(default_value=14, description="Days to pay each part in.")
    expiry_days = graphene.Int(default_value=14, description="Days to accept in.")
    proposal_subject = graphene.String(required=True)
    proposal_body = graphene.String(
        required=True, description="Markdown with merge fields, `agreement.link` among them."
    )
    custom_fields = graphene.List(
        graphene.NonNull(AgreementTemplateCustomFieldInput), default_value=[]
    )
    sequence_id = graphene.ID(description="The sequence that acceptance starts.")
    packet_id = graphene.ID(description="The welcome packet that new clients get.")
    seats = graphene.Int(
        default_value=0,
        description="How many take part besides paying, 0 where the client does. Only with terms "
        "that have a rendering for participants; what follows is for those alone.",
    )
    participant_sequence_id = graphene.ID(description="Starts with a participant's acceptance.")
    participant_packet_id = graphene.ID(description="The welcome packet of each participant.")
    invitation_subject = graphene.String(
        default_value="",
        description="Of the mail to participants; the plugin's own if both are empty.",
    )
    invitation_body = graphene.String(
        default_value="", description="Markdown with merge fields, `agreement.link` among them."
    )


class AgreementTemplateCreateInput(AgreementTemplateInput):
    class Meta:
        description = "A new template with its first draft."

    name = graphene.String(required=True)


def content_of(given: dict[str, Any]) -> TemplateContent:
    """From an AgreementTemplateInput. Raises NotFound, InvalidInput."""
    fee = money_of(given["fee"], "fee")
    plain = {
        *("product_id", "variant_id", "package_name", "package_description", "sessions"),
        *("instalments", "payment_days", "expiry_days", "proposal_subject", "proposal_body"),
        *("seats", "invitation_subject", "invitation_body"),
    }
    return TemplateContent(
        **{name: given[name] for name in plain},
        terms_id=uuid_of(ContractTerms, given["terms_id"], "terms_id"),
        channel=given.get("channel") or conf().default_channel,
        currency=fee.currency,
        fee_minor=fee.minor,
        custom_fields=[CustomField(**each) for each in given["custom_fields"]],
        sequence_id=_sequence_id(given, "sequence_id"),
        packet_id=_packet_id(given, "packet_id"),
        participant_sequence_id=_sequence_id(given, "participant_sequence_id"),
        participant_packet_id=_packet_id(given, "participant_packet_id"),
    )


def _sequence_id(given: dict[str, Any], field: str) -> UUID | None:
    return existing_uuid_of(Sequence, sequences.Sequence, given.get(field), field)


def _packet_id(given: dict[str, Any], field: str) -> UUID | None:
    return existing_uuid_of(WelcomePacket, portal.WelcomePacket, given.get(field), field)
