"""Reading templates and agreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements import models
from saleor_coaching_plugin.agreements.selectors import agreements_found, link_open
from saleor_coaching_plugin.agreements.services.respond import agreement_view
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.access import BY_SECRET, ORDERS
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.fields import GuardedField, ListField
from saleor_coaching_plugin.graphql.core.ids import row_of
from saleor_coaching_plugin.graphql.core.inputs import search_check

from .client_types import ClientAgreementView, view_of
from .enums import ClientAgreementStatusEnum
from .template_types import AgreementTemplate
from .types import ClientAgreement


class AgreementQueries(graphene.ObjectType):
    agreement_template = GuardedField(
        AgreementTemplate,
        access=ORDERS,
        description="An agreement template by id.",
        id=graphene.ID(required=True),
    )
    agreement_templates = ListField(
        AgreementTemplate, access=ORDERS, description="All agreement templates, newest first."
    )
    client_agreement = GuardedField(
        ClientAgreement,
        access=ORDERS,
        description="A client agreement by id.",
        id=graphene.ID(required=True),
    )
    client_agreements = ListField(
        ClientAgreement,
        access=ORDERS,
        description="Client agreements, newest first.",
        status=graphene.List(
            graphene.NonNull(ClientAgreementStatusEnum), description="Only in one of these states."
        ),
        search=graphene.String(
            description="Words that stand in the number, the client's name or e-mail address."
        ),
    )
    client_agreement_by_token = GuardedField(
        ClientAgreementView,
        access=BY_SECRET,
        description="What the client's link opens; the first time, that is noted.",
        token=graphene.String(required=True, description="The secret from the link."),
    )

    @staticmethod
    def resolve_agreement_template(root: None, info: ResolveInfo, id: str) -> Any:
        return row_of(AgreementTemplate, models.AgreementTemplate, id)

    @staticmethod
    def resolve_agreement_templates(
        root: None, info: ResolveInfo
    ) -> QuerySet[models.AgreementTemplate]:
        return models.AgreementTemplate.objects.order_by("-created_at", "-id")

    @staticmethod
    def resolve_client_agreement(root: None, info: ResolveInfo, id: str) -> Any:
        return row_of(ClientAgreement, models.ClientAgreement, id)

    @staticmethod
    def resolve_client_agreements(
        root: None, info: ResolveInfo, status: Sequence[str] = (), search: str = ""
    ) -> QuerySet[models.ClientAgreement]:
        search_check(search)
        return agreements_found(statuses=status, search=search)

    @staticmethod
    def resolve_client_agreement_by_token(
        root: None, info: ResolveInfo, token: str
    ) -> dict[str, Any]:
        now = utc_now()
        # Only the client's own look counts as a look.
        if requestor_of(info.context).is_staff_or_app:
            return view_of(link_open(token, now=now))
        return view_of(agreement_view(token=token, now=now))
