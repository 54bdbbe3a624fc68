"""Accepted agreements whose terms change materially."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from factories.agreements import agreement_accepted, template_published, version_published
from factories.contracts import BODY, BROWSER, NOW, answers, terms_published, token_in
from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.models import Amendment, ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion

ASKED = NOW + timedelta(days=30)
ANSWERED = ASKED + timedelta(days=1)
NEW_BODY = BODY + "\n\nNotice is 14 days."


def agreement_under(terms: ContractTerms | None = None, **details: Any) -> ClientAgreement:
    """Accepted on `NOW`."""
    agreement, _ = agreement_accepted(template_published(terms or terms_published()), **details)
    return agreement


def asked(
    agreement: ClientAgreement, version: TermsVersion, *, now: datetime = ASKED
) -> Amendment | None:
    """The newest question that is put to its payer because of this version, if one is."""
    party = agreement.parties.get()
    amendment_ask(party_id=party.id, version_id=version.id, now=now)
    return Amendment.objects.filter(party=party, text__terms_version=version).first()


def amendment_asked(body: str = NEW_BODY, **changes: Any) -> Amendment:
    """Of an agreement accepted before; `changes` are those of the new version."""
    terms = terms_published()
    agreement = agreement_under(terms)
    amendment = asked(agreement, version_published(terms, body, **changes))
    assert amendment
    return amendment


def amendment_token(agreement: ClientAgreement | None = None) -> str:
    """The raw token in the newest mail about changed terms."""
    mails = MailMessage.objects.filter(kind="amendment")
    if agreement:
        mails = mails.filter(about=str(agreement.id))
    return token_in(mails.latest("created_at"))


def amendment_accepted(
    amendment: Amendment,
    *,
    token: str = "",
    act: Act = BROWSER,
    now: datetime = ANSWERED,
    **changes: Any,
) -> None:
    """All boxes ticked, unless `changes` of the acceptance say otherwise."""
    keys = [each["key"] for each in amendment.text.consents]
    whole = {"text_sha256": amendment.text.sha256, "consents": answers(*keys)} | changes
    agreement_accept(
        token=token or amendment_token(amendment.party.agreement),
        acceptance=Acceptance(**whole),
        act=act,
        now=now,
    )
