"""The simulator as one thing to start and stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .pages.site import site_respond
from .store import JsonObject, Store
from .transport.api import Api
from .transport.control import control_respond
from .transport.messages import Request, Response
from .transport.server import LoopbackServer
from .webhooks.sender import RETRY_DELAYS, Attempt, WebhookSender
from .world import World

logger = logging.getLogger(__name__)


class StripeSimulator:
    """Serves on loopback from `start()` (or `with`) to `stop()`.

    Port 0 takes a free port. Without `webhook_url` events are recorded and sent nowhere. With
    `state_file` the data outlives a restart, and events that were not taken are sent again.
    `clock` gives Unix time; `retry_delays` are seconds before each further try of a webhook.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        webhook_url: str | None = None,
        webhook_secret: str = "",
        state_file: Path | None = None,
        clock: Callable[[], float] = time.time,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        if webhook_url is not None and not webhook_secret:
            raise ValueError("A webhook needs a secret to sign with.")
        self.store = Store(state_file)
        self._world = World(store=self.store, clock=clock)
        self._sender: WebhookSender | None = None
        if webhook_url is not None:
            self._sender = WebhookSender(
                url=webhook_url,
                secret=webhook_secret,
                clock=clock,
                taken=self._event_taken,
                retry_delays=retry_delays,
            )
            self._world.publish = self._sender.enqueue
        self.api = Api(self._world)
        self._server = LoopbackServer(port, self._answer)
        self._world.base_url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="stripe-simulator", daemon=True
        )

    @property
    def base_url(self) -> str:
        """For `stripe.api_base`, without a slash at the end."""
        return self._world.base_url

    @property
    def events(self) -> list[JsonObject]:
        """All events so far, the oldest first."""
        with self.store.lock:
            return [dict(event) for event in self.store.newest_first("event")][::-1]

    @property
    def webhook_attempts(self) -> list[Attempt]:
        return [] if self._sender is None else self._sender.attempts

    def start(self) -> Self:
        self._thread.start()
        if self._sender is not None:
            for event in self.events:
                if event["pending_webhooks"]:
                    self._sender.enqueue(event)
            self._sender.start()
        return self

    def stop(self) -> None:
        self._server.close()
        self._thread.join()
        if self._sender is not None:
            self._sender.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _answer(self, request: Request) -> Response:
        try:
            if request.path.startswith("/v1/"):
                return self.api.respond(request)
            if request.path.startswith("/simulator/"):
                return control_respond(self._world, request)
            return site_respond(self._world, request)
        except Exception:
            logger.exception("The Stripe simulator failed")
            return Response(500, b"The simulator failed; its log says why.", "text/plain")

    def _event_taken(self, event_id: str) -> None:
        with self.store.lock:
            self.store.objects[event_id]["pending_webhooks"] = 0
            self.store.save()
