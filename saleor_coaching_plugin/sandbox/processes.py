"""The supervisor: starts the sandbox's processes, waits until they answer, ends them together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from saleor_coaching_plugin.sandbox.child import Child, stop_children
from saleor_coaching_plugin.sandbox.echo import LogEcho
from saleor_coaching_plugin.sandbox.guard import Guard
from saleor_coaching_plugin.sandbox.readiness import Ready

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ChildFailed(Exception):
    """A child ended by itself, or was not ready in time. The text holds the end of its log."""

    def __init__(self, child: Child, what: str) -> None:
        self.name = child.name
        self.exit_code = child.exit_code()
        tail = child.log_tail() or "(empty)"
        super().__init__(f"{child.name} {what}. The end of {child.log_path}:\n{tail}")


class Supervisor:
    """Use as a context manager: whatever way the block ends, no child outlives it.

    Each child gets SIGTERM; what is left of its process group after `grace` seconds, SIGKILL.

    Inside the block SIGTERM raises KeyboardInterrupt as Ctrl-C does; another one while the
    children are being stopped kills them at once. `log_dir` gets one NAME.log per child, new at
    each start; `echo` also prints the logs.
    """

    def __init__(self, *, log_dir: Path, echo: bool = False, grace: float = 5.0) -> None:
        self._log_dir = log_dir
        self._grace = grace
        self._echo = LogEcho(sys.stdout) if echo else None
        self._guard = Guard(grace=grace)
        self._children: dict[str, Child] = {}
        self._stopping = False
        self._hurry = False
        self._old_handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Supervisor:
        if threading.current_thread() is threading.main_thread():
            for signum in STOP_SIGNALS:
                self._old_handlers[signum] = signal.signal(signum, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping = True
        if error is not None and not isinstance(error, ChildFailed):
            self._explain(error)
        stop_children(self._children.values(), grace=self._grace, hurry=lambda: self._hurry)
        self._guard.close()
        if self._echo:
            self._echo.close()
        for signum, handler in self._old_handlers.items():
            signal.signal(signum, handler)

    def start(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        ready: Ready | None = None,
        timeout: float = 30.0,
    ) -> Child:
        """Start a child and return once `ready()` is true.

        `env` is added to our own environment. Raises ChildFailed if this or another child ends
        meanwhile, or after `timeout` seconds.
        """
        if name in self._children:
            raise ValueError(f"a child named {name} runs already")
        self._log_dir.mkdir(parents=True, exist_ok=True)
        child = Child(
            name,
            argv,
            guard=self._guard,
            log_path=self._log_dir / f"{name}.log",
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
            cwd=cwd,
        )
        self._children[name] = child
        if self._echo:
            self._echo.add(name, child.log_path)
        if ready:
            self._await(child, ready, timeout)
        return child

    def check(self) -> None:
        """Raise ChildFailed if a child has ended."""
        for child in self._children.values():
            if child.exit_code() is not None:
                raise ChildFailed(child, f"ended with code {child.exit_code()}")

    def wait(self) -> None:
        """Return on Ctrl-C or SIGTERM; raise ChildFailed when a child ends before that.

        A signal that comes just before the call still raises KeyboardInterrupt: be ready for both.
        """
        try:
            while True:
                self.check()
                time.sleep(0.1)
        except KeyboardInterrupt:
            return

    def _await(self, child: Child, ready: Ready, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not ready():
            self.check()
            if time.monotonic() > deadline:
                raise ChildFailed(child, f"was not ready after {timeout:g} seconds")
            time.sleep(0.05)
        self.check()

    def _explain(self, error: BaseException) -> None:
        # A refused connection in the block is often only the echo of a child's death.
        for child in self._children.values():
            if child.exit_code() is not None:
                error.add_note(str(ChildFailed(child, f"ended with code {child.exit_code()}")))

    def _on_signal(self, signum: int, frame: FrameType | None) -> None:
        if self._stopping:
            self._hurry = True
            return
        self._stopping = True
        raise KeyboardInterrupt
