"""Why there is no dispute pack."""

from __future__ import annotations


class DisputeError(Exception):
    """The text says what to do."""
