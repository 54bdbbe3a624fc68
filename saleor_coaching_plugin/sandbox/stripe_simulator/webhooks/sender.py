"""A background thread that delivers events and tries again when the merchant does not take one.

Of the deliveries that are due, any may go first: Stripe promises no order either.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject

from .delivery import deliver
from .signature import signature_header

logger = logging.getLogger(__name__)

RETRY_DELAYS = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds before each further try. Stripe takes days; a person at a laptop does not."""


@dataclass(frozen=True)
class Attempt:
    """One try that was made. `status` is None when there was no answer."""

    event_id: str
    event_type: str
    number: int
    status: int | None

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class _Waiting:
    event: JsonObject
    number: int
    due: float  # monotonic


class WebhookSender:
    """`taken` is called with the event's id when the merchant answered 2xx."""

    def __init__(
        self,
        *,
        url: str,
        secret: str,
        clock: Callable[[], float],
        taken: Callable[[str], None],
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._taken = taken
        self._retry_delays = tuple(retry_delays)
        self._waiting: list[_Waiting] = []
        self._attempts: list[Attempt] = []
        self._condition = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name="stripe-webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What is not delivered by now waits in the state file for the next start."""
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        self._thread.join()

    def enqueue(self, event: JsonObject) -> None:
        self._add(_Waiting(event, number=1, due=time.monotonic()))

    @property
    def attempts(self) -> list[Attempt]:
        with self._condition:
            return list(self._attempts)

    def _add(self, waiting: _Waiting) -> None:
        with self._condition:
            self._waiting.append(waiting)
            self._condition.notify_all()

    def _work(self) -> None:
        while (waiting := self._next()) is not None:
            try:
                self._try(waiting)
            except Exception:
                logger.exception("A webhook of the Stripe simulator failed")

    def _next(self) -> _Waiting | None:
        """Wait for something due; None means stop."""
        with self._condition:
            while not self._stopping:
                now = time.monotonic()
                due = [each for each in self._waiting if each.due <= now]
                if due:
                    chosen = secrets.choice(due)
                    self._waiting.remove(chosen)
                    return chosen
                soonest = min((each.due for each in self._waiting), default=None)
                self._condition.wait(None if soonest is None else soonest - now)
        return None

    def _try(self, waiting: _Waiting) -> None:
        event = waiting.event
        payload = json.dumps(event, indent=2, ensure_ascii=False).encode()
        signature = signature_header(payload, secret=self._secret, timestamp=int(self._clock()))
        status = deliver(self._url, payload, signature)
        attempt = Attempt(event["id"], event["type"], waiting.number, status)
        with self._condition:
            self._attempts.append(attempt)
        logger.debug("%s: try %d: %s", attempt.event_type, attempt.number, status)
        if attempt.taken:
            self._taken(event["id"])
        elif waiting.number <= len(self._retry_delays):
            delay = self._retry_delays[waiting.number - 1]
            self._add(_Waiting(event, waiting.number + 1, time.monotonic() + delay))
