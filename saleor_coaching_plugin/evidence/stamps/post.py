"""One POST that is over in time, whatever the other side does: slow names, trickling bytes.

The time limits of sockets hold for each piece; a server that sends a byte now and then never
meets them. So the request runs in a thread, which is not waited for any longer than it may last.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import certifi


class PostFailed(Exception):
    """No answer; the text says why and holds nothing of what was sent."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, limit: int
) -> tuple[str, bytes]:
    """Content type and body of the answer, of at most `limit` bytes. Raises PostFailed.

    Redirects are not followed. Proxies are taken from the environment, as everywhere.
    """
    if not url.startswith(("http://", "https://")):
        raise PostFailed("the address must start with http:// or https://")
    request = Request(url, body, dict(headers), method="POST")  # noqa: S310 - just checked
    exchange = _Exchange(request, seconds, limit)
    thread = threading.Thread(target=exchange.run, name="coaching-post", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        exchange.hang_up()
        raise PostFailed(f"it did not answer in full within {seconds:g} seconds")
    if exchange.error is not None:
        raise exchange.error
    return exchange.answer


class _Exchange:
    def __init__(self, request: Request, seconds: float, limit: int) -> None:
        self._request = request
        self._seconds = seconds
        self._limit = limit
        self._sockets: list[socket.socket] = []
        self.answer = ("", b"")
        self.error: PostFailed | None = None

    def run(self) -> None:
        opener = build_opener(
            _PlainHandler(self._sockets), _SecureHandler(self._sockets), _NoRedirects()
        )
        try:
            with opener.open(self._request, timeout=self._seconds) as response:
                self.answer = (response.headers.get_content_type(), self._content(response))
        except (OSError, HTTPException, ValueError) as error:
            status = getattr(error, "code", None)
            reason = f"status {status}" if status else type(error).__name__
            self.error = PostFailed(f"the request failed ({reason})")
        except PostFailed as error:
            self.error = error

    def hang_up(self) -> None:
        """Wake the thread out of whatever it waits for, so that it ends."""
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _content(self, response: HTTPResponse) -> bytes:
        content = response.read(self._limit + 1)
        if len(content) > self._limit:
            raise PostFailed(f"the answer is longer than {self._limit} bytes")
        return content


class _Plain(HTTPConnection):
    def __init__(self, host: str, *, sockets: list[socket.socket], **options: Any) -> None:
        super().__init__(host, **options)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)


class _Secure(HTTPSConnection):
    def __init__(self, host: str, *, sockets: list[socket.socket], **options: Any) -> None:
        super().__init__(host, context=_tls(), **options)
        self._sockets = sockets

    def connect(self) -> None:
        super().connect()
        self._sockets.append(self.sock)


class _PlainHandler(HTTPHandler):
    def __init__(self, sockets: list[socket.socket]) -> None:
        super().__init__()
        self._sockets = sockets

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Plain, sockets=self._sockets), req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, sockets: list[socket.socket]) -> None:
        super().__init__()
        self._sockets = sockets

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_Secure, sockets=self._sockets), req)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())
