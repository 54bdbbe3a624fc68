"""Templates and agreements for a product of the sandbox's shop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from factories.contracts import (
    BROWSER,
    NOW,
    SAM,
    SEATS_BODY,
    acceptance_of,
    six_sessions,
    terms_published,
    token_of,
)
from factories.shop import shop_product
from saleor_coaching_plugin.agreements.models import AgreementTemplate, ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    Client,
    agreement_create,
)
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import (
    TemplateContent,
    template_create,
    template_publish,
)
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion
from saleor_coaching_plugin.terms.services import terms_draft_save, terms_publish


def version_published(
    terms: ContractTerms,
    body: str,
    *,
    language: str = "en",
    title: str = "Coaching agreement",
    consents: Sequence[dict[str, Any]] = (),
    material: bool = True,
    note: str = "We have made some things clearer.",
) -> TermsVersion:
    """One more version of these terms; those who accepted are asked once the outbox is run."""
    draft = terms_draft_save(
        terms_id=terms.id, language=language, title=title, body=body, consents=consents
    )
    return terms_publish(version_id=draft.id, now=NOW, material=material, note=note)


def template_content(terms: ContractTerms | None = None, **changes: Any) -> TemplateContent:
    """A valid one; `changes` are fields of it. With `seats` its terms have them too."""
    product = shop_product("Six sessions", 1500_00)
    terms = terms or (
        terms_published(SEATS_BODY, has_seats=True) if changes.get("seats") else terms_published()
    )
    content = six_sessions(
        terms,
        channel=product.channel,
        product_id=product.id,
        variant_id=product.variants[0].id,
    )
    return replace(content, **changes)


def template_published(terms: ContractTerms | None = None, **changes: Any) -> AgreementTemplate:
    template = template_create(name="Coaching", content=template_content(terms, **changes))
    template_publish(version_id=template.versions.get().id, now=NOW)
    return template


def agreement_drafted(
    template: AgreementTemplate | None = None,
    *,
    client: Client = SAM,
    now: datetime = NOW,
    **details: Any,
) -> ClientAgreement:
    return agreement_create(
        template_id=(template or template_published()).id,
        client=client,
        details=AgreementDetails(**details),
        now=now,
    )


def agreement_sent(
    template: AgreementTemplate | None = None,
    *,
    client: Client = SAM,
    now: datetime = NOW,
    **details: Any,
) -> tuple[ClientAgreement, str]:
    """With the raw token of the link that was mailed."""
    draft = agreement_drafted(template, client=client, now=now, **details)
    agreement = agreement_send(agreement_id=draft.id, now=now)
    return agreement, token_of(agreement)


def agreement_accepted(
    template: AgreementTemplate | None = None, *, now: datetime = NOW, **details: Any
) -> tuple[ClientAgreement, str]:
    """With the raw token of its link."""
    agreement, token = agreement_sent(template, now=now, **details)
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=now)
    return ClientAgreement.objects.get(id=agreement.id), token


def version_id_of(template: AgreementTemplate) -> UUID:
    """Of its newest version."""
    return template.versions.latest("created_at").id
