"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from factories.committed import committed_db as committed_db
from factories.threads import at_once as threads_at_once
from factories.time_authority import authority_signer as authority_signer
from factories.time_authority import time_authority as time_authority

collect_ignore = ["saleor"]
"""Those run inside Saleor: `make test-saleor`."""


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Calls a function in so many threads, each with its own connection, all at once.

    What one of them raises is raised.
    """

    def run(threads: int, function: Callable[[int], Any]) -> list[Any]:
        results = threads_at_once(threads, function)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return results

    return run
