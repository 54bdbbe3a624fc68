"""pytest plugin: a database with Saleor's tables, there before Django's settings are read.

Each worker of pytest-xdist makes one of its own, on the server that the first process started.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from tempfile import TemporaryDirectory

import pytest

from saleor_coaching_plugin.sandbox.saleor.database import saleor_database
from saleor_coaching_plugin.sandbox.saleor.installation import saleor_installation

_run = ExitStack()
os.environ.setdefault("SECRET_KEY", "the tests guard nothing of value")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ["SALEOR_TEST_MEDIA"] = _run.enter_context(TemporaryDirectory(prefix="saleor-media-"))
_worker = os.environ.get("PYTEST_XDIST_WORKER")
os.environ["DATABASE_URL"] = _run.enter_context(
    saleor_database(saleor_installation(), suffix=f"_{_worker}" if _worker else "")
)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _run.close()
