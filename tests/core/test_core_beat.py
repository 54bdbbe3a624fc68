"""Periodic work without a line in anybody's settings."""

from __future__ import annotations

from celery import Celery

from saleor_coaching_plugin.core.beat import PERIODS, beat_install
from saleor_coaching_plugin.sandbox.celery import app as sandbox


def tasks_scheduled(app: Celery) -> list[str]:
    return sorted(entry["task"] for entry in app.conf.beat_schedule.values())


def test_tasks_are_in_the_schedule_whenever_the_application_is_configured() -> None:
    early, late = Celery("early"), Celery("late")
    assert late.conf.timezone is None  # reading the configuration loads it
    for app in (early, late):
        beat_install(app)
        assert tasks_scheduled(app) == sorted(PERIODS)


def test_schedule_of_the_host_project_stays_as_it_is() -> None:
    app = Celery("host")
    own = {"task": "saleor_coaching_plugin.tasks.work", "schedule": 7.0}
    app.conf.beat_schedule = {"mine": own, "other": {"task": "theirs", "schedule": 9.0}}
    beat_install(app)
    assert app.conf.beat_schedule["mine"] == own
    assert tasks_scheduled(app) == sorted([*PERIODS, "theirs"])


def test_installing_twice_adds_nothing() -> None:
    app = Celery("twice")
    beat_install(app)
    beat_install(app)
    assert tasks_scheduled(app) == sorted(PERIODS)


def test_sandbox_has_each_task_once() -> None:
    assert tasks_scheduled(sandbox) == sorted(PERIODS)
