"""A logged mail as the message that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives

from saleor_coaching_plugin.conf import conf

from .models import MailMessage


def message_of(mail: MailMessage, *, links: Mapping[str, str]) -> EmailMultiAlternatives:
    """`links` maps the placeholders in the text to the secret addresses behind them."""
    settings = conf()
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=_with_links(mail.text, links),
        from_email=formataddr((settings.coach_name, settings.coach_email)),
        to=[formataddr((mail.to_name, mail.to_email))],
        headers={"Message-ID": f"<{mail.id}@{settings.coach_email.partition('@')[2]}>"},
    )
    message.attach_alternative(_with_links(mail.html, links), "text/html")
    for attachment in mail.attachments.all():
        message.attach(attachment.filename, bytes(attachment.content), attachment.content_type)
    return message


def _with_links(text: str, links: Mapping[str, str]) -> str:
    for placeholder, address in links.items():
        text = text.replace(placeholder, address)
    return text
