"""What the mailbox answers over HTTP: a status, a body, and headers that keep mails harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote

# A page of ours: no scripts at all, and nothing from anywhere else.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A mail's own HTML: an origin of its own, no scripts, no forms; links open new tabs.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; font-src data:; "
    "img-src 'self' data: http://127.0.0.1:* http://localhost:*"
)
MIME_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


@dataclass(frozen=True)
class Response:
    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


def page(html: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(
        html.encode(),
        "text/html; charset=utf-8",
        status,
        {"Content-Security-Policy": PAGE_POLICY},
    )


def mail_html(html: str) -> Response:
    return Response(
        html.encode(errors="replace"),
        "text/html; charset=utf-8",
        headers={"Content-Security-Policy": MAIL_POLICY},
    )


def as_json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=2).encode(errors="replace")
    return Response(body, "application/json", status)


def download(body: bytes, content_type: str, name: str) -> Response:
    """A file to save, under its own name in any alphabet (RFC 6266)."""
    return Response(
        body,
        content_type if MIME_TYPE.fullmatch(content_type) else "application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
