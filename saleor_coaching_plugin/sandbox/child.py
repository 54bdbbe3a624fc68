"""One child process: a process group of its own, its output in a log file, a guard behind it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from saleor_coaching_plugin.sandbox.guard import Guard


class Child:
    """Starts at once. Its end takes the rest of its process group with it."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        guard: Guard,
        log_path: Path,
        env: Mapping[str, str],
        cwd: Path | None = None,
        soft: signal.Signals = signal.SIGTERM,
        **popen: Any,
    ) -> None:
        self.name = name
        self.log_path = log_path
        self._guard = guard
        self._soft = soft
        self._exit_code: int | None = None
        with log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [os.fspath(word) for word in argv],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                **popen,
            )
        guard.watch(self.pid, soft)

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs; minus the signal's number if a signal ended it."""
        if self._exit_code is None:
            self._exit_code = self._process.poll()
            if self._exit_code is not None:
                self._bury()
        return self._exit_code

    def ask_to_stop(self) -> None:
        """The soft signal, to the leader alone: how its own children end is its business."""
        if self.exit_code() is None:
            self._process.send_signal(self._soft)

    def kill(self) -> None:
        if self.exit_code() is None:
            self._kill_group()
            self._process.wait()
            self.exit_code()

    def log_tail(self, lines: int = 25) -> str:
        text = self.log_path.read_text(errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def _bury(self) -> None:
        self._kill_group()
        self._guard.release(self.pid)

    def _kill_group(self) -> None:
        # macOS answers EPERM, not ESRCH, when only a dead leader is left in the group.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)


def stop_children(
    children: Collection[Child], *, grace: float, hurry: Callable[[], bool] = lambda: False
) -> None:
    """Ask all to stop; after `grace` seconds, or as soon as `hurry()` says so, kill the rest."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + grace
    while any(child.exit_code() is None for child in children):
        if hurry() or time.monotonic() > deadline:
            break
        time.sleep(0.02)
    for child in children:
        child.kill()
