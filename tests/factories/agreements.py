"""Terms, templates and agreements, made by the services that make them in earnest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from factories.shop import ADDRESS, shop_product
from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.models import (
    AgreementTemplate,
    ClientAgreement,
    PartyText,
)
from saleor_coaching_plugin.agreements.services.accept import Acceptance, agreement_accept
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
from saleor_coaching_plugin.commerce.port import ANONYMOUS, Address
from saleor_coaching_plugin.core.sealing import unseal
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.consents import ConsentAnswer
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion
from saleor_coaching_plugin.terms.services import terms_create, terms_draft_save, terms_publish

NOW = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)
SAM = Client("Sam", "Client", "sam@client.example")
BROWSER = Act(requestor=ANONYMOUS, ip="203.0.113.7", user_agent="Tests/1", surface="tests")
RECORDING = {"key": "recording", "text": "You may record our sessions.", "required": False}
PRIVACY = {"key": "privacy", "text": "I have read the privacy notice.", "required": True}
BODY = "# Agreement {{ agreement.number }}\n\nof {{ client.name }} for {{ fee.total }}"
PRODUCT_BODY = "You buy **{{ product.name }}** for {{ product.price }}."


def terms_published(
    body: str = BODY,
    *,
    language: str = "en",
    title: str = "Coaching agreement",
    consents: Sequence[dict[str, Any]] = (),
) -> ContractTerms:
    """Terms whose version 1 is published."""
    terms = terms_create(name="Terms", language=language, title=title, body=body, consents=consents)
    terms_publish(version_id=terms.versions.get().id, now=NOW)
    return terms


def version_published(
    terms: ContractTerms, body: str, *, language: str = "en", title: str = "Coaching agreement"
) -> TermsVersion:
    """One more version of these terms."""
    draft = terms_draft_save(terms_id=terms.id, language=language, title=title, body=body)
    return terms_publish(version_id=draft.id, now=NOW)


def template_content(terms: ContractTerms | None = None, **changes: Any) -> TemplateContent:
    """A valid one; `changes` are fields of it."""
    product = shop_product("Six sessions", 1500_00)
    content = TemplateContent(
        terms_id=(terms or terms_published()).id,
        channel=product.channel,
        product_id=product.id,
        variant_id=product.variants[0].id,
        currency="EUR",
        package_name="Six sessions",
        package_description="Every second week.",
        sessions=6,
        fee_minor=1500_00,
        instalments=1,
        payment_days=14,
        expiry_days=14,
        proposal_subject="Your agreement, {{ client.first_name }}",
        proposal_body="Hello {{ client.first_name }}\n\n[Read it]({{ agreement.link }})",
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


def token_of(agreement: ClientAgreement) -> str:
    """The raw token in the newest proposal mail that has not left yet."""
    mails = MailMessage.objects.filter(kind="proposal", about=str(agreement.id))
    return token_in(mails.latest("created_at"))


def token_in(mail: MailMessage) -> str:
    (address,) = json.loads(unseal(mail.sealed_links)).values()
    return str(address).rstrip("/").rpartition("/")[2]


def text_of(agreement: ClientAgreement) -> PartyText:
    return agreement.parties.get().texts.latest("revision")


def answers(*keys: str, accepted: bool = True, pre_ticked: bool = False) -> list[ConsentAnswer]:
    return [ConsentAnswer(key, accepted, pre_ticked) for key in keys]


def acceptance_of(
    agreement: ClientAgreement, *, address: Address | None = ADDRESS, **changes: Any
) -> Acceptance:
    """All that a client would send; `changes` are fields of it."""
    text = text_of(agreement)
    whole = Acceptance(
        text_sha256=text.sha256,
        consents=answers(*(each["key"] for each in text.consents)),
        billing_address=address,
    )
    return replace(whole, **changes)


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
