"""What a step expected and what it saw instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 30.0


class Unexpected(Exception):
    """A step did not see what it should have."""

    def __init__(self, expected: str, seen: object) -> None:
        super().__init__(f"expected {expected}; saw {str(seen)[:600]}")


def expect(condition: object, expected: str, seen: object) -> None:
    if not condition:
        raise Unexpected(expected, seen)


def eventually(look: Callable[[], T | None], expected: str) -> T:
    """What `look` finds, once it finds anything; the workers need a moment."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise Unexpected(expected, f"nothing within {PATIENCE:.0f} s")
