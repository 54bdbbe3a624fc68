"""Shows the log files of several processes on one terminal, each line under its process's name."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TextIO

INTERVAL_SECONDS = 0.1


class LogEcho:
    """Follows files that others write. Lines come out whole, within a tenth of a second."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._files: dict[str, TextIO] = {}
        self._partial: dict[str, str] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="log-echo", daemon=True)
        self._thread.start()

    def add(self, name: str, path: Path) -> None:
        with self._lock:
            self._files[name] = path.open(errors="replace")
            self._partial[name] = ""

    def close(self) -> None:
        """Prints what is still to be printed, then lets go of the files."""
        self._ended.set()
        self._thread.join()
        self._pass_on()
        for file in self._files.values():
            file.close()

    def _follow(self) -> None:
        while not self._ended.wait(INTERVAL_SECONDS):
            self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            width = max((len(name) for name in self._files), default=0)
            for name, file in self._files.items():
                *lines, rest = (self._partial[name] + file.read()).split("\n")
                self._partial[name] = rest
                for line in lines:
                    self._out.write(f"{name:<{width}} | {line}\n")
            self._out.flush()
