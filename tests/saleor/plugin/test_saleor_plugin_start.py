"""What an operator sees at start-up, and what runs without a line in Saleor's settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.core.management import call_command
from factories.pdf import needs_pdf
from saleor.celeryconf import app

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.beat import PERIODS


def ours() -> list[str]:
    return [message.id for message in run_checks() if str(message.id).startswith("coaching.")]


@needs_pdf
def test_checks_are_clean() -> None:
    assert run_checks() == []


@pytest.mark.django_db
def test_no_migration_is_missing_in_saleor_or_in_the_plugin() -> None:
    call_command("makemigrations", "--check", "--dry-run")


def test_saleor_is_the_shop_without_any_setting() -> None:
    assert isinstance(commerce(), SaleorCommerce)


@pytest.mark.parametrize(
    ("public_url", "own", "pages"),
    [
        ("https://api.shop.example/", None, "https://api.shop.example/plugins/global/coaching"),
        ("https://shop.example/api/", None, "https://shop.example/api/plugins/global/coaching"),
        ("https://shop.example/", "https://coach.example", "https://coach.example"),
        (None, None, "http://localhost:8000/plugins/global/coaching"),
    ],
)
def test_pages_are_below_saleors_own_address(
    settings: Any, public_url: str | None, own: str | None, pages: str
) -> None:
    settings.PUBLIC_URL = public_url
    if own:
        settings.COACHING_PUBLIC_URL = own
    assert conf().public_url == pages


@needs_pdf
def test_operator_is_told_when_nobody_said_where_saleor_is(settings: Any) -> None:
    settings.PUBLIC_URL = None
    settings.DEBUG = True
    assert ours() == []
    settings.DEBUG = False
    assert ours() == ["coaching.W001"]
    settings.COACHING_PUBLIC_URL = "https://coach.example"
    assert ours() == []


def test_beat_has_each_task_once() -> None:
    entries = {
        entry["task"]: entry["schedule"]
        for entry in app.conf.beat_schedule.values()
        if entry["task"].startswith("saleor_coaching_plugin")
    }
    assert entries == PERIODS
    assert set(PERIODS) == {tasks.work.name, tasks.sweep.name}
    assert len(app.conf.beat_schedule) > len(PERIODS)  # and Saleor's own are still there


def test_worker_knows_the_tasks() -> None:
    app.loader.import_default_modules()
    assert set(PERIODS) <= set(app.tasks)


@pytest.mark.django_db
def test_tasks_run_where_saleor_forbids_careless_writing() -> None:
    """Saleor's tests make its own tasks fail at each query to the database that is written to."""
    assert django_settings.CELERY_RESTRICT_WRITER_METHOD.endswith("restrict_writer")
    for task in PERIODS:
        assert app.tasks[task].apply().successful()
