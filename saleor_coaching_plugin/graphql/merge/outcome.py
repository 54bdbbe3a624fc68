"""What became of the merge, for the log and for `manage.py check`."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Warning

logger = logging.getLogger(__name__)

NOT_ASKED = "Saleor builds its schema elsewhere by now"

_failures: list[str] = [NOT_ASKED]


def merge_succeeded() -> None:
    _failures.clear()


def merge_failed(error: Exception) -> None:
    _failures[:] = [f"{type(error).__name__}: {error}"]
    logger.warning(
        "The coaching API is not part of Saleor's /graphql/ (%s). "
        "It is still served under /plugins/global/coaching/graphql/.",
        _failures[0],
    )


def merge_check(**kwargs: Any) -> list[CheckMessage]:
    """A system check: whether our API is part of Saleor's."""
    import_module("saleor.graphql.api")  # builds its schema, unless that is done already
    return [
        Warning(
            f"The coaching API is not part of Saleor's /graphql/: {failure}.",
            hint="Use /plugins/global/coaching/graphql/, or set COACHING_MERGE_GRAPHQL to false "
            "if that is what you want.",
            id="coaching.W003",
        )
        for failure in _failures
    ]
