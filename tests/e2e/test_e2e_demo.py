"""The demo is the product's main job, so it is a test as well: as a process, on its own stack."""

from __future__ import annotations

from pathlib import Path

from e2e.demo_played import demo_plays_every_step

OF_THIS_RUN = ("DATABASE_URL", "SANDBOX_VAR", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")


def test_demo_plays_every_step_and_leaves_what_it_found(tmp_path: Path) -> None:
    demo_plays_every_step("demo", folder=tmp_path, without=OF_THIS_RUN, seconds=300)
