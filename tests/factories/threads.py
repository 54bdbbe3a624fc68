"""Threads that start together, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from saleor_coaching_plugin.sandbox.celery import app


def at_once(threads: int, function: Callable[[int], Any]) -> list[Any]:
    """What each returned; an exception is returned too, not raised."""
    app.set_default()  # or their wake-up calls would look for another broker
    start = Barrier(threads)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return function(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))
