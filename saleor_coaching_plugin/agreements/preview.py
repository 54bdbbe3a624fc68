"""An agreement or template as a party would see it. Looking writes nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.core.links import usable_at
from saleor_coaching_plugin.core.tokens import token_digest

from .errors import AgreementError, AgreementErrorCode
from .made_up import party_made_up
from .models import ClientAgreement, Party, PartyText, PreviewLink
from .rendering import agreement_values
from .states import EDITABLE, PartyRole
from .texts import custom_fields_missing, gaps_label, proposal_compose, text_compose


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

    @property
    def reader(self) -> str:
        return self.party.name

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
    return preview_of(party, now=now)


def preview_link_open(token: str, *, now: datetime) -> PreviewLink:
    """The link of a test mail, with its party. Raises AgreementError (LINK_INVALID)."""
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
    return link


def template_preview(*, version_id: uuid.UUID, language: str, now: datetime) -> Preview:
    """A template's version, a draft too, for a client who does not exist.

    Raises NotFound, TemplateError, AgreementError (TERMS_NOT_PUBLISHED).
    """
    return _live(party_made_up(version_id=version_id, language=language), now)


def preview_of(party: Party, *, now: datetime) -> Preview:
    """What this party was sent, or else what would be sent now.

    Raises TemplateError, AgreementError (TERMS_NOT_PUBLISHED).
    """
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
    missing = gaps_label(agreement, custom_fields_missing(agreement))
    values = agreement_values(agreement, party, now=now)
    text = text_compose(agreement, party, values, now=now)
    return Preview(party, text, values, missing=missing, is_frozen=False)
