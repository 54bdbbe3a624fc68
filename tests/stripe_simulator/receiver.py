"""A merchant's webhook endpoint: a real HTTP server that keeps what it is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Received:
    body: bytes
    signature: str
    content_type: str


class Receiver:
    """Answers with `statuses` in turn, then with 200."""

    def __init__(self, statuses: Iterable[int] = ()) -> None:
        self.received: list[Received] = []
        self._statuses = list(statuses)
        self.waiting = 0
        self._lock = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver._take(
                    Received(body, self.headers["Stripe-Signature"], self.headers["Content-Type"])
                )
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhooks/stripe/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meanwhile requests get no answer; `waiting` counts them."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def _take(self, received: Received) -> int:
        if not self._free.is_set():
            self.waiting += 1
            self._free.wait()
        with self._lock:
            self.received.append(received)
            return self._statuses.pop(0) if self._statuses else 200
