"""What all requests share, and one turn of changing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject, Store


@dataclass
class Call:
    """One request's view: `now` is a Unix time; `events` are those it caused.

    Events of the hosted pages have no request of the merchant: both ids are None.
    """

    store: Store
    now: int
    base_url: str
    has_webhook: bool
    request_id: str | None = None
    idempotency_key: str | None = None
    events: list[JsonObject] = field(default_factory=list)


@dataclass
class World:
    """`publish` hands an event to the webhook sender; without one there is no endpoint."""

    store: Store
    clock: Callable[[], float]
    publish: Callable[[JsonObject], None] | None = None
    base_url: str = ""

    @contextmanager
    def call(
        self, *, request_id: str | None = None, idempotency_key: str | None = None
    ) -> Iterator[Call]:
        """One call at a time; what it changed is saved, then its events leave."""
        with self.store.lock:
            call = Call(
                store=self.store,
                now=int(self.clock()),
                base_url=self.base_url,
                has_webhook=self.publish is not None,
                request_id=request_id,
                idempotency_key=idempotency_key,
            )
            try:
                yield call
            finally:
                if request_id is not None or call.events:
                    self.store.save()
        for event in call.events:
            if self.publish is not None:
                self.publish(event)
