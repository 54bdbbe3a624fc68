"""The authority over HTTP. Its clock can be moved, and it can be told to misbehave."""

from __future__ import annotations

import secrets
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from saleor_coaching_plugin.sandbox.ports import LOOPBACK, loopback_url

from .answers import answer_make
from .certificates import Signer
from .faults import Fault

REPLY = "application/timestamp-reply"
_PAGE = b"<!doctype html><title>Log in</title><p>Please log in to this network."


class TimeAuthority:
    """Listens as long as the `with` block lasts; away before and after it, again and again.

    `clock_off` moves its clock, `fault` makes it misbehave, `asked` counts the requests.
    """

    def __init__(self, signer: Signer, *, port: int = 0, fault: Fault = Fault.NONE) -> None:
        self.signer = signer
        self.fault = fault
        self.clock_off = timedelta()
        self.asked = 0
        self._port = port
        self._server: ThreadingHTTPServer | None = None
        self._leaving = threading.Event()

    @property
    def url(self) -> str:
        """Known once it has listened for the first time."""
        return f"{loopback_url(self._port)}/"

    def __enter__(self) -> TimeAuthority:
        self._leaving.clear()
        self._server = ThreadingHTTPServer((LOOPBACK, self._port), self._handler())
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leaving.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def answer(self, request: bytes) -> bytes:
        return answer_make(
            request, self.signer, now=datetime.now(UTC) + self.clock_off, fault=self.fault
        )

    def pause(self) -> bool:
        """Half a second; False when it is time to leave."""
        return not self._leaving.wait(0.5)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        return type("Handler", (_Handler,), {"authority": self})


class _Handler(BaseHTTPRequestHandler):
    authority: TimeAuthority

    def do_POST(self) -> None:
        self.authority.asked += 1
        request = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            answer = self.authority.answer(request)
        except (ValueError, TypeError):
            self.send_error(400, "That is no time stamp request")
            return
        try:
            self._misbehave(answer)
        except OSError:
            self.close_connection = True

    def _misbehave(self, answer: bytes) -> None:
        match self.authority.fault:
            case Fault.NONSENSE:
                self._send(REPLY, secrets.token_bytes(600))
            case Fault.WEB_PAGE:
                self._send("text/html; charset=utf-8", _PAGE)
            case Fault.UNAVAILABLE:
                self.send_error(503)
            case Fault.TOO_LONG:
                self._send(REPLY, answer + bytes(1_000_000))
            case Fault.SLOW:
                self._head(REPLY, len(answer))
                self._trickle(answer)
            case Fault.SLOW_HEAD:
                self._trickle(b"HTTP/1.0 200 OK\r\nX-Slow: " + b"a" * 10_000)
            case _:
                self._send(REPLY, answer)

    def _send(self, content_type: str, content: bytes) -> None:
        self._head(content_type, len(content))
        self.wfile.write(content)

    def _head(self, content_type: str, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _trickle(self, content: bytes) -> None:
        for byte in content:
            self.wfile.write(bytes([byte]))
            if not self.authority.pause():
                return

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a request holds nothing that would help."""
