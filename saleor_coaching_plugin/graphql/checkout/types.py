"""Terms of a checkout, what a purchase starts, and purchases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.checkout import models
from saleor_coaching_plugin.checkout.required import RequiredText
from saleor_coaching_plugin.checkout.seats import CheckoutSeats as SeatsInCart
from saleor_coaching_plugin.checkout.seats import checkout_seats
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.graphql.core.access import USERS
from saleor_coaching_plugin.graphql.core.acting import ActingFor
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.ids import global_id
from saleor_coaching_plugin.graphql.core.money import CoachingMoney
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.portal.dataloaders import PacketLoader
from saleor_coaching_plugin.graphql.portal.types import WelcomePacket
from saleor_coaching_plugin.graphql.sequences.dataloaders import SequenceLoader
from saleor_coaching_plugin.graphql.sequences.types import Sequence
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent

from .dataloaders import PurchaseCertificateLoader, acting_for_buyer


class CheckoutTermsText(graphene.ObjectType):
    """The root is a RequiredText."""

    class Meta:
        description = "One text to agree to, with everything filled in."

    title = graphene.String(required=True)
    html = graphene.String(required=True, description="To be shown in full and unaltered.")
    sha256 = graphene.String(required=True, description="Of `html`.")
    language = graphene.String(required=True, description="BCP 47 tag of this text.")
    version_number = graphene.Int(required=True)
    product_names = graphene.List(graphene.NonNull(graphene.String), required=True)
    consents = graphene.List(
        graphene.NonNull(ContractConsent), required=True, description="To be shown unticked."
    )

    @staticmethod
    def resolve_version_number(root: RequiredText, info: ResolveInfo) -> int:
        return root.number


class CheckoutSeats(graphene.ObjectType):
    """The root is the domain's CheckoutSeats."""

    class Meta:
        description = (
            "A product in the cart whose terms have seats: each unit is for a participant. Whoever "
            "buys one unit and names nobody takes part himself."
        )

    product_id = graphene.ID(required=True, description="The shop's id.")
    product_name = graphene.String(required=True)
    quantity = graphene.Int(
        required=True, description="How many participants can be named before the payment."
    )
    planned = graphene.Int(
        required=True,
        description="How many are named; those beyond the quantity will get no seat.",
    )

    @staticmethod
    def resolve_planned(root: SeatsInCart, info: ResolveInfo) -> int:
        return len(root.planned)


class CheckoutTerms(graphene.ObjectType):
    class Meta:
        description = "All that must be agreed to before this very cart can be bought."

    fingerprint = graphene.String(
        required=True, description="Of the cart and its texts; accept with it."
    )
    statement = graphene.String(required=True, description="To be shown above the texts.")
    button = graphene.String(required=True, description="The words on the button.")
    texts = graphene.List(graphene.NonNull(CheckoutTermsText), required=True)
    accepted = graphene.Boolean(required=True, description="Whether nothing is left to accept.")
    seats = graphene.List(
        graphene.NonNull(CheckoutSeats),
        required=True,
        description="What participants can be named for, with `checkoutSeatsPlan`.",
    )

    @staticmethod
    def resolve_seats(root: Mapping[str, Any], info: ResolveInfo) -> list[SeatsInCart]:
        return checkout_seats(root["checkout"])


class CheckoutTermsAcceptance(graphene.ObjectType):
    """The root is a CheckoutAcceptance."""

    class Meta:
        description = "A buyer agreed to the terms of one exact cart."

    fingerprint = graphene.String(required=True)
    accepted_at = DateTime(required=True)


class ProductSetup(graphene.ObjectType):
    """The root is a ProductSetup row."""

    class Meta:
        description = "What a paid order line of a product starts."

    product_id = graphene.ID(required=True, description="The shop's id.")
    sequence_id = graphene.ID()
    sequence = GuardedField(Sequence, access=USERS, description="What buyers get by mail.")
    packet_id = graphene.ID()
    packet = GuardedField(WelcomePacket, access=USERS, description="What buyers get to fill in.")
    thank_you = graphene.String(required=True, description="Markdown for the thank-you page.")

    @staticmethod
    def resolve_sequence_id(root: models.ProductSetup, info: ResolveInfo) -> str | None:
        return global_id("Sequence", root.sequence_id)

    @staticmethod
    def resolve_sequence(root: models.ProductSetup, info: ResolveInfo) -> Promise | None:
        loader = SequenceLoader.of(info.context)
        return loader.load(root.sequence_id) if root.sequence_id else None

    @staticmethod
    def resolve_packet_id(root: models.ProductSetup, info: ResolveInfo) -> str | None:
        return global_id("WelcomePacket", root.packet_id)

    @staticmethod
    def resolve_packet(root: models.ProductSetup, info: ResolveInfo) -> Promise | None:
        loader = PacketLoader.of(info.context)
        return loader.load(root.packet_id) if root.packet_id else None


class ProductPurchase(graphene.ObjectType):
    """The root is a Purchase row."""

    class Meta:
        description = "One paid order line of a product that the plugin knows."
        interfaces = (graphene.relay.Node,)

    order_id = graphene.ID(required=True, description="The shop's id.")
    order_number = graphene.String(required=True)
    product_id = graphene.ID(required=True, description="The shop's id.")
    product_name = graphene.String(required=True)
    quantity = graphene.Int(required=True)
    total = graphene.Field(CoachingMoney, required=True)
    email = graphene.String(required=True)
    terms_accepted = graphene.Boolean(
        required=True, description="Whether an acceptance of that cart is on record."
    )
    evidence_chain = graphene.String(
        description="For `evidenceVerify` and `evidenceExport`; null without an acceptance."
    )
    acting_for = graphene.Field(
        ActingFor, description="Who accepted the terms for the buyer; null where nobody did that."
    )
    certificate_number = graphene.String(
        description="Of what was accepted; null as long as its PDF is not made."
    )
    certificate_url = graphene.String(
        description="Of the PDF, for those who are logged in to the client area."
    )
    held = graphene.Boolean(
        required=True,
        description="Whether its mails and packet wait, for the terms or for an e-mail address.",
    )
    bought_at = DateTime(required=True)

    @staticmethod
    def resolve_held(root: models.Purchase, info: ResolveInfo) -> bool:
        return root.is_held

    @staticmethod
    def resolve_evidence_chain(root: models.Purchase, info: ResolveInfo) -> str | None:
        return root.acceptance.chain if root.acceptance else None

    @staticmethod
    def resolve_certificate_number(root: models.Purchase, info: ResolveInfo) -> Promise:
        return _certificate_of(root, info).then(
            lambda row: certificate_number(row.entry.hash) if row else None
        )

    @staticmethod
    def resolve_certificate_url(root: models.Purchase, info: ResolveInfo) -> Promise:
        address = page_url(f"portal/purchases/{root.id}/certificate.pdf")
        return _certificate_of(root, info).then(lambda row: address if row else None)

    @staticmethod
    def resolve_acting_for(root: models.Purchase, info: ResolveInfo) -> Promise | None:
        return acting_for_buyer(root.acceptance, info.context)

    @staticmethod
    def resolve_total(root: models.Purchase, info: ResolveInfo) -> Money:
        return Money(root.total_minor, root.currency)

    @staticmethod
    def resolve_terms_accepted(root: models.Purchase, info: ResolveInfo) -> bool:
        return root.acceptance_id is not None


def _certificate_of(purchase: models.Purchase, info: ResolveInfo) -> Promise:
    if purchase.acceptance_id is None:
        return Promise.resolve(None)
    return PurchaseCertificateLoader.of(info.context).load(purchase.acceptance_id)
