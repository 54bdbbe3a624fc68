"""Tell a worker that there is something to do.

Only a hint: if the broker is away the work waits in the database for beat's next look.
"""

from __future__ import annotations

import logging

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

WORK_TASK = "saleor_coaching_plugin.tasks.work"
_app: list[Celery] = []


def wake_install(app: Celery) -> None:
    """The application to send the hint with.

    Kept from start-up on, because `celery.current_app` is thread-local: in a web server's thread
    it would be an application without a broker.
    """
    _app[:] = [app]


def wake_on_commit() -> None:
    """Send the hint when (and only if) the current transaction commits."""
    transaction.on_commit(_wake)


def _wake() -> None:
    # This runs after commit, often inside Saleor's own request: it must not raise, nor wait for
    # a broker that is away.
    try:
        _app[0].send_task(WORK_TASK, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("The broker cannot be reached; beat will find the work.")
