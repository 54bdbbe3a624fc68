"""The client area: everything that the customer who is logged in has."""

from __future__ import annotations

import uuid
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.agreements.record import chain_of
from saleor_coaching_plugin.agreements.selectors import agreements_of, change_waits, text_shown
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.selectors import invoices_of
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.checkout.selectors import purchases_of
from saleor_coaching_plugin.graphql.agreements.enums import ClientAgreementStatusEnum
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice
from saleor_coaching_plugin.graphql.checkout.types import ProductPurchase
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.evidence.accepted import Accepted
from saleor_coaching_plugin.graphql.seats.dataloaders import ParticipantTextLoader
from saleor_coaching_plugin.graphql.seats.participant_types import ParticipantAgreement
from saleor_coaching_plugin.graphql.seats.types import SeatGroup
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.portal.selectors import packets_of
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.selectors import groups_of, places_of

from .types import WelcomePacketAssignment


class ClientPortalAgreement(Accepted):
    class Meta:
        description = (
            "An agreement in the client area, with the text that was accepted last, or sent."
        )

    agreement_id = graphene.ID(required=True, description="Of the client agreement, for staff.")
    number = graphene.String(required=True)
    status = ClientAgreementStatusEnum(required=True)
    title = graphene.String(required=True)
    html = graphene.String(required=True)
    sha256 = graphene.String(required=True, description="Of `html`.")
    language = graphene.String(required=True)
    sent_at = DateTime()
    expires_at = DateTime()
    accepted_at = DateTime()
    change_waits = graphene.Boolean(
        required=True,
        description="Whether changed terms wait to be accepted or declined, by the newest link.",
    )

    @staticmethod
    def acceptance_key(root: dict[str, Any]) -> tuple[str, uuid.UUID]:
        key: tuple[str, uuid.UUID] = root["key"]
        return key

    @staticmethod
    def page_of(root: dict[str, Any]) -> str:
        _, party_id = root["key"]
        return f"portal/agreements/{party_id}/"


class ClientPortal(graphene.ObjectType):
    """The root is the customer's e-mail address."""

    class Meta:
        description = "What the customer who is logged in has."

    agreements = graphene.List(graphene.NonNull(ClientPortalAgreement), required=True)
    invoices = graphene.List(graphene.NonNull(ClientInvoice), required=True)
    purchases = graphene.List(graphene.NonNull(ProductPurchase), required=True)
    packets = graphene.List(graphene.NonNull(WelcomePacketAssignment), required=True)
    seat_groups = graphene.List(
        graphene.NonNull(SeatGroup), required=True, description="Seats that the customer pays for."
    )
    participations = graphene.List(
        graphene.NonNull(ParticipantAgreement),
        required=True,
        description="Agreements that the customer was invited to, also as a guardian.",
    )

    @staticmethod
    def resolve_agreements(root: str, info: ResolveInfo) -> list[dict[str, Any]]:
        return [agreement_shown(party) for party in agreements_of(root)]

    @staticmethod
    def resolve_invoices(root: str, info: ResolveInfo) -> QuerySet[Invoice]:
        return invoices_of(root)

    @staticmethod
    def resolve_purchases(root: str, info: ResolveInfo) -> QuerySet[Purchase]:
        return purchases_of(root)

    @staticmethod
    def resolve_packets(root: str, info: ResolveInfo) -> list[PacketAssignment]:
        return packets_of(root)

    @staticmethod
    def resolve_seat_groups(root: str, info: ResolveInfo) -> list[models.SeatGroup]:
        return groups_of(root)

    @staticmethod
    def resolve_participations(root: str, info: ResolveInfo) -> Promise:
        keys = [place.id for place in places_of(root)]
        return ParticipantTextLoader.of(info.context).load_many(keys)


def agreement_shown(party: Party) -> dict[str, Any]:
    """The root of a ClientPortalAgreement."""
    agreement = party.agreement
    text = text_shown(party)
    return {
        "key": (chain_of(agreement), party.id),
        "agreement_id": global_id("ClientAgreement", agreement.id),
        "number": agreement.number,
        "status": agreement.status,
        "title": text.title,
        "html": text.html,
        "sha256": text.sha256,
        "language": text.language,
        "sent_at": agreement.sent_at,
        "expires_at": agreement.expires_at,
        "accepted_at": party.accepted_at,
        "change_waits": change_waits(party),
    }
