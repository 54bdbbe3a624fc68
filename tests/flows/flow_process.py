"""Workers as processes of their own, and how to wait for them and kill them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

HERE = Path(__file__).parent
PATIENCE = 60.0


@contextmanager
def worker(
    smtp_port: int, *, script: str = "flow_worker.py", **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """A process on this test's database, ready to work; killed in the end."""
    url = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "saleor_coaching_plugin.sandbox.settings",
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "EMAIL_PORT": str(smtp_port),
        "PYTHONPATH": str(HERE.parents[1]),
        **settings,
    }
    with subprocess.Popen(
        [sys.executable, str(HERE / script)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def kill(process: subprocess.Popen[str]) -> None:
    assert process.poll() is None, "the worker ended by itself"
    process.send_signal(signal.SIGKILL)
    process.wait()
    # Its connections are gone once the server noticed; only then is what it held free again.
    wait_until(lambda: sessions() == 1)


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
