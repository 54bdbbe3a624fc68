"""Mail an agreement to staff as its party would get it, with a link to look at the page."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from saleor_coaching_plugin.agreements.models import Party, PreviewLink
from saleor_coaching_plugin.agreements.preview import agreement_preview
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder, mail_queue

LINK_LIFE = timedelta(hours=24)
PREVIEW_MAIL = "preview"


class Mailable(Protocol):
    """A preview, of whomever."""

    @property
    def reader(self) -> str:
        """Who would get the mail."""

    @property
    def missing(self) -> tuple[str, ...]: ...

    def mail(self, *, link: str) -> tuple[str, str]:
        """Subject and Markdown."""


@transaction.atomic
def agreement_preview_send(
    *, agreement_id: uuid.UUID, party_id: uuid.UUID | None, to_email: str, now: datetime
) -> PreviewLink:
    """One more preview by mail. The client learns nothing of it, and neither does the ledger.

    Raises NotFound, InvalidInput naming `email`, TemplateError, AgreementError.
    """
    recipient = email_normalised(to_email)
    preview = agreement_preview(agreement_id=agreement_id, party_id=party_id, now=now)
    return preview_mail(preview, preview.party, Audience.PAYER, recipient, now=now)


def preview_mail(
    preview: Mailable, party: Party, audience: Audience, recipient: str, *, now: datetime
) -> PreviewLink:
    """What `audience` would get on account of this party, in the caller's transaction."""
    token = token_new()
    link = PreviewLink.objects.create(
        party=party,
        audience=audience,
        token_digest=token.digest,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    placeholder = link_placeholder("preview")
    subject, markdown = preview.mail(link=placeholder)
    mail_queue(
        Mail(
            key=f"preview:{link.id}",
            kind=PREVIEW_MAIL,
            about=str(party.agreement_id),
            to_email=recipient,
            language=party.agreement.language,
            subject=f"[Preview] {subject}",
            markdown=f"{_banner(preview)}\n\n---\n\n{markdown}",
            links={placeholder: page_url(f"preview/{token.raw}/")},
        )
    )
    return link


def _banner(preview: Mailable) -> str:
    missing = ", ".join(map(markdown_escaped, preview.missing))
    gaps = f" Not filled in yet: {missing}." if missing else ""
    return _BANNER.format(name=markdown_escaped(preview.reader), gaps=gaps)


_BANNER = (
    "> **This is a preview** of the mail that {name} gets. It went to you alone. Its link works "
    "for 24 hours and shows the page behind it: nothing can be accepted there, and nothing is "
    "recorded.{gaps}"
)
