"""All that the simulator remembers, and the JSON file that outlives a restart.

Whoever reads or changes it holds `lock`. Objects are kept as Stripe would show them, except that
links are paths (the server may come back on another port) and an invoice's lines are not inlined.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]


class Store:
    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.objects: dict[str, JsonObject] = {}
        self.invoice_links: dict[str, str] = {}
        """Hosted page's token -> invoice id."""
        self.sessions: dict[str, JsonObject] = {}
        """What a Checkout Session does not show: `lines`, `intent_data`, `intent`."""
        self.idempotent_answers: dict[str, JsonObject] = {}
        self._path = path
        if path is not None and path.exists():
            self._load(json.loads(path.read_text(encoding="utf-8")))

    def add(self, created: JsonObject) -> JsonObject:
        self.objects[created["id"]] = created
        return created

    def find(self, kind: str, identifier: str) -> JsonObject | None:
        """`kind` is Stripe's `object`, such as `checkout.session`."""
        found = self.objects.get(identifier)
        return found if found is not None and found["object"] == kind else None

    def newest_first(self, kind: str) -> Iterator[JsonObject]:
        return (each for each in reversed(self.objects.values()) if each["object"] == kind)

    def save(self) -> None:
        """Replace the file as a whole, so that a crash leaves the old or the new one."""
        if self._path is None:
            return
        scratch = self._path.with_name(self._path.name + ".new")
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(self._dump(), file)
        os.replace(scratch, self._path)

    def _dump(self) -> JsonObject:
        return {
            "objects": list(self.objects.values()),
            "invoice_links": self.invoice_links,
            "sessions": self.sessions,
            "idempotent_answers": self.idempotent_answers,
        }

    def _load(self, saved: JsonObject) -> None:
        self.objects = {each["id"]: each for each in saved["objects"]}
        self.invoice_links = saved["invoice_links"]
        self.sessions = saved["sessions"]
        self.idempotent_answers = saved["idempotent_answers"]
