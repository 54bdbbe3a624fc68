"""The whole sandbox as processes: database, web server, worker, beat, Stripe, mail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .companions import COMPANION_PORTS, companions_environment, companions_start
from .ports import loopback_url
from .postgres import database
from .processes import Supervisor
from .readiness import http_ready

PORTS = {"web": 8000, **COMPANION_PORTS}
"""Where they are by preference."""


class CommandFailed(Exception):
    """A management command did not exit with 0; the text holds what it said."""


@dataclass(frozen=True)
class Stack:
    """A running shop with the plugin: base addresses without a trailing slash, and its folder."""

    web: str
    pages: str
    """Where the plugin's own pages are."""
    mailbox: str
    stripe: str
    var: Path
    supervisor: Supervisor
    manage: Callable[..., None]
    """Runs a management command: `manage("coaching_ledger", "--export", file)`."""


@contextmanager
def stack(var: Path, *, seed: str, ports: Mapping[str, int]) -> Iterator[Stack]:
    """Start everything on the data in `var`, seed it with the manage command `seed`, end it all.

    `ports` has one for each of PORTS.
    """
    var.mkdir(parents=True, exist_ok=True)
    with database(var / "postgres") as database_url, Supervisor(log_dir=var / "logs") as processes:
        env = _environment(var, ports, database_url)
        _manage(env, "migrate", "--verbosity=0")
        _manage(env, seed)
        web = loopback_url(ports["web"])
        companions_start(processes, var, ports, pages=web)
        _start(processes, var, ports["web"], env)
        yield Stack(
            web=web,
            pages=web,
            mailbox=loopback_url(ports["mailbox"]),
            stripe=loopback_url(ports["stripe"]),
            var=var,
            supervisor=processes,
            manage=partial(_manage, env),
        )


def _environment(var: Path, ports: Mapping[str, int], database_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "saleor_coaching_plugin.sandbox.settings",
        "DATABASE_URL": database_url,
        "SANDBOX_VAR": str(var),
        "EMAIL_PORT": str(ports["smtp"]),
        "COACHING_PUBLIC_URL": loopback_url(ports["web"]),
        **companions_environment(var, ports),
    }


def _manage(env: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "django", *arguments]
    done = subprocess.run(
        command,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(f"manage {arguments[0]} failed:\n{done.stdout[-4000:]}")


def _start(processes: Supervisor, var: Path, port: int, env: dict[str, str]) -> None:
    python = [sys.executable, "-m"]
    package = "saleor_coaching_plugin.sandbox"
    celery = [*python, "celery", "-A", f"{package}.celery"]
    processes.start("worker", [*celery, "worker", "--concurrency=2", "--loglevel=INFO"], env=env)
    processes.start(
        "beat", [*celery, "beat", f"--schedule={var / 'beat-schedule'}", "--pidfile="], env=env
    )
    processes.start(
        "web",
        [*python, f"{package}.web", str(port)],
        env=env,
        ready=http_ready(f"{loopback_url(port)}/products/"),
    )
    processes.check()
