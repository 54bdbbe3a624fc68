"""Periodic work: entries in the schedule of Celery's beat, made at start-up.

So that no setting of the host project is needed; Saleor's DatabaseScheduler takes them over too.
"""

from __future__ import annotations

from typing import Any

from celery import Celery

from .outbox.wake import WORK_TASK

SWEEP_TASK = "saleor_coaching_plugin.tasks.sweep"
PERIODS = {WORK_TASK: 30.0, SWEEP_TASK: 300.0}
"""Seconds. Work usually starts at once; this is for what becomes due, and for lost calls."""


def beat_install(app: Celery) -> None:
    """Add our tasks to the schedule, now or when the application is configured.

    A task that the host project schedules itself keeps that schedule.
    """
    if app.configured:  # type: ignore[attr-defined]
        _add(app)
    else:
        app.on_after_configure.connect(_add)


def _add(sender: Celery, **kwargs: Any) -> None:
    schedule = sender.conf.beat_schedule
    scheduled = {entry["task"] for entry in schedule.values()}
    for task, seconds in PERIODS.items():
        if task not in scheduled:
            # Calls that no worker took in time are not worth taking later: the next one does all.
            schedule[task] = {"task": task, "schedule": seconds, "options": {"expires": seconds}}
