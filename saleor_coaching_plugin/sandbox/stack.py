"""The whole sandbox as processes: database, web server, worker, beat, Stripe, mail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .ports import LOOPBACK, free_port
from .postgres import database
from .processes import Supervisor
from .readiness import http_ready, tcp_ready

STRIPE_KEY = "sk_test_sandbox"
STRIPE_WEBHOOK_SECRET = "whsec_sandbox"
_PREFERRED = {"web": 8000, "mailbox": 8100, "stripe": 8200, "smtp": 8025}


@dataclass(frozen=True)
class Stack:
    """A running sandbox: base addresses without a trailing slash, and its folder."""

    web: str
    mailbox: str
    stripe: str
    var: Path
    supervisor: Supervisor


@contextmanager
def stack(var: Path, *, seed: str) -> Iterator[Stack]:
    """Start everything on the data in `var`, seed it with the manage command `seed`, end it all.

    A port that is taken is replaced by the next free one, and said so.
    """
    var.mkdir(parents=True, exist_ok=True)
    ports = _ports()
    with database(var / "postgres") as database_url, Supervisor(log_dir=var / "logs") as processes:
        env = _environment(var, ports, database_url)
        _manage(env, "migrate", "--verbosity=0")
        _manage(env, seed)
        _start(processes, var, ports, env)
        yield Stack(
            web=_url(ports["web"]),
            mailbox=_url(ports["mailbox"]),
            stripe=_url(ports["stripe"]),
            var=var,
            supervisor=processes,
        )


def _ports() -> dict[str, int]:
    chosen: dict[str, int] = {}
    for name, preferred in _PREFERRED.items():
        chosen[name] = free_port(preferred, avoid=chosen.values())
        if chosen[name] != preferred:
            print(f"Port {preferred} is taken: {name} uses {chosen[name]}.", flush=True)
    return chosen


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def _environment(var: Path, ports: dict[str, int], database_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "saleor_coaching_plugin.sandbox.settings",
        "DATABASE_URL": database_url,
        "SANDBOX_VAR": str(var),
        "EMAIL_PORT": str(ports["smtp"]),
        "COACHING_PUBLIC_URL": _url(ports["web"]),
        "COACHING_GATEWAY": "stripe",
        "COACHING_STRIPE_API_KEY": STRIPE_KEY,
        "COACHING_STRIPE_API_BASE": _url(ports["stripe"]),
        "COACHING_STRIPE_WEBHOOK_SECRET": STRIPE_WEBHOOK_SECRET,
    }


def _manage(env: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "django", *arguments]
    subprocess.run(command, env={**os.environ, **env}, check=True)


def _start(processes: Supervisor, var: Path, ports: dict[str, int], env: dict[str, str]) -> None:
    python = [sys.executable, "-m"]
    package = "saleor_coaching_plugin.sandbox"
    processes.start(
        "mailbox",
        [
            *(*python, f"{package}.mailbox", f"--smtp-port={ports['smtp']}"),
            *(f"--http-port={ports['mailbox']}", f"--dir={var / 'mails'}"),
        ],
        ready=tcp_ready(ports["mailbox"]),
    )
    processes.start(
        "stripe",
        [
            *(*python, f"{package}.stripe_simulator", f"--port={ports['stripe']}"),
            *("--webhook-url", f"{_url(ports['web'])}/webhooks/stripe/"),
            *("--webhook-secret", STRIPE_WEBHOOK_SECRET, f"--state={var / 'stripe.json'}"),
        ],
        ready=tcp_ready(ports["stripe"]),
    )
    celery = [*python, "celery", "-A", f"{package}.celery"]
    processes.start("worker", [*celery, "worker", "--concurrency=2", "--loglevel=INFO"], env=env)
    processes.start(
        "beat", [*celery, "beat", f"--schedule={var / 'beat-schedule'}", "--pidfile="], env=env
    )
    processes.start(
        "web",
        [*python, f"{package}.web", str(ports["web"])],
        env=env,
        ready=http_ready(f"{_url(ports['web'])}/products/"),
    )
    processes.check()
