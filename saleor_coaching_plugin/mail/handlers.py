"""Send what was queued.

A crash between the server's "250 OK" and our commit sends the mail again under the same
Message-ID, by which mail programs recognise the copy.
"""

from __future__ import annotations

import json
import smtplib

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import MailQueued
from saleor_coaching_plugin.core.sealing import unseal

from .message import message_of
from .models import MailMessage, MailStatus


def mail_send(event: MailQueued) -> None:
    """Hand the mail to the server. Raises on a passing fault, so that the outbox tries again."""
    mail = MailMessage.objects.prefetch_related("attachments").get(id=event.mail_id)
    if mail.status != MailStatus.QUEUED:
        return
    links = json.loads(unseal(mail.sealed_links)) if mail.sealed_links else {}
    try:
        message_of(mail, links=links).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = min(code for code, _ in refusal.recipients.values())
        if code < 500:
            raise
        mail.status, mail.error = MailStatus.REFUSED, f"The mail server refused it ({code})."
    else:
        mail.status, mail.sent_at = MailStatus.SENT, utc_now()
    mail.sealed_links = ""
    mail.save(update_fields=["status", "error", "sent_at", "sealed_links"])
