"""Mail an agreement to staff as its party would get it, with a link to look at the page."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from saleor_coaching_plugin.agreements.models import PreviewLink
from saleor_coaching_plugin.agreements.preview import agreement_preview
from saleor_coaching_plugin.core.addresses import email_normalised
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.core.tokens import token_new
from saleor_coaching_plugin.mail.queue import Mail, link_placeholder, mail_queue

LINK_LIFE = timedelta(hours=24)
PREVIEW_MAIL = "preview"


@transaction.atomic
def agreement_preview_send(
    *, agreement_id: uuid.UUID, party_id: uuid.UUID | None, to_email: str, now: datetime
) -> PreviewLink:
    """One more preview by mail. The client learns nothing of it, and neither does the ledger.

    Raises NotFound, InvalidInput naming `email`, TemplateError, AgreementError.
    """
    recipient = email_normalised(to_email)
    preview = agreement_preview(agreement_id=agreement_id, party_id=party_id, now=now)
    token = token_new()
    link = PreviewLink.objects.create(
        party=preview.party,
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
            about=str(agreement_id),
            to_email=recipient,
            language=preview.agreement.language,
            subject=f"[Preview] {subject}",
            markdown=f"{_banner(preview.party.name, preview.missing)}\n\n---\n\n{markdown}",
            links={placeholder: page_url(f"preview/{token.raw}/")},
        )
    )
    return link


def _banner(name: str, missing: tuple[str, ...]) -> str:
    gaps = f" Not filled in yet: {', '.join(map(markdown_escaped, missing))}." if missing else ""
    return _BANNER.format(name=markdown_escaped(name), gaps=gaps)


_BANNER = (
    "> **This is a preview** of the mail that {name} gets. It went to you alone. Its link works "
    "for 24 hours and shows the page behind it: nothing can be accepted there, and nothing is "
    "recorded.{gaps}"
)
