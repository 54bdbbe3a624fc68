"""An agreement or template as a party would see it. Looking writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.links import usable_at
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.terms.merge_fields import sample_of

from .errors import AgreementError, AgreementErrorCode
from .models import ClientAgreement, Party, PartyText, PreviewLink, TemplateVersion
from .rendering import agreement_values
from .states import EDITABLE, PartyRole
from .texts import custom_fields_missing, proposal_compose, text_compose


@dataclass(frozen=True)
class Preview:
    """What the party would get; `text` is not saved unless `is_frozen`."""

    party: Party
    text: PartyText
    values: dict[str, Any]
    """That the mail is filled in with."""
    missing: tuple[str, ...]
    """Labels of custom fields without a value: in the texts they stand in square brackets."""
    is_frozen: bool

    @property
    def agreement(self) -> ClientAgreement:
        return self.party.agreement

    def mail(self, *, link: str) -> tuple[str, str]:
        """Subject and Markdown of the proposal's mail, with `link` where the party's would be."""
        proposal = proposal_compose(self.agreement, self.text, self.values, link=link)
        return proposal.subject, proposal.markdown


def agreement_preview(
    *, agreement_id: uuid.UUID, party_id: uuid.UUID | None = None, now: datetime
) -> Preview:
    """As that party sees it, or the payer: what was sent, or else what would be sent now.

    Raises NotFound, TemplateError, AgreementError (TERMS_NOT_PUBLISHED).
    """
    which = {"id": party_id} if party_id else {"role": PartyRole.PAYER}
    party = (
        Party.objects.select_related("agreement__template_version")
        .filter(agreement=agreement_id, **which)
        .first()
    )
    if party is None:
        raise NotFound("party of this agreement", "party_id" if party_id else "id")
    return _preview_of(party, now)


def preview_open(token: str, *, now: datetime) -> Preview:
    """What the link of a test mail shows. Raises AgreementError (LINK_INVALID)."""
    link = (
        PreviewLink.objects.select_related("party__agreement__template_version")
        .filter(usable_at(now), token_digest=token_digest(token))
        .first()
    )
    if link is None:
        raise AgreementError(
            AgreementErrorCode.LINK_INVALID,
            "This preview is not open, or not any more. Please have a new one sent.",
            "token",
        )
    return _preview_of(link.party, now)


def template_preview(*, version_id: uuid.UUID, language: str, now: datetime) -> Preview:
    """A template's version, a draft too, for a client who does not exist.

    Raises NotFound, TemplateError, AgreementError (TERMS_NOT_PUBLISHED).
    """
    version = TemplateVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound("template version")
    agreement = ClientAgreement(
        number=sample_of("agreement.number"),
        template_version=version,
        language=language,
        currency=version.currency,
        fee_minor=version.fee_minor,
        sessions=version.sessions,
        instalments=version.instalments,
    )
    first_name, _, last_name = sample_of("client.name").partition(" ")
    party = Party(
        agreement=agreement,
        role=PartyRole.PAYER,
        first_name=first_name,
        last_name=last_name,
        email=sample_of("client.email"),
    )
    return _live(party, now)


def _preview_of(party: Party, now: datetime) -> Preview:
    sent = party.texts.filter(revision=party.agreement.revision).first()
    if sent is None or party.agreement.status in EDITABLE:
        live = _live(party, now)
        live.text.previous = sent
        return live
    values = agreement_values(party.agreement, party, now=sent.created_at)
    return Preview(party, sent, values, missing=(), is_frozen=True)


def _live(party: Party, now: datetime) -> Preview:
    """As if it were sent now."""
    agreement = party.agreement
    agreement.expires_at = now + timedelta(days=agreement.template_version.expiry_days)
    missing = custom_fields_missing(agreement)
    values = agreement_values(agreement, party, now=now)
    values["custom"] |= {field["name"]: f"[{field['label']}]" for field in missing}
    text = text_compose(agreement, party, values, now=now)
    return Preview(
        party, text, values, missing=tuple(field["label"] for field in missing), is_frozen=False
    )
