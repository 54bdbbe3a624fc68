"""Mails to send to the mailbox, and a sender that speaks SMTP to it."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.policy import SMTP

SENDER = "coach@coach.example"


def mail(
    to: str,
    subject: str,
    text: str = "Hello.\n",
    html: str = "",
    images: dict[str, bytes] | None = None,
) -> EmailMessage:
    """`images` are GIFs that the HTML shows, by content id."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Alex <{SENDER}>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, image in (images or {}).items():
        html_part = message.get_body(["html"])
        assert isinstance(html_part, EmailMessage)
        html_part.add_related(image, "image", "gif", cid=f"<{name}>")
    return message


def send(port: int, *messages: EmailMessage, to: list[str] | None = None) -> None:
    """`to` are the envelope's recipients; without it those of the To header."""
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as connection:
        for message in messages:
            connection.send_message(message, from_addr=SENDER, to_addrs=to)
