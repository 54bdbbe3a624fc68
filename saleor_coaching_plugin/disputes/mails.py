"""Every mail of the deal as a file, and a table of when each left."""

from __future__ import annotations

import re
from email.utils import format_datetime

from saleor_coaching_plugin.mail.message import message_of
from saleor_coaching_plugin.mail.models import MailMessage

from .folder import PackFile, PackFolder
from .moments import utc


def mails_add(folder: PackFolder, mails: list[MailMessage]) -> dict[str, PackFile]:
    """The files by the id of their mail.

    Links that opened something for their reader alone are placeholders, as they are in the log.
    """
    files = {
        str(mail.id): folder.add(_filename(place, mail), _eml(mail), f"Mail “{mail.subject}”")
        for place, mail in enumerate(mails, start=1)
    }
    folder.add_table(
        "mails.csv",
        ["file", "written (UTC)", "sent (UTC)", "state", "to", "subject", "kind", "error"],
        (
            [
                files[str(mail.id)].name,
                utc(mail.created_at),
                utc(mail.sent_at) if mail.sent_at else "",
                mail.status,
                mail.to_email,
                mail.subject,
                mail.kind,
                mail.error,
            ]
            for mail in mails
        ),
        "When each mail was written, and when the mail server took it",
    )
    return files


def _eml(mail: MailMessage) -> bytes:
    message = message_of(mail, links={})
    message.extra_headers["Date"] = format_datetime(mail.sent_at or mail.created_at)
    return message.message().as_bytes(linesep="\r\n")


def _filename(place: int, mail: MailMessage) -> str:
    subject = re.sub(r"[^a-z0-9]+", "-", mail.subject.lower()).strip("-")[:50].strip("-")
    return f"mails/{place:02}-{subject or mail.kind}.eml"
