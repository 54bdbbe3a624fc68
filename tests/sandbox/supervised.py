"""Started as a process by test_processes.py: supervises one child until it is told to stop."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from saleor_coaching_plugin.sandbox.processes import Supervisor

# The child and its own child hold a shared lock on a file for as long as they live.
CHILD = """
import fcntl, signal, subprocess, sys, time
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_SH)
sleep = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", sleep], pass_fds=[lock.fileno()])
print("child is up", flush=True)
time.sleep(600)
"""


def main(folder: Path, manner: str, grace: float) -> None:
    with Supervisor(log_dir=folder / "logs", grace=grace) as supervisor:
        argv: list[str | Path] = [sys.executable, "-c", CHILD, folder / "held", manner]
        log = folder / "logs" / "child.log"
        supervisor.start("child", argv, ready=lambda: "up" in log.read_text())
        with contextlib.suppress(KeyboardInterrupt):  # it may come before we wait
            print("running", flush=True)
            supervisor.wait()
        print("stopping", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
