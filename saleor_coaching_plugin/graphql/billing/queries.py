"""Reading invoices and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.billing import models
from saleor_coaching_plugin.billing.selectors import invoices_found, refunds_found
from saleor_coaching_plugin.graphql.agreements.types import ClientAgreement
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import row_of, uuid_of

from .types import (
    ClientInvoice,
    ClientInvoiceStatusEnum,
    ClientRefund,
    ClientRefundStatusEnum,
)


class BillingQueries(graphene.ObjectType):
    client_invoice = GuardedField(
        ClientInvoice,
        access=ORDERS,
        description="A client invoice by id.",
        id=graphene.ID(required=True),
    )
    client_invoices = ListField(
        ClientInvoice,
        access=ORDERS,
        description="Client invoices and what is planned, the latest first.",
        status=graphene.List(
            graphene.NonNull(ClientInvoiceStatusEnum), description="Only in one of these states."
        ),
        agreement_id=graphene.ID(description="Only of this client agreement."),
    )
    client_refunds = ListField(
        ClientRefund,
        access=ORDERS,
        description="What went back for seats, or is owed, the latest first.",
        status=graphene.List(
            graphene.NonNull(ClientRefundStatusEnum), description="Only in one of these states."
        ),
    )

    @staticmethod
    def resolve_client_invoice(root: None, info: ResolveInfo, id: str) -> Any:
        return row_of(ClientInvoice, models.Invoice, id)

    @staticmethod
    def resolve_client_invoices(
        root: None,
        info: ResolveInfo,
        status: Sequence[str] = (),
        agreement_id: str | None = None,
    ) -> QuerySet[models.Invoice]:
        agreement = uuid_of(ClientAgreement, agreement_id, "agreement_id") if agreement_id else None
        return invoices_found(statuses=status, agreement_id=agreement)

    @staticmethod
    def resolve_client_refunds(
        root: None, info: ResolveInfo, status: Sequence[str] = ()
    ) -> QuerySet[models.Refund]:
        return refunds_found(statuses=status)
