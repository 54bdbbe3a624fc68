from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from conditions import becomes_true

from saleor_coaching_plugin.sandbox.postgres import database, start_postgres
from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError
from saleor_coaching_plugin.sandbox.postgres_home import open_home, remove_database

START_AND_STAY = """
import sys, time
from pathlib import Path
from saleor_coaching_plugin.sandbox.postgres import start_postgres
server = start_postgres(Path(sys.argv[1]), durable=False)
told = Path(sys.argv[2])
told.with_suffix(".new").write_text(server.url)
told.with_suffix(".new").rename(told)
time.sleep(600)
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "postgres"
    yield path
    remove_database(path)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def is_gone(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return "refused" in str(error)
    return False


def test_data_is_there_after_a_restart_and_nothing_runs_between(data_dir: Path) -> None:
    with start_postgres(data_dir) as server:
        assert str(ask(server.url, "SHOW server_version")).startswith("18")
        ask(server.url, "CREATE TABLE kept AS SELECT 'café' AS word")
        assert ask(server.url, "SHOW fsync") == "on"
    assert is_gone(server.url)
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT word FROM kept") == "café"
        assert ask(server.url, "SHOW fsync") == "off"


def test_stop_does_not_wait_for_clients_to_leave(data_dir: Path) -> None:
    server = start_postgres(data_dir, durable=False)
    with psycopg.connect(server.url) as connection:
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_only_the_password_opens_it(data_dir: Path) -> None:
    with start_postgres(data_dir, durable=False) as server:
        stranger = psycopg.conninfo.make_conninfo(server.url, password="guess")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(stranger)


def test_path_longer_than_a_socket_path_may_be(tmp_path: Path) -> None:
    data_dir = tmp_path.joinpath(*["a-rather-long-name-for-a-folder"] * 6, "postgres")
    assert len(str(data_dir)) > 150
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    remove_database(data_dir)


def test_folders_above_the_data_keep_their_modes(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with start_postgres(closed / "postgres", durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    remove_database(closed / "postgres")


def test_stale_pid_file_whose_number_now_belongs_to_somebody_else(data_dir: Path) -> None:
    server = start_postgres(data_dir)
    ask(server.url, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server.pid, signal.SIGKILL)
    server.stop()
    home = open_home(data_dir)
    pid_file = home.cluster / "postmaster.pid"
    assert pid_file.read_text().startswith(f"{server.pid}\n")
    # Of the same account: PostgreSQL itself sees through a process that it may not signal.
    user = home.account.pw_uid if home.account else None
    somebody = subprocess.Popen(["sleep", "600"], user=user, cwd="/")
    pid_file.write_text(pid_file.read_text().replace(str(server.pid), str(somebody.pid), 1))
    try:
        with start_postgres(data_dir) as server:
            assert ask(server.url, "SELECT number FROM kept") == 7
    finally:
        somebody.kill()
        somebody.wait()


def test_two_databases_at_once(data_dir: Path, tmp_path: Path) -> None:
    other_dir = tmp_path / "other"
    with (
        start_postgres(data_dir, durable=False) as one,
        start_postgres(other_dir, durable=False) as other,
    ):
        ask(one.url, "CREATE TABLE here ()")
        assert ask(one.url, "SELECT count(*) FROM pg_class WHERE relname = 'here'") == 1
        assert ask(other.url, "SELECT count(*) FROM pg_class WHERE relname = 'here'") == 0
    remove_database(other_dir)


def test_data_in_use_is_refused_and_the_message_names_the_process(data_dir: Path) -> None:
    with start_postgres(data_dir, durable=False) as server:
        with pytest.raises(DatabaseError, match=f"in use by process {server.pid}"):
            open_home(data_dir).lock(patience=0)
        assert ask(server.url, "SELECT 1") == 1


def test_server_ends_with_the_process_that_started_it(data_dir: Path, tmp_path: Path) -> None:
    told = tmp_path / "url"
    command: list[str | Path] = [sys.executable, "-c", START_AND_STAY, data_dir, told]
    with subprocess.Popen(command) as owner:
        assert becomes_true(told.exists)
        url = told.read_text()
        ask(url, "CREATE TABLE kept AS SELECT 1 AS number")
        owner.kill()
    assert becomes_true(lambda: is_gone(url))
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT number FROM kept") == 1


def test_initdb_that_was_interrupted_is_done_again(data_dir: Path) -> None:
    half_made = open_home(data_dir).path / "cluster.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_deleted_data_directory_gives_an_empty_database(data_dir: Path) -> None:
    with start_postgres(data_dir, durable=False) as server:
        ask(server.url, "CREATE TABLE forgotten ()")
    if data_dir.is_symlink():  # as root the data lies elsewhere, and `make clean` takes the link
        data_dir.unlink()
    else:
        remove_database(data_dir)
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT to_regclass('forgotten')") is None


def test_variables_of_another_postgres_do_not_leak_in(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PGPORT", "not a port")
    with start_postgres(data_dir, durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_broken_data_says_why_it_does_not_start(data_dir: Path) -> None:
    with start_postgres(data_dir, durable=False):
        pass
    (open_home(data_dir).cluster / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(DatabaseError, match="initialized by PostgreSQL version 9"):
        start_postgres(data_dir, durable=False)


def test_database_url_wins_over_the_embedded_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@db.example/mine")
    with database(tmp_path / "unused") as url:
        assert url == "postgresql://me@db.example/mine"
    assert not (tmp_path / "unused").exists()


def test_without_database_url_the_embedded_one_is_used(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with database(data_dir, durable=False) as url:
        assert ask(url, "SELECT 1") == 1
    assert is_gone(url)
