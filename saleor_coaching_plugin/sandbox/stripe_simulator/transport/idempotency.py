"""Idempotency keys: the same request twice has one effect and one answer.

https://docs.stripe.com/api/idempotent_requests: the answer of a request that began to run is kept
for a day, whether it succeeded or not; other parameters under the same key are an error; a second
request while the first still runs is a conflict (409).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import ApiError
from saleor_coaching_plugin.sandbox.stripe_simulator.parameters.form import FormTree
from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject, Store

_DAY = 86_400
_MAX_LENGTH = 255


class IdempotencyKeys:
    """Finished answers live in the store; those still running only in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._running: set[str] = set()

    def is_running(self, key: str) -> bool:
        with self._lock:
            return key in self._running

    @contextmanager
    def claim(
        self, key: str, *, path: str, params: FormTree, now: int
    ) -> Iterator[JsonObject | None]:
        """Hold `key` while the request runs; yields the earlier answer if there is one.

        Raises ApiError: 409 while another request holds it, 400 for another path or parameters.
        """
        if len(key) > _MAX_LENGTH:
            raise ApiError(f"An idempotency key has at most {_MAX_LENGTH} characters.")
        with self._lock:
            if key in self._running:
                raise _in_use(key)
            self._running.add(key)
        try:
            yield self._earlier(key, path=path, params=params, now=now)
        finally:
            with self._lock:
                self._running.discard(key)

    def keep(self, key: str, *, path: str, params: FormTree, answer: JsonObject) -> None:
        """Under the store's lock, so that it is saved with what the request did."""
        fresh = {
            name: each
            for name, each in self._store.idempotent_answers.items()
            if each["created"] + _DAY > answer["created"]
        }
        fresh[key] = {**answer, "path": path, "fingerprint": _fingerprint(params)}
        self._store.idempotent_answers = fresh

    def _earlier(self, key: str, *, path: str, params: FormTree, now: int) -> JsonObject | None:
        with self._store.lock:
            kept = self._store.idempotent_answers.get(key)
        if kept is None or kept["created"] + _DAY <= now:
            return None
        if kept["path"] != path:
            raise _mismatch(
                key,
                "Keys for idempotent requests can only be used for the same endpoint they were "
                f"first used for ('{path}' vs '{kept['path']}').",
            )
        if kept["fingerprint"] != _fingerprint(params):
            raise _mismatch(
                key,
                "Keys for idempotent requests can only be used with the same parameters they were "
                "first used with.",
            )
        return kept


def _fingerprint(params: FormTree) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


def _mismatch(key: str, message: str) -> ApiError:
    return ApiError(
        f"{message} Try using a key other than '{key}' if you meant to execute a different "
        "request.",
        kind="idempotency_error",
        replayable=False,
    )


def _in_use(key: str) -> ApiError:
    return ApiError(
        "There is currently another in-progress request using this Idempotent Key (that probably "
        "means you submitted twice, and the other request is still going through): "
        f"{key}. Please try again later.",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
        replayable=False,
    )
