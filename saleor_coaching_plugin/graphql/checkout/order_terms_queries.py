"""Reading terms that are asked for by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.checkout import models
from saleor_coaching_plugin.checkout.asked import asked_terms
from saleor_coaching_plugin.checkout.selectors import terms_requests_found
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import BY_SECRET, ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField

from .order_terms_types import (
    OrderTerms,
    OrderTermsRequest,
    OrderTermsRequestStatusEnum,
    OrderTermsSubjectEnum,
    order_terms_shown,
)


class OrderTermsQueries(graphene.ObjectType):
    order_terms_by_token = GuardedField(
        OrderTerms,
        access=BY_SECRET,
        description="What the link opens that a buyer was mailed after an order or a payment.",
        token=graphene.String(required=True, description="The secret from the link."),
    )
    order_terms_requests = ListField(
        OrderTermsRequest,
        access=ORDERS,
        description=(
            "Orders made without their terms accepted, and paid checkouts that wait for it; "
            "newest first."
        ),
        status=graphene.List(
            graphene.NonNull(OrderTermsRequestStatusEnum),
            description="Only in one of these states.",
        ),
        subject=OrderTermsSubjectEnum(description="Only orders, or only checkouts."),
    )

    @staticmethod
    def resolve_order_terms_by_token(root: None, info: ResolveInfo, token: str) -> dict[str, Any]:
        return order_terms_shown(asked_terms(token=token, now=utc_now()))

    @staticmethod
    def resolve_order_terms_requests(
        root: None, info: ResolveInfo, status: Sequence[str] = (), subject: str | None = None
    ) -> QuerySet[models.TermsRequest]:
        return terms_requests_found(statuses=status, subject=subject)
