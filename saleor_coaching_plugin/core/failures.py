"""Log an exception that nobody foresaw, without what it says."""

from __future__ import annotations

import logging
import traceback

logger = logging.getLogger(__name__)


def failure_log(error: BaseException) -> None:
    """The place without the text, in which a person's data or a token may stand."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("A request failed with %s\n%s", type(error).__name__, where)
