"""One received mail, taken apart for reading: bodies, links, headers, attachments."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser

# Put in front of the message on arrival: what only the SMTP dialogue tells.
FROM_HEADER = "X-Mailbox-From"
TO_HEADER = "X-Mailbox-To"
TIME_HEADER = "X-Mailbox-Received"

LINE_BREAK = re.compile(r"[\r\n]+")
PLAIN_URL = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class Attachment:
    """Any part that is not a body. `number` counts the message's leaf parts from 0."""

    number: int
    name: str
    content_type: str
    content_id: str
    size: int


@dataclass(frozen=True)
class ReceivedMessage:
    """`to` has the envelope's recipients, lower-case, whatever the To header says."""

    id: int
    sender: str
    to: tuple[str, ...]
    received_at: dt.datetime
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    attachments: tuple[Attachment, ...]

    def header(self, name: str) -> str:
        """The first header of this name in any case, or an empty string."""
        return _first(self.headers, name)

    def files(self) -> list[Attachment]:
        """The attachments a reader would look for: without those that the HTML shows."""
        return [
            part for part in self.attachments if f"cid:{part.content_id or '-'}" not in self.html
        ]


def with_envelope(content: bytes, *, sender: str, to: list[str], received_at: dt.datetime) -> bytes:
    """The message as it is kept: the envelope as leading headers, then what was sent."""
    envelope = [f"{FROM_HEADER}: {sender}"]
    envelope += [f"{TO_HEADER}: {address}" for address in to]
    envelope += [f"{TIME_HEADER}: {received_at.isoformat()}"]
    return "".join(f"{line}\r\n" for line in envelope).encode() + content


def read_message(message_id: int, content: bytes) -> ReceivedMessage:
    """Parse a kept message. Broken MIME gives what can be read of it, never an error."""
    parts = leaf_parts(content)
    html_part, text_part = _body(parts, "text/html"), _body(parts, "text/plain")
    html, text = _text(html_part), _text(text_part)
    # Not the email package's newer policy: it raises on some malformed headers.
    headers = [(name, _decoded(value)) for name, value in email.message_from_bytes(content).items()]
    envelope = list(_leading(headers))
    sent = headers[len(envelope) :]
    return ReceivedMessage(
        id=message_id,
        sender=_first(envelope, FROM_HEADER),
        to=tuple(value.lower() for name, value in envelope if name == TO_HEADER),
        received_at=_received_at(envelope),
        subject=_first(sent, "Subject"),
        text=text,
        html=html,
        headers=tuple(sent),
        links=_links(html, text),
        attachments=tuple(
            _attachment(number, part)
            for number, part in enumerate(parts)
            if part is not html_part and part is not text_part
        ),
    )


def leaf_parts(content: bytes) -> list[Message]:
    """The parts that have content, in the order `Attachment.number` counts them."""
    return [part for part in email.message_from_bytes(content).walk() if not part.is_multipart()]


def part_bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _leading(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    # Only those in front are ours: a sender may write headers of the same names further down.
    for name, value in headers:
        yield name, value
        if name == TIME_HEADER:
            return


def _received_at(envelope: list[tuple[str, str]]) -> dt.datetime:
    # A message that begins with a blank reads as the continuation of the header before it.
    return dt.datetime.fromisoformat(_first(envelope, TIME_HEADER).split()[0])


def _first(headers: Iterable[tuple[str, str]], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name.lower()), "")


def _decoded(value: object) -> str:
    raw = LINE_BREAK.sub("", str(value))
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        return raw


def _body(parts: list[Message], content_type: str) -> Message | None:
    return next(
        (
            part
            for part in parts
            if part.get_content_type() == content_type
            and part.get_content_disposition() != "attachment"
        ),
        None,
    )


def _text(part: Message | None) -> str:
    if part is None:
        return ""
    try:
        text = part_bytes(part).decode(part.get_content_charset("utf-8"), errors="replace")
    except (LookupError, ValueError):
        text = part_bytes(part).decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n")


def _attachment(number: int, part: Message) -> Attachment:
    return Attachment(
        number=number,
        name=_decoded(part.get_filename() or f"part-{number}"),
        content_type=part.get_content_type(),
        content_id=_decoded(part.get("Content-ID", "")).strip("<>"),
        size=len(part_bytes(part)),
    )


def _links(html: str, text: str) -> tuple[str, ...]:
    """Where the HTML's anchors lead, then web addresses in the text; each once."""
    anchors = _Anchors()
    with contextlib.suppress(AssertionError):  # how HTMLParser gives up on a broken "<!["
        anchors.feed(html)
    found = [*anchors.targets, *(url.rstrip(".,;:!?)") for url in PLAIN_URL.findall(text))]
    return tuple(dict.fromkeys(found))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.targets += [value for name, value in attrs if name == "href" and value]
