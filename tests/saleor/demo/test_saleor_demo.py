"""The demo in a running Saleor: its web server, worker and beat as processes."""

from __future__ import annotations

from pathlib import Path

from e2e.demo_played import demo_plays_every_step

# DATABASE_URL stays: the demo makes a database of its own on the same server.
OF_THIS_RUN = ("CELERY_BROKER_URL", "REDIS_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE")


def test_demo_plays_every_step_in_saleor_and_leaves_what_it_found(tmp_path: Path) -> None:
    demo_plays_every_step("demo-saleor", folder=tmp_path, without=OF_THIS_RUN, seconds=400)
