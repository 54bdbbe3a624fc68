"""One POST of one event."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

_TIMEOUT = 10.0


def deliver(url: str, payload: bytes, signature: str) -> int | None:
    """The status that came back, or None without an answer. Redirects are not followed."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body=payload, headers=_headers(signature))
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _headers(signature: str) -> dict[str, str]:
    return {
        "Accept": "*/*; q=0.5, application/xml",
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature,
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }
