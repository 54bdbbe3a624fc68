"""A private Redis for Saleor's cache and Celery's queue, which no wheel brings."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from saleor_coaching_plugin.sandbox.ports import LOOPBACK
from saleor_coaching_plugin.sandbox.processes import Supervisor
from saleor_coaching_plugin.sandbox.readiness import tcp_ready

from .installation import SaleorError

PROGRAM = "redis-server"


def redis_start(processes: Supervisor, var: Path, port: int) -> dict[str, str]:
    """Start it; the variables with which Saleor uses it. Nothing is kept.

    Only where it is not installed the Redis of CELERY_BROKER_URL and CACHE_URL is used: in a queue
    that another Saleor's workers read too, they would take our tasks. Raises SaleorError.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        if "CELERY_BROKER_URL" in os.environ:
            return {}
        raise SaleorError(
            f"Saleor needs Redis for its Celery queue, and there is no `{PROGRAM}` on the PATH: "
            f"install Debian's package `{PROGRAM}` (its service need not run), or let "
            "CELERY_BROKER_URL and CACHE_URL name a Redis that no other Saleor uses."
        )
    folder = var / "redis"
    folder.mkdir(exist_ok=True)
    processes.start(
        "redis",
        [
            *(program, "--port", str(port), "--bind", LOOPBACK, "--dir", folder),
            *("--save", "", "--appendonly", "no"),
        ],
        ready=tcp_ready(port),
    )
    server = f"redis://{LOOPBACK}:{port}"
    cache = f"{server}/0"
    return {"REDIS_URL": cache, "CACHE_URL": cache, "CELERY_BROKER_URL": f"{server}/1"}
