"""One line a step on the screen, and report.json for machines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import requests

from .expect import Unexpected


@dataclass(frozen=True)
class Seen:
    """What a step saw, in words, and the files it left."""

    words: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Line:
    step: str
    ok: bool
    seen: str
    ms: int
    files: list[str]


@dataclass
class Report:
    """`folder` is where report.json goes; file names in it are relative to it."""

    folder: Path
    lines: list[Line] = field(default_factory=list)

    def play(self, label: str, title: str, step: Callable[[], Seen]) -> bool:
        """Run a step; whether it went as expected."""
        start = time.monotonic()
        try:
            seen, ok = step(), True
        except (Unexpected, requests.RequestException, LookupError, StopIteration) as error:
            seen, ok = Seen(f"{type(error).__name__}: {error}"), False
        ms = round((time.monotonic() - start) * 1000)
        files = [str(file.relative_to(self.folder)) for file in seen.files]
        self.lines.append(Line(label, ok, seen.words, ms, files))
        verdict = "ok" if ok else "FAILED"
        print(f"{label:<3} {title:<44} {verdict:<6} {ms:>6} ms  {seen.words}", flush=True)
        return ok

    def save(self) -> None:
        text = json.dumps([asdict(line) for line in self.lines], indent=1, ensure_ascii=False)
        (self.folder / "report.json").write_text(text + "\n")
