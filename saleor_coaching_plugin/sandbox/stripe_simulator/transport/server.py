"""The HTTP server on loopback. It knows sockets, and nothing of Stripe."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .messages import Request, Response

_MAX_BODY = 1_000_000
_IDLE_SECONDS = 60


class LoopbackServer(ThreadingHTTPServer):
    """Serves `answer(request)` on 127.0.0.1; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int, answer: Callable[[Request], Response]) -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close(self) -> None:
        """Stop listening and hang up: kept-alive connections must not reach a stopped server."""
        self.shutdown()
        self.server_close()
        with self._open_lock:
            still_open = list(self._open)
        for connection in still_open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the other side was faster


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    wbufsize = -1  # one packet for headers and body
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        length = self._body_length()
        if length is None:
            self.close_connection = True
            self._write(Response(413, b"", "text/plain"))
            return
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, query, headers, self.rfile.read(length))
        self._write(self.server.answer(request))

    def _body_length(self) -> int | None:
        """None for a body that is too long or of unknown length."""
        given = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not given.isdecimal():
            return None
        return int(given) if int(given) <= _MAX_BODY else None

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    def version_string(self) -> str:
        return "stripe-simulator"

    def log_message(self, format: str, *args: Any) -> None:
        """Paths carry the tokens of hosted pages, and queries e-mail addresses: not logged."""
