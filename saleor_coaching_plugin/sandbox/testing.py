"""pytest plugin: a PostgreSQL of its own for each run, unless DATABASE_URL names one.

Loaded with `-p`, so that the database is there before Django's settings are read.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack

import pytest

from .scratch import scratch_database

_run = ExitStack()
_run.enter_context(scratch_database())
os.environ["SANDBOX_VAR"] = _run.enter_context(tempfile.TemporaryDirectory(prefix="coaching-var-"))
# Tests drive the relay and the dispatcher themselves, or start workers of their own.
os.environ.setdefault("CELERY_BROKER_URL", "memory://")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _run.close()
