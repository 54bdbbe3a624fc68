"""The mailbox over HTTP, on loopback: its pages, its files, and a JSON listing for programs."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from saleor_coaching_plugin.sandbox.mailbox.message import ReceivedMessage, leaf_parts, part_bytes
from saleor_coaching_plugin.sandbox.mailbox.pages import (
    FOLDER,
    error_page,
    framed_html,
    list_page,
    message_page,
)
from saleor_coaching_plugin.sandbox.mailbox.responses import (
    Response,
    as_json,
    download,
    mail_html,
    page,
)
from saleor_coaching_plugin.sandbox.mailbox.store import MessageStore
from saleor_coaching_plugin.sandbox.ports import LOOPBACK

Query = dict[str, str]
INLINE_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
OUR_NAMES = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?", re.IGNORECASE)


class MailboxSite:
    """Routes a path to an answer; knows nothing of sockets."""

    def __init__(self, store: MessageStore, *, smtp_port: int) -> None:
        self._store = store
        self._smtp_port = smtp_port
        self._style = (FOLDER / "style.css").read_bytes()
        self._routes: list[tuple[re.Pattern[str], Callable[..., Response]]] = [
            (re.compile(r"/"), self._list),
            (re.compile(r"/style\.css"), self._stylesheet),
            (re.compile(r"/api/messages"), self._api),
            (re.compile(r"/messages/(\d{1,9})"), self._message),
            (re.compile(r"/messages/(\d{1,9})/html"), self._html),
            (re.compile(r"/messages/(\d{1,9})/raw"), self._raw),
            (re.compile(r"/messages/(\d{1,9})/parts/(\d{1,9})"), self._part),
        ]

    def answer(self, target: str) -> Response:
        parts = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        for pattern, view in self._routes:
            match = pattern.fullmatch(parts.path)
            if match:
                try:
                    return view(query, *(int(number) for number in match.groups()))
                except (FileNotFoundError, IndexError):
                    break
        return _not_found()

    def _list(self, query: Query) -> Response:
        messages = self._store.messages()
        return page(list_page(messages, to=query.get("to"), smtp_port=self._smtp_port))

    def _stylesheet(self, query: Query) -> Response:
        return Response(self._style, "text/css; charset=utf-8")

    def _api(self, query: Query) -> Response:
        """Oldest first. `since` is an id: only messages that arrived after that one."""
        since = query.get("since", "0")
        if not re.fullmatch(r"\d{1,9}", since):
            error = {"error": "since must be the id of a message, or 0"}
            return as_json(error, HTTPStatus.BAD_REQUEST)
        found = self._store.messages(to=query.get("to"), since=int(since))
        return as_json({"messages": [_as_dict(message) for message in found]})

    def _message(self, query: Query, message_id: int) -> Response:
        return page(message_page(self._store.get(message_id), view=query.get("view")))

    def _html(self, query: Query, message_id: int) -> Response:
        return mail_html(framed_html(self._store.get(message_id)))

    def _raw(self, query: Query, message_id: int) -> Response:
        return download(self._store.content(message_id), "message/rfc822", f"{message_id:06}.eml")

    def _part(self, query: Query, message_id: int, number: int) -> Response:
        part = leaf_parts(self._store.content(message_id))[number]
        content_type = part.get_content_type()
        if content_type in INLINE_IMAGES:
            return Response(part_bytes(part), content_type)
        attachments = self._store.get(message_id).attachments
        names = {attachment.number: attachment.name for attachment in attachments}
        return download(part_bytes(part), content_type, names.get(number, f"part-{number}"))


def mailbox_server(store: MessageStore, *, http_port: int, smtp_port: int) -> ThreadingHTTPServer:
    """A server bound to loopback; call its serve_forever(). Port 0 lets the system choose."""
    site = MailboxSite(store, smtp_port=smtp_port)

    class Handler(_Handler):
        answer = staticmethod(site.answer)

    server = ThreadingHTTPServer((LOOPBACK, http_port), Handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    answer: Callable[[str], Response]

    def do_GET(self) -> None:
        # Mails hold secret links: no other site's name may be made to point here (DNS rebinding).
        if OUR_NAMES.fullmatch(self.headers.get("Host", "")):
            response = self.answer(self.path)
        else:
            what = "Open the mailbox as 127.0.0.1 or localhost."
            response = page(error_page("Not here", what), HTTPStatus.FORBIDDEN)
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the page reloads itself every few seconds."""


def _not_found() -> Response:
    what = "There is no such page, or the mail has been deleted."
    return page(error_page("Not found", what), HTTPStatus.NOT_FOUND)


def _as_dict(message: ReceivedMessage) -> dict[str, object]:
    return {
        "id": message.id,
        "from": message.sender,
        "to": message.to,
        "subject": message.subject,
        "date": message.received_at.isoformat(),
        "text": message.text,
        "html": message.html,
        "headers": message.headers,
        "links": message.links,
        "attachments": [
            {
                "name": attachment.name,
                "type": attachment.content_type,
                "size": attachment.size,
                "url": f"/messages/{message.id}/parts/{attachment.number}",
            }
            for attachment in message.attachments
        ],
    }
