"""Ends child processes when their owner has gone, however it went: even by SIGKILL.

`Guard` starts this very file as a process of its own, joined to the owner by a pipe. The system
closes the pipe when the owner ends; the guard then stops every process it was told to watch.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable


class Guard:
    """Watches leaders of process groups on behalf of this process."""

    def __init__(self, *, grace: float) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(grace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # out of reach of a Ctrl-C meant for the owner
        )

    def watch(self, leader: int, soft: signal.Signals) -> None:
        """From now on, if we vanish: `soft` to the leader, SIGKILL to its group when it has ended.

        Or when `grace` seconds are over.
        """
        self._tell(f"{leader} {int(soft)}\n")

    def release(self, leader: int) -> None:
        """The leader has ended; its number may soon be somebody else's."""
        with contextlib.suppress(BrokenPipeError):  # a killed guard has nothing left to forget
            self._tell(f"{leader} 0\n")

    def close(self) -> None:
        """Returns when everything still watched has been stopped."""
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()


def _stand_guard(lines: Iterable[str], grace: float) -> None:
    watched: dict[int, int] = {}
    for line in lines:  # ends when the last writing end of the pipe is closed
        leader, soft = (int(word) for word in line.split())
        if soft:
            watched[leader] = soft
        else:
            watched.pop(leader, None)
    for leader, soft in watched.items():
        with contextlib.suppress(ProcessLookupError):
            os.kill(leader, soft)
    deadline = time.monotonic() + grace
    while any(_exists(leader) for leader in watched) and time.monotonic() < deadline:
        time.sleep(0.05)
    for leader in watched:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    _stand_guard(sys.stdin, float(sys.argv[1]))
