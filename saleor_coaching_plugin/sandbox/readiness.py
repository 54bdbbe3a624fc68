"""Questions to ask a starting server: do you listen, do you answer."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from saleor_coaching_plugin.sandbox.ports import LOOPBACK

Ready = Callable[[], bool]
TRY_SECONDS = 2.0


def tcp_ready(port: int, host: str = LOOPBACK) -> Ready:
    """True once something accepts connections there."""

    def ready() -> bool:
        try:
            socket.create_connection((host, port), timeout=TRY_SECONDS).close()
        except OSError:
            return False
        return True

    return ready


def http_ready(url: str) -> Ready:
    """True once a GET of this http:// URL answers 200. Never goes through a proxy."""
    parts = urlsplit(url)
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"

    def ready() -> bool:
        connection = http.client.HTTPConnection(
            parts.hostname or LOOPBACK, parts.port, timeout=TRY_SECONDS
        )
        try:
            connection.request("GET", target)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready
