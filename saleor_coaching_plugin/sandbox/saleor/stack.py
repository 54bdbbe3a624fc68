"""A real Saleor as processes: database, Redis, web server, worker, beat; and Stripe and mail."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from saleor_coaching_plugin.sandbox.companions import (
    COMPANION_PORTS,
    companions_environment,
    companions_start,
)
from saleor_coaching_plugin.sandbox.ports import LOOPBACK, loopback_url, unforeseeable_ports
from saleor_coaching_plugin.sandbox.processes import Supervisor
from saleor_coaching_plugin.sandbox.readiness import http_ready
from saleor_coaching_plugin.sandbox.seed.login import COACH_EMAIL
from saleor_coaching_plugin.sandbox.stack import Stack

from .database import saleor_database
from .installation import WITH_BYTECODE, SaleorInstallation, saleor_manage
from .redis import redis_start

OWNER_EMAIL = "owner@shop.example"
OWNER_PASSWORD = "of the whole shop"
CHANNEL = "coaching"
"""The plugin's default channel. Nobody has made it yet: Saleor's own one is in US dollars."""
PAGES = "/plugins/global/coaching"
WEB_SECONDS = 180.0  # Saleor imports for some ten seconds, on a busy machine for much longer


@contextmanager
def saleor_stack(var: Path, saleor: SaleorInstallation) -> Iterator[Stack]:
    """Start Saleor on a fresh database, with its owner as superuser; end it all afterwards.

    This very interpreter must see Saleor's packages and have the plugin installed. Saleor runs as
    in production (DEBUG off) and gets no settings but from the environment.
    """
    var.mkdir(parents=True, exist_ok=True)
    ports = unforeseeable_ports(["web", "redis", *COMPANION_PORTS])
    with saleor_database(saleor) as database, Supervisor(log_dir=var / "logs") as processes:
        env = {**_environment(var, ports, database), **redis_start(processes, var, ports["redis"])}
        saleor_manage(saleor, sys.executable, env, "migrate", "--noinput", "--verbosity=0")
        password = {"DJANGO_SUPERUSER_PASSWORD": OWNER_PASSWORD}
        owner = ("createsuperuser", "--noinput", f"--email={OWNER_EMAIL}")
        saleor_manage(saleor, sys.executable, env | password, *owner)
        web = loopback_url(ports["web"])
        companions_start(processes, var, ports, pages=f"{web}{PAGES}")
        _start(processes, var, ports["web"], saleor, env)
        yield Stack(
            web=web,
            pages=f"{web}{PAGES}",
            mailbox=loopback_url(ports["mailbox"]),
            stripe=loopback_url(ports["stripe"]),
            var=var,
            supervisor=processes,
            manage=partial(saleor_manage, saleor, sys.executable, env),
        )


def _environment(var: Path, ports: Mapping[str, int], database: str) -> dict[str, str]:
    smtp = f"smtp://{LOOPBACK}:{ports['smtp']}"
    return {
        "DJANGO_SETTINGS_MODULE": "saleor.settings",
        **WITH_BYTECODE,
        "DEBUG": "False",
        "SECRET_KEY": secrets.token_hex(32),
        "RSA_PRIVATE_KEY": _private_key(),
        "ALLOWED_HOSTS": LOOPBACK,
        "ALLOWED_CLIENT_HOSTS": LOOPBACK,
        "PUBLIC_URL": f"{loopback_url(ports['web'])}/",
        "DATABASE_URL": database,
        "EMAIL_URL": smtp,
        "USER_EMAIL_URL": smtp,
        "SEND_USAGE_TELEMETRY": "False",
        "COACHING_DEFAULT_CHANNEL": CHANNEL,
        "COACHING_COACH_NAME": "Alex Morgan Coaching",
        "COACHING_COACH_EMAIL": COACH_EMAIL,
        "COACHING_COACH_ADDRESS": "12 Harbour Lane, Bristol BS1 4QA, United Kingdom",
        **companions_environment(var, ports),
    }


def _private_key() -> str:
    """What Saleor signs its tokens with; outside DEBUG it makes none itself."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _start(
    processes: Supervisor,
    var: Path,
    port: int,
    saleor: SaleorInstallation,
    env: dict[str, str],
) -> None:
    celery = [sys.executable, "-m", "celery", "--app=saleor.celeryconf:app"]
    schedule = f"--schedule={var / 'beat-schedule'}"
    commands: dict[str, list[str]] = {
        "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO"],
        "beat": [*celery, "beat", schedule, "--pidfile=", "--loglevel=INFO"],
    }
    for name, argv in commands.items():
        processes.start(name, argv, env=env, cwd=saleor.path)
    processes.start(
        "web",
        [
            *(sys.executable, "-m", "uvicorn", "saleor.asgi:application"),
            *(f"--host={LOOPBACK}", f"--port={port}", "--ws=none", "--no-access-log"),
        ],
        env=env,
        cwd=saleor.path,
        ready=http_ready(f"{loopback_url(port)}/health/"),
        timeout=WEB_SECONDS,
    )
    processes.check()
