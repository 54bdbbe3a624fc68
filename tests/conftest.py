"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def committed_db(transactional_db: None) -> Iterator[None]:
    """A database whose commits are real, for tests with threads or processes.

    Django empties the tables afterwards; the ledger's triggers refuse that to everybody but a
    replication session, which only the database's superuser can ask for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Calls a function in so many threads, each with its own connection, all at once."""

    def run(threads: int, function: Callable[[int], Any]) -> list[Any]:
        start = Barrier(threads)

        def one(number: int) -> Any:
            try:
                connection.ensure_connection()
                start.wait(timeout=30)
                return function(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))

    return run
