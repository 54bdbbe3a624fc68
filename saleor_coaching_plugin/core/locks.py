"""Take turns at something that has no row to lock yet."""

from __future__ import annotations

from django.db import connection


def turn_take(name: str) -> None:
    """Wait for all others who took their turn at `name`; it is ours until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
