"""Tell a worker that there is something to do.

Only a hint: if the broker is away the work waits in the database for beat's next look.
"""

from __future__ import annotations

import logging

from celery import Celery
from django.db import transaction

logger = logging.getLogger(__name__)

WORK_TASK = "saleor_coaching_plugin.tasks.work"
_ONE_TRY = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}
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
    # This runs after commit, often inside Saleor's own request: whatever is wrong with the broker
    # must neither raise here nor make the request wait. Hence also a connection of our own, since
    # Celery's pool tries for six seconds to reach a broker that is away.
    app = _app[0]
    try:
        with app.connection_for_write(connect_timeout=1) as connection:
            connection.transport_options = {**(connection.transport_options or {}), **_ONE_TRY}
            app.send_task(WORK_TASK, connection=connection, retry=False, ignore_result=True)
    except Exception as error:
        logger.warning(
            "The broker took no call (%s); beat will find the work.", type(error).__name__
        )
