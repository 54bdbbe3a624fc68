from __future__ import annotations

import fcntl
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from conditions import becomes_true

from saleor_coaching_plugin.sandbox.ports import any_free_port
from saleor_coaching_plugin.sandbox.processes import ChildFailed, Supervisor
from saleor_coaching_plugin.sandbox.readiness import http_ready, tcp_ready

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
Launch = Callable[..., subprocess.Popen[bytes]]


def web_server(port: int) -> list[str]:
    return [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]


def nobody_holds(path: Path) -> bool:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Starts supervised.py, which writes to the file `out`, and returns once its children run."""
    started: list[subprocess.Popen[bytes]] = []

    def launch(manner: str, *, grace: float) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("supervised.py")
        out = tmp_path / "out"
        with out.open("wb") as file:
            command: list[str | Path] = [sys.executable, script, tmp_path, manner, str(grace)]
            started.append(subprocess.Popen(command, stdout=file))
        assert becomes_true(lambda: out.read_text() == "running\n")
        assert not nobody_holds(tmp_path / "held")
        return started[-1]

    yield launch
    for process in started:
        process.kill()
        process.wait()


def test_child_is_ready_when_it_answers_and_gone_after_the_block(tmp_path: Path) -> None:
    port = any_free_port()
    with Supervisor(log_dir=tmp_path / "logs") as supervisor:
        ready = http_ready(f"http://127.0.0.1:{port}/")
        child = supervisor.start("web", web_server(port), cwd=tmp_path, ready=ready)
        assert tcp_ready(port)()
        assert not http_ready(f"http://127.0.0.1:{port}/nothing-here")()
        assert child.exit_code() is None
    assert child.exit_code() == -signal.SIGTERM
    assert not tcp_ready(port)()
    assert '"GET / HTTP/1.1" 200' in (tmp_path / "logs" / "web.log").read_text()


def test_child_gets_the_environment_on_top_of_ours(tmp_path: Path) -> None:
    show = "import os; print(os.environ['COLOUR'], 'PATH' in os.environ)"
    with Supervisor(log_dir=tmp_path) as supervisor:
        child = supervisor.start("env", [sys.executable, "-c", show], env={"COLOUR": "green"})
        assert becomes_true(lambda: child.exit_code() is not None)
    assert child.log_tail() == "green True"


def test_child_that_ends_before_it_is_ready_shows_the_end_of_its_log(tmp_path: Path) -> None:
    fail = "import sys; print('\\n'.join(map(str, range(99)))); sys.exit('no such table: coach')"
    port = any_free_port()
    with Supervisor(log_dir=tmp_path) as supervisor, pytest.raises(ChildFailed) as failure:
        supervisor.start("web", [sys.executable, "-c", fail], ready=tcp_ready(port))
    assert failure.value.exit_code == 1
    assert "web ended with code 1" in str(failure.value)
    assert str(failure.value).endswith("98\nno such table: coach")
    assert "\n50\n" not in str(failure.value)


def test_child_that_is_never_ready_fails_at_the_deadline_and_all_are_stopped(
    tmp_path: Path,
) -> None:
    port = any_free_port()
    with Supervisor(log_dir=tmp_path) as supervisor:
        sleeper = supervisor.start("sleeper", SLEEP)
        with pytest.raises(ChildFailed, match=r"web was not ready after 0\.3 seconds"):
            supervisor.start("web", SLEEP, ready=tcp_ready(port), timeout=0.3)
    assert sleeper.exit_code() == -signal.SIGTERM


def test_death_of_one_child_ends_the_wait_and_stops_the_others(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor:
        web = supervisor.start("web", SLEEP)
        worker = supervisor.start("worker", SLEEP)
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(ChildFailed, match="worker ended with code -9"):
            supervisor.wait()
    assert web.exit_code() == -signal.SIGTERM


def test_death_of_one_child_ends_the_wait_for_another(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor:
        supervisor.start("worker", [sys.executable, "-c", "raise SystemExit('no broker')"])
        with pytest.raises(ChildFailed, match="no broker"):
            supervisor.start("web", SLEEP, ready=lambda: False)


def test_an_error_in_the_block_tells_which_child_had_died(tmp_path: Path) -> None:
    def refused_by_a_dead_server() -> None:
        with Supervisor(log_dir=tmp_path) as supervisor:
            child = supervisor.start("web", [sys.executable, "-c", "raise SystemExit('disk full')"])
            assert becomes_true(lambda: child.exit_code() is not None)
            raise ConnectionError("refused")

    with pytest.raises(ConnectionError) as failure:
        refused_by_a_dead_server()
    (note,) = failure.value.__notes__
    assert "web ended with code 1" in note
    assert "disk full" in note


def test_two_children_cannot_have_one_name(tmp_path: Path) -> None:
    with Supervisor(log_dir=tmp_path) as supervisor:
        supervisor.start("web", SLEEP)
        with pytest.raises(ValueError, match="web"):
            supervisor.start("web", SLEEP)


def test_echo_prefixes_each_line_and_leaves_none_out(tmp_path: Path) -> None:
    out = io.StringIO()
    with redirect_stdout(out), Supervisor(log_dir=tmp_path, echo=True) as supervisor:
        say = "print('one'); print('two')"
        children = [
            supervisor.start(name, [sys.executable, "-c", say]) for name in ("web", "worker")
        ]
        assert becomes_true(lambda: all(child.exit_code() == 0 for child in children))
    lines = sorted(out.getvalue().splitlines())
    assert lines == ["web    | one", "web    | two", "worker | one", "worker | two"]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_child_and_grandchild(
    launch: Launch, tmp_path: Path, signum: signal.Signals
) -> None:
    supervisor = launch("polite", grace=30)
    supervisor.send_signal(signum)
    assert supervisor.wait(timeout=10) == 0
    assert (tmp_path / "out").read_text() == "running\nstopping\n"
    assert nobody_holds(tmp_path / "held")


def test_stubborn_child_is_killed_after_the_grace(launch: Launch, tmp_path: Path) -> None:
    supervisor = launch("stubborn", grace=0.5)
    supervisor.send_signal(signal.SIGINT)
    supervisor.wait(timeout=10)
    assert nobody_holds(tmp_path / "held")


def test_second_ctrl_c_does_not_wait_for_the_grace(launch: Launch, tmp_path: Path) -> None:
    supervisor = launch("stubborn", grace=600)
    supervisor.send_signal(signal.SIGINT)
    assert becomes_true(lambda: "stopping" in (tmp_path / "out").read_text())
    assert not nobody_holds(tmp_path / "held")
    supervisor.send_signal(signal.SIGINT)
    supervisor.wait(timeout=10)
    assert nobody_holds(tmp_path / "held")


def test_nobody_is_orphaned_when_the_supervisor_is_killed(launch: Launch, tmp_path: Path) -> None:
    supervisor = launch("polite", grace=30)
    supervisor.kill()
    supervisor.wait(timeout=10)
    assert becomes_true(lambda: nobody_holds(tmp_path / "held"))


def test_even_a_stubborn_child_ends_after_the_supervisor_is_killed(
    launch: Launch, tmp_path: Path
) -> None:
    supervisor = launch("stubborn", grace=0.5)
    supervisor.kill()
    supervisor.wait(timeout=10)
    assert becomes_true(lambda: nobody_holds(tmp_path / "held"))
