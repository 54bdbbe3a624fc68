"""PostgreSQL from a wheel: for the sandbox, the demo and the tests, with nothing to install.

We run the wheel's programs ourselves. Its Python wrapper would, as root, create an account and
open every folder above the data to everybody, and it needs a short path for its socket. Ours
listens on a free port of 127.0.0.1, behind a password, and dies with the process that started it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

from saleor_coaching_plugin.sandbox.child import Child, stop_children
from saleor_coaching_plugin.sandbox.guard import Guard
from saleor_coaching_plugin.sandbox.ports import LOOPBACK, any_free_port
from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError, DatabaseFolder
from saleor_coaching_plugin.sandbox.postgres_home import open_home

SUPERUSER = "postgres"
START_SECONDS = 60.0
STOP_SECONDS = 15.0
LEAVE_SECONDS = 5.0  # for a server whose owner was killed a moment ago
PORT_TRIES = 5
_WHEEL_LOCALE = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
_DISTRIBUTION_LOCALE = ["--locale=C.UTF-8"]  # its PostgreSQL may be older than 17
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A running server. `.url` is for psycopg and dj_database_url, and holds the password."""

    def __init__(self, server: Child, guard: Guard, url: str) -> None:
        self._server = server
        self._guard = guard
        self.url = url
        self.pid = server.pid

    def __enter__(self) -> EmbeddedPostgres:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends open connections, writes everything to disk, returns when the server has gone."""
        stop_children([self._server], grace=STOP_SECONDS)
        self._guard.close()


@contextmanager
def database(data_dir: Path, *, durable: bool = True) -> Iterator[str]:
    """The URL of the database to use: DATABASE_URL if set, else that of an embedded server."""
    url = os.environ.get("DATABASE_URL")
    if url:
        yield url
        return
    with start_postgres(data_dir, durable=durable) as server:
        yield server.url


def start_postgres(
    data_dir: Path, *, durable: bool = True, programs: Path | None = None
) -> EmbeddedPostgres:
    """Start the server of this data, making the data first if there is none.

    `durable=False` is for tests: faster, and a crash of the machine may ruin the data. Raises
    DatabaseError if a server already runs on the data or does not come up.
    """
    home = open_home(data_dir, programs)
    lock = home.lock(patience=LEAVE_SECONDS)
    guard = Guard(grace=STOP_SECONDS)
    try:
        if not home.cluster.exists():
            _make_cluster(home, _WHEEL_LOCALE if programs is None else _DISTRIBUTION_LOCALE)
        (home.cluster / "postmaster.pid").unlink(missing_ok=True)
        return _start(home, guard, lock, {} if durable else NOT_DURABLE)
    except BaseException:
        guard.close()
        raise
    finally:
        os.close(lock)


def _make_cluster(home: DatabaseFolder, locale: Sequence[str]) -> None:
    home.password()
    fresh = home.path / "cluster.new"
    shutil.rmtree(fresh, ignore_errors=True)  # left by an initdb that was interrupted
    result = subprocess.run(
        [
            home.programs / "initdb",
            f"--pgdata={fresh}",
            f"--username={SUPERUSER}",
            f"--pwfile={home.password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *locale,
            "--no-sync",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **_surroundings(home),
    )
    if result.returncode:
        raise DatabaseError(f"initdb failed (DATABASE_URL may name another):\n{result.stdout}")
    fresh.rename(home.cluster)


def _start(
    home: DatabaseFolder, guard: Guard, lock: int, settings: dict[str, str]
) -> EmbeddedPostgres:
    for _ in range(PORT_TRIES):
        port = any_free_port()
        url = f"postgresql://{SUPERUSER}:{home.password()}@{LOOPBACK}:{port}/postgres"
        server = _launch(home, guard, lock, {**settings, "port": str(port)})
        try:
            if _came_up(server, url):
                return EmbeddedPostgres(server, guard, url)
        except BaseException:
            server.kill()
            raise
        if "could not bind" not in server.log_tail():
            break
    raise DatabaseError(f"PostgreSQL did not start. The end of {home.log}:\n{server.log_tail()}")


def _launch(home: DatabaseFolder, guard: Guard, lock: int, settings: dict[str, str]) -> Child:
    options = {
        "listen_addresses": LOOPBACK,
        "unix_socket_directories": "",  # its path would have to stay under 107 bytes
        "timezone": "UTC",
        "log_timezone": "UTC",
        **settings,
    }
    return Child(
        "postgres",
        [
            home.programs / "postgres",
            "-D",
            home.cluster,
            *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
        ],
        guard=guard,
        log_path=home.log,
        soft=signal.SIGINT,  # PostgreSQL's "fast shutdown": does not wait for clients to leave
        pass_fds=[lock],
        **_surroundings(home),
    )


def _came_up(server: Child, url: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.exit_code() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return True
    server.kill()
    return False


def _surroundings(home: DatabaseFolder) -> dict[str, Any]:
    """Folder, variables and account to run a program with. PGDATA and the like must not leak in."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    surroundings: dict[str, Any] = {"cwd": home.path, "env": {**env, "LC_ALL": "C"}}
    if home.account:
        surroundings |= {
            "user": home.account.pw_uid,
            "group": home.account.pw_gid,
            "extra_groups": [],
        }
    return surroundings
