"""Client agreements as staff see them. Roots are the models' rows."""

from __future__ import annotations

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.agreements import models
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.graphql.billing.dataloaders import InvoicesOfAgreementLoader
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice
from saleor_coaching_plugin.graphql.core.acting import ActingFor
from saleor_coaching_plugin.graphql.core.addresses import ClientAddress
from saleor_coaching_plugin.graphql.core.money import CoachingMoney
from saleor_coaching_plugin.graphql.core.scalars import Date, DateTime
from saleor_coaching_plugin.graphql.seats.dataloaders import (
    GroupOfAgreementLoader,
    PlanOfAgreementLoader,
)
from saleor_coaching_plugin.graphql.seats.plan_types import SeatPlan
from saleor_coaching_plugin.graphql.seats.types import SeatGroup
from saleor_coaching_plugin.graphql.terms.consents import ContractConsent

from .countersignature_types import ClientAgreementCountersignature
from .dataloaders import (
    ActingForLoader,
    AmendmentsLoader,
    PayerLoader,
    PayerTextLoader,
    TemplateLoader,
    TemplateVersionLoader,
)
from .enums import (
    ClientAgreementAmendmentStatusEnum,
    ClientAgreementPartyStatusEnum,
    ClientAgreementStatusEnum,
)
from .template_types import AgreementTemplate, AgreementTemplateVersion


class ClientAgreementParty(graphene.ObjectType):
    class Meta:
        description = "Someone on an agreement."
        interfaces = (graphene.relay.Node,)

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    email = graphene.String(required=True)
    status = ClientAgreementPartyStatusEnum(required=True)
    billing_address = graphene.Field(ClientAddress)
    customer_id = graphene.ID(description="The shop's id of the customer, once there is one.")
    accepted_at = DateTime()

    @staticmethod
    def resolve_customer_id(root: models.Party, info: ResolveInfo) -> str | None:
        return root.customer_id or None


class ClientAgreementText(graphene.ObjectType):
    class Meta:
        description = "The very text that was sent; it never changes."

    revision = graphene.Int(required=True)
    language = graphene.String(required=True)
    title = graphene.String(required=True)
    html = graphene.String(required=True)
    sha256 = graphene.String(required=True, description="Of `html`.")
    consents = graphene.List(graphene.NonNull(ContractConsent), required=True)
    statement = graphene.String(required=True)
    button = graphene.String(required=True)
    acting_for = graphene.Field(
        ActingFor, description="Who accepted it for the client; null where nobody did that."
    )

    @staticmethod
    def resolve_acting_for(root: models.PartyText, info: ResolveInfo) -> Promise:
        key = (root.party.agreement_id, root.party_id, root.revision)
        return ActingForLoader.of(info.context).load(key)


class ClientAgreementAmendment(graphene.ObjectType):
    class Meta:
        description = "New terms, put to somebody who had accepted the agreement before."

    party = graphene.Field(ClientAgreementParty, required=True)
    text = graphene.Field(ClientAgreementText, required=True)
    status = ClientAgreementAmendmentStatusEnum(required=True)
    asked_at = DateTime(required=True)
    closed_at = DateTime(description="When it was accepted, declined, or a newer one came.")
    client_note = graphene.String(required=True, description="The reason for declining.")


class ClientAgreementCustomValue(graphene.ObjectType):
    class Meta:
        description = "The value of a template's custom field."

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class ClientAgreement(graphene.ObjectType):
    class Meta:
        description = "One client's agreement, made from a template."
        interfaces = (graphene.relay.Node,)

    number = graphene.String(required=True)
    status = ClientAgreementStatusEnum(required=True)
    revision = graphene.Int(required=True, description="How often it was sent with a new text.")
    template = graphene.Field(AgreementTemplate, required=True)
    template_version = graphene.Field(AgreementTemplateVersion, required=True)
    client = graphene.Field(ClientAgreementParty, required=True)
    text = graphene.Field(ClientAgreementText, description="As it was sent last.")
    amendments = graphene.List(
        graphene.NonNull(ClientAgreementAmendment),
        required=True,
        description="Material changes of the terms since it was accepted, the newest first.",
    )
    countersignature = graphene.Field(
        ClientAgreementCountersignature, description="Of the text as it was sent last."
    )
    language = graphene.String(required=True)
    fee = graphene.Field(CoachingMoney, required=True)
    sessions = graphene.Int(required=True)
    instalments = graphene.Int(required=True)
    seats = graphene.Int(
        required=True, description="How many take part besides paying, 0 where the client does."
    )
    start_on = Date()
    custom_values = graphene.List(graphene.NonNull(ClientAgreementCustomValue), required=True)
    copy_emails = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Who gets a copy of what the client accepts, amounts and all.",
    )
    created_at = DateTime(required=True)
    sent_at = DateTime()
    viewed_at = DateTime()
    accepted_at = DateTime()
    closed_at = DateTime(description="When it was declined, revoked or found expired.")
    expires_at = DateTime()
    client_note = graphene.String(
        required=True, description="The reason for declining, or the changes asked for."
    )
    order_id = graphene.ID(description="The shop's id of the order, once there is one.")
    evidence_chain = graphene.String(
        required=True, description="For `evidenceVerify` and `evidenceExport`."
    )
    invoices = graphene.List(graphene.NonNull(ClientInvoice), required=True)
    seat_plan = graphene.Field(
        SeatPlan, description="Who was named for the seats before it was accepted; or null."
    )
    seat_group = graphene.Field(
        SeatGroup, description="Its seats, once it is accepted; null where there are none."
    )

    @staticmethod
    def resolve_template(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        version = TemplateVersionLoader.of(info.context).load(root.template_version_id)
        templates = TemplateLoader.of(info.context)
        return version.then(lambda found: templates.load(found.template_id))

    @staticmethod
    def resolve_template_version(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return TemplateVersionLoader.of(info.context).load(root.template_version_id)

    @staticmethod
    def resolve_client(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return PayerLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_text(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return PayerTextLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_amendments(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return AmendmentsLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_countersignature(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        text = PayerTextLoader.of(info.context).load(root.id)
        return text.then(lambda found: getattr(found, "countersignature", None))

    @staticmethod
    def resolve_fee(root: models.ClientAgreement, info: ResolveInfo) -> Money:
        return Money(root.fee_minor, root.currency)

    @staticmethod
    def resolve_custom_values(
        root: models.ClientAgreement, info: ResolveInfo
    ) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in root.custom_values.items()]

    @staticmethod
    def resolve_order_id(root: models.ClientAgreement, info: ResolveInfo) -> str | None:
        return root.order_id or None

    @staticmethod
    def resolve_evidence_chain(root: models.ClientAgreement, info: ResolveInfo) -> str:
        return f"agreement:{root.id}"

    @staticmethod
    def resolve_invoices(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return InvoicesOfAgreementLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_seat_plan(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return PlanOfAgreementLoader.of(info.context).load(root.id)

    @staticmethod
    def resolve_seat_group(root: models.ClientAgreement, info: ResolveInfo) -> Promise:
        return GroupOfAgreementLoader.of(info.context).load(root.id)
