"""The mailbox's pages. Django's templates escape every value; a mail's own HTML is apart."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from django.template import Context, Engine

from saleor_coaching_plugin.sandbox.mailbox.message import Attachment, ReceivedMessage

FOLDER = Path(__file__).parent
SHOWN = 200
VIEWS = ("html", "text", "links", "headers")
CONTENT_ID = re.compile(r"""cid:([^\s"'<>)]+)""", re.IGNORECASE)
SAFE_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)  # not javascript: and the like
MARKUP = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL | re.IGNORECASE)

# Values are handed over as text: numbers and dates would make Django ask for its settings.
_engine = Engine(dirs=[str(FOLDER / "templates")])


def list_page(messages: list[ReceivedMessage], *, to: str | None, smtp_port: int) -> str:
    """Newest first. The column of recipients counts all mails, whatever the filter."""
    found = [message for message in reversed(messages) if to is None or to.lower() in message.to]
    counts = Counter(address for message in messages for address in message.to)
    return _render(
        "list.html",
        recipients=[
            {
                "address": address,
                "count": str(count),
                "url": "?" + urlencode({"to": address}),
                "current": to is not None and address == to.lower(),
            }
            for address, count in sorted(counts.items())
        ],
        rows=[_row(message) for message in found[:SHOWN]],
        to=to,
        total=str(len(messages)),
        left_out=str(len(found) - SHOWN) if len(found) > SHOWN else "",
        smtp_port=str(smtp_port),
    )


def message_page(message: ReceivedMessage, *, view: str | None) -> str:
    """`view` is one of VIEWS; a view that the mail has nothing for gives its first one."""
    present = {
        "html": bool(message.html),
        "text": bool(message.text) or not message.html,
        "links": bool(message.links),
        "headers": True,
    }
    views = [name for name in VIEWS if present[name]]
    return _render(
        "message.html",
        message=_row(message),
        sender=message.header("From") or message.sender,
        reply_to=message.header("Reply-To"),
        envelope_sender=message.sender,
        views=views,
        view=view if view in views else views[0],
        text=message.text,
        headers=message.headers,
        links=[{"url": link, "safe": bool(SAFE_LINK.match(link))} for link in message.links],
        attachments=[_attachment(attachment) for attachment in message.files()],
    )


def error_page(title: str, what: str) -> str:
    return _render("error.html", title=title, what=what)


def framed_html(message: ReceivedMessage) -> str:
    """The mail's own HTML for the sandboxed frame: links open new tabs, inline images are found."""
    numbers = {part.content_id: part.number for part in message.attachments if part.content_id}

    def part_url(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        return match[0] if number is None else f"/messages/{message.id}/parts/{number}"

    html = CONTENT_ID.sub(part_url, message.html)
    return f'<!doctype html><base target="_blank">\n{html}'


def _render(template: str, **values: object) -> str:
    return _engine.get_template(template).render(Context(values))


def _row(message: ReceivedMessage) -> dict[str, str]:
    excerpt = message.text or unescape(MARKUP.sub(" ", message.html))
    return {
        "id": str(message.id),
        "to": ", ".join(message.to),
        "subject": message.subject or "(no subject)",
        "excerpt": " ".join(excerpt.split())[:160],
        "time": _local(message.received_at),
        "utc": message.received_at.isoformat(timespec="seconds"),
        "attachments": str(len(message.files()) or ""),
    }


def _attachment(attachment: Attachment) -> dict[str, str]:
    size = attachment.size
    return {
        "number": str(attachment.number),
        "name": attachment.name,
        "type": attachment.content_type,
        "size": f"{size} bytes" if size < 1024 else f"{size / 1024:.1f} KB",
    }


def _local(time: dt.datetime) -> str:
    here = time.astimezone()
    return f"{here.day} {here:%b}, {here:%H:%M:%S}"
