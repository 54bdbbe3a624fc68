"""A database with Saleor's tables: migrated once for each version of Saleor, then copied.

The first migration takes some four minutes, a copy less than a second.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from saleor_coaching_plugin.sandbox.postgres import start_postgres

from .installation import SaleorInstallation, saleor_manage
from .programs import programs_of_distribution


@contextmanager
def saleor_database(saleor: SaleorInstallation, *, suffix: str = "") -> Iterator[str]:
    """The URL of a fresh database with Saleor's tables, dropped afterwards.

    On the server that DATABASE_URL names, else on one of our own that runs meanwhile. `suffix` is
    what its name ends with.
    """
    with _server() as server:
        template = _template(server, saleor)
        name = f"coaching_{uuid.uuid4().hex[:12]}{suffix}"
        _create(server, name, template)
        try:
            yield _url_of(server, name)
        finally:
            _execute(server, SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def _server() -> Iterator[str]:
    url = os.environ.get("DATABASE_URL")
    if url:
        yield url
        return
    programs = programs_of_distribution()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "saleor-coaching-plugin" / f"postgres-{programs.parent.name}"
    with start_postgres(folder, durable=False, programs=programs) as server:
        yield server.url


def _template(server: str, saleor: SaleorInstallation) -> str:
    name = f"coaching_saleor_{saleor.migrations_digest()}"
    with psycopg.connect(server, autocommit=True) as connection:
        # Two runs on one server must not both migrate; the lock goes with the connection.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if not _exists(connection, name):
            _make_template(server, saleor, name)
    return name


def _make_template(server: str, saleor: SaleorInstallation, name: str) -> None:
    fresh = f"{name}_new"
    _execute(server, SQL("DROP DATABASE IF EXISTS {}").format(Identifier(fresh)))
    _create(server, fresh, "template1")
    _migrate(_url_of(server, fresh), saleor)
    _execute(
        server, SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(fresh), Identifier(name))
    )


def _migrate(url: str, saleor: SaleorInstallation) -> None:
    print(f"Migrating Saleor in {saleor.path} (some four minutes, once) ...", flush=True)
    environment = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "saleor.settings",
        "SECRET_KEY": "only for the migration",
        "DEBUG": "True",
        "CELERY_BROKER_URL": "memory://",
        "SEND_USAGE_TELEMETRY": "False",
    }
    saleor_manage(saleor, saleor.python, environment, "migrate", "--noinput")


def _create(server: str, name: str, template: str) -> None:
    _execute(
        server,
        SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)),
    )


def _exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _execute(server: str, statement: psycopg.sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _url_of(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()
