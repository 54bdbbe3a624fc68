"""Looking at agreements and templates as a party would."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.preview import agreement_preview, template_preview
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.languages import FALLBACK_LANGUAGE, language_clean
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.ids import uuid_of

from .preview_types import ClientAgreementPreview, preview_root
from .template_types import AgreementTemplateVersion
from .types import ClientAgreement, ClientAgreementParty


class AgreementPreviewQueries(graphene.ObjectType):
    client_agreement_preview = GuardedField(
        ClientAgreementPreview,
        access=ORDERS,
        description="An agreement, also a draft, as one party sees it. Leaves no trace.",
        id=graphene.ID(required=True),
        party_id=graphene.ID(description="The payer if it is left out."),
    )
    agreement_template_preview = GuardedField(
        ClientAgreementPreview,
        access=ORDERS,
        description="A template's version, also a draft, filled in for a client made up for it.",
        id=graphene.ID(required=True, description="Of the version."),
        language=graphene.String(description=f"BCP 47 tag, `{FALLBACK_LANGUAGE}` by default."),
    )

    @staticmethod
    def resolve_client_agreement_preview(
        root: None, info: ResolveInfo, id: str, party_id: str | None = None
    ) -> dict[str, Any]:
        party = uuid_of(ClientAgreementParty, party_id, "party_id") if party_id else None
        key = uuid_of(ClientAgreement, id)
        return preview_root(agreement_preview(agreement_id=key, party_id=party, now=utc_now()))

    @staticmethod
    def resolve_agreement_template_preview(
        root: None, info: ResolveInfo, id: str, language: str = FALLBACK_LANGUAGE
    ) -> dict[str, Any]:
        key = uuid_of(AgreementTemplateVersion, id)
        clean = language_clean(language)
        return preview_root(template_preview(version_id=key, language=clean, now=utc_now()))
