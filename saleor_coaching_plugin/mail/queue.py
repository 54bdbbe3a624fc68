"""Write a mail into the log inside the caller's transaction; the outbox sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from saleor_coaching_plugin.core.events import MailQueued
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.sealing import seal

from .models import MailAttachment, MailMessage
from .rendering import mail_body_render


@dataclass(frozen=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """`links` maps a placeholder that stands in the text to the secret address behind it."""

    key: str
    kind: str
    to_email: str
    subject: str
    markdown: str
    language: str
    to_name: str = ""
    about: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


def link_placeholder(name: str) -> str:
    """What stands for a secret link in the log: an address that can never exist (RFC 2606)."""
    return f"https://{name}.link.invalid/"


def mail_queue(mail: Mail) -> MailMessage:
    """Log the mail and promise to send it; the same key is one mail, however often asked."""
    # A merge value may hold a line break, with which no mail could ever leave.
    subject, to_name = (" ".join(line.split()) for line in (mail.subject, mail.to_name))
    subject = subject[:250]
    body = mail_body_render(subject=subject, markdown=mail.markdown, language=mail.language)
    row, created = MailMessage.objects.get_or_create(
        key=mail.key,
        defaults={
            "kind": mail.kind,
            "about": mail.about,
            "to_email": mail.to_email,
            "to_name": to_name[:200],
            "subject": subject,
            "html": body.html,
            "text": body.text,
            "sealed_links": seal(json.dumps(dict(mail.links))) if mail.links else "",
        },
    )
    if created:
        MailAttachment.objects.bulk_create(
            MailAttachment(
                mail=row, filename=a.filename, content_type=a.content_type, content=a.content
            )
            for a in mail.attachments
        )
        publish(MailQueued(mail_id=str(row.id)))
    return row
