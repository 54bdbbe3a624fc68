"""The client area: everything that the customer who is logged in has."""

from __future__ import annotations

import uuid
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.agreements.selectors import agreements_of, change_waits, text_shown
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.selectors import invoices_of
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.checkout.selectors import purchases_of
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.graphql.agreements.enums import ClientAgreementStatusEnum
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice
from saleor_coaching_plugin.graphql.checkout.types import ProductPurchase
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.portal.models import PacketAssignment
from saleor_coaching_plugin.portal.selectors import packets_of

from .dataloaders import AcceptanceLoader, CertificateLoader
from .types import WelcomePacketAssignment


class ClientPortalAgreement(graphene.ObjectType):
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
    evidence_hash = graphene.String(description="Of the ledger's entry, once it is accepted.")
    certificate_number = graphene.String(description="Null as long as its PDF is not made.")
    certificate_url = graphene.String(
        description="Of the PDF, for those who are logged in to the client area."
    )

    @staticmethod
    def resolve_evidence_hash(root: dict[str, Any], info: ResolveInfo) -> Promise:
        found = AcceptanceLoader.of(info.context).load(root["key"])
        return found.then(lambda entry: entry.hash if entry else None)

    @staticmethod
    def resolve_certificate_number(root: dict[str, Any], info: ResolveInfo) -> Promise:
        found = _certificate_of(root["key"], info)
        return found.then(lambda row: certificate_number(row.entry.hash) if row else None)

    @staticmethod
    def resolve_certificate_url(root: dict[str, Any], info: ResolveInfo) -> Promise:
        _, party_id = root["key"]
        address = page_url(f"portal/agreements/{party_id}/certificate.pdf")
        return _certificate_of(root["key"], info).then(lambda row: address if row else None)


class ClientPortal(graphene.ObjectType):
    """The root is the customer's e-mail address."""

    class Meta:
        description = "What the customer who is logged in has."

    agreements = graphene.List(graphene.NonNull(ClientPortalAgreement), required=True)
    invoices = graphene.List(graphene.NonNull(ClientInvoice), required=True)
    purchases = graphene.List(graphene.NonNull(ProductPurchase), required=True)
    packets = graphene.List(graphene.NonNull(WelcomePacketAssignment), required=True)

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


def _certificate_of(key: tuple[uuid.UUID, uuid.UUID], info: ResolveInfo) -> Promise:
    certificates = CertificateLoader.of(info.context)
    found = AcceptanceLoader.of(info.context).load(key)
    return found.then(lambda entry: certificates.load(entry) if entry else None)


def agreement_shown(party: Party) -> dict[str, Any]:
    """The root of a ClientPortalAgreement."""
    agreement = party.agreement
    text = text_shown(party)
    return {
        "key": (agreement.id, party.id),
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
