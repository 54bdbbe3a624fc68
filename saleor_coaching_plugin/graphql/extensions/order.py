"""`Order` in a shop's API: what its buyer agreed to, what it came from, and its seats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.states import InvoiceStatus
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.graphql.billing.types import ClientInvoice
from saleor_coaching_plugin.graphql.checkout.order_terms_types import OrderTermsRequest
from saleor_coaching_plugin.graphql.core.access import own_or
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.graphql.portal.client_types import (
    ClientPortalAgreement,
    agreement_shown,
)
from saleor_coaching_plugin.graphql.seats.types import SeatGroup

from .access import seen_by
from .dataloaders import (
    AcceptancesOfOrderLoader,
    InvoicesOfOrderLoader,
    PayersOfOrderLoader,
    SeatGroupsOfOrderLoader,
    TermsRequestsOfOrderLoader,
)

PERMISSION = Permission.MANAGE_ORDERS


class OrderAcceptedText(graphene.ObjectType):
    """The root is a text of a CheckoutAcceptance."""

    class Meta:
        description = "One text that the buyer agreed to, as it was shown."

    title = graphene.String(required=True)
    html = graphene.String(required=True)
    sha256 = graphene.String(required=True, description="Of `html`.")
    language = graphene.String(required=True, description="BCP 47 tag of this text.")
    version_number = graphene.Int(required=True)
    product_names = graphene.List(graphene.NonNull(graphene.String), required=True)

    @staticmethod
    def resolve_version_number(root: dict[str, Any], info: ResolveInfo) -> Any:
        return root["number"]


class OrderAcceptedTerms(graphene.ObjectType):
    """The root is a CheckoutAcceptance."""

    class Meta:
        description = "What the buyer of an order agreed to."

    accepted_at = DateTime(required=True)
    language = graphene.String(required=True, description="BCP 47 tag.")
    fingerprint = graphene.String(required=True, description="Of the cart that was agreed to.")
    texts = graphene.List(graphene.NonNull(OrderAcceptedText), required=True)
    evidence_chain = graphene.String(
        required=True, description="For `evidenceVerify` and `evidenceExport`."
    )

    @staticmethod
    def resolve_evidence_chain(root: CheckoutAcceptance, info: ResolveInfo) -> str:
        return root.chain


def order_fields(id_of: Callable[[Any], str]) -> dict[str, graphene.Field]:
    """For an Order type; `id_of` reads the shop's global id off its root."""

    def resolve_accepted_terms(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), PERMISSION, lambda row: row.email)
        found = AcceptancesOfOrderLoader.of(info.context).load(id_of(root))
        return found.then(lambda rows: next(iter(seen(rows)), None))

    def resolve_terms_request(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), PERMISSION, lambda row: row.email)
        found = TermsRequestsOfOrderLoader.of(info.context).load(id_of(root))
        return found.then(lambda rows: next(iter(seen(rows)), None))

    def resolve_client_agreement(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), PERMISSION, lambda row: row.email)
        found = PayersOfOrderLoader.of(info.context).load(id_of(root))
        return found.then(lambda rows: next(map(agreement_shown, seen(rows)), None))

    def resolve_client_invoices(root: Any, info: ResolveInfo) -> Promise:
        requestor = requestor_of(info.context)
        seen = seen_by(requestor, PERMISSION, lambda row: row.payer_email)
        found = InvoicesOfOrderLoader.of(info.context).load(id_of(root))
        return found.then(
            lambda rows: [row for row in seen(rows) if requestor.may(PERMISSION) or _is_issued(row)]
        )

    def resolve_seat_groups(root: Any, info: ResolveInfo) -> Promise:
        seen = seen_by(requestor_of(info.context), PERMISSION, lambda row: row.payer_email)
        return SeatGroupsOfOrderLoader.of(info.context).load(id_of(root)).then(seen)

    access = own_or(PERMISSION)
    return {
        "accepted_terms": GuardedField(
            OrderAcceptedTerms,
            access=access,
            description="What the buyer agreed to; null if nothing.",
            resolver=resolve_accepted_terms,
        ),
        "terms_request": GuardedField(
            OrderTermsRequest,
            access=access,
            description="That the buyer is asked by mail, as the order was made without; or null.",
            resolver=resolve_terms_request,
        ),
        "client_agreement": GuardedField(
            ClientPortalAgreement,
            access=access,
            description="The agreement that the order was made from; null for any other order.",
            resolver=resolve_client_agreement,
        ),
        "client_invoices": GuardedField(
            graphene.List(graphene.NonNull(ClientInvoice)),
            access=access,
            description="Instalments of that agreement; the client sees them once they are issued.",
            resolver=resolve_client_invoices,
        ),
        "seat_groups": GuardedField(
            graphene.List(graphene.NonNull(SeatGroup)),
            access=access,
            description="Seats that the order has paid for, for participants.",
            resolver=resolve_seat_groups,
        ),
    }


def _is_issued(invoice: Invoice) -> bool:
    return invoice.status != InvoiceStatus.PLANNED
