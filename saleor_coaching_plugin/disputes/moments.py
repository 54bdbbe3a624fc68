"""How points in time are written in the pack."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime) -> str:
    """To the second, so that it sorts as text."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
