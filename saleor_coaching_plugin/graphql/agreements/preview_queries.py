"""Looking at agreements and templates as a party would."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.agreements.preview import agreement_preview, template_preview
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.languages import FALLBACK_LANGUAGE, language_clean
from saleor_coaching_plugin.graphql.core.access import ORDERS
from saleor_coaching_plugin.graphql.core.fields import GuardedField
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.seats.preview import participant_preview, participant_template_preview

from .preview_inputs import audience_argument, party_argument, party_id_of
from .preview_types import ClientAgreementPreview, preview_root
from .template_types import AgreementTemplateVersion
from .types import ClientAgreement


class AgreementPreviewQueries(graphene.ObjectType):
    client_agreement_preview = GuardedField(
        ClientAgreementPreview,
        access=ORDERS,
        description="An agreement, also a draft, as one party or a participant sees it. Leaves no "
        "trace.",
        id=graphene.ID(required=True),
        party_id=party_argument(),
        audience=audience_argument(),
    )
    agreement_template_preview = GuardedField(
        ClientAgreementPreview,
        access=ORDERS,
        description="A template's version, also a draft, filled in for a client made up for it.",
        id=graphene.ID(required=True, description="Of the version."),
        language=graphene.String(description=f"BCP 47 tag, `{FALLBACK_LANGUAGE}` by default."),
        audience=audience_argument(),
    )

    @staticmethod
    def resolve_client_agreement_preview(
        root: None, info: ResolveInfo, id: str, audience: str, party_id: str | None = None
    ) -> dict[str, Any]:
        party = party_id_of(party_id, audience)
        key, now = uuid_of(ClientAgreement, id), utc_now()
        if audience == Audience.PARTICIPANT:
            return preview_root(participant_preview(agreement_id=key, now=now))
        return preview_root(agreement_preview(agreement_id=key, party_id=party, now=now))

    @staticmethod
    def resolve_agreement_template_preview(
        root: None, info: ResolveInfo, id: str, audience: str, language: str = FALLBACK_LANGUAGE
    ) -> dict[str, Any]:
        is_participant = audience == Audience.PARTICIPANT
        look = participant_template_preview if is_participant else template_preview
        key, clean = uuid_of(AgreementTemplateVersion, id), language_clean(language)
        return preview_root(look(version_id=key, language=clean, now=utc_now()))
