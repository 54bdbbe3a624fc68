"""The demo as a process of its own, and what it must leave behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

STEPS = [
    *(f"A{n}" for n in range(1, 8)),
    *(f"B{n}" for n in range(1, 10)),
    *(f"C{n}" for n in range(1, 13)),
    *(f"E{n}" for n in range(1, 7)),
]


def demo_plays_every_step(
    command: str, *, folder: Path, without: Collection[str], seconds: int
) -> None:
    """Run `command` in `folder` without these variables of ours; look at all that it found."""
    run = subprocess.run(
        [sys.executable, "-m", "saleor_coaching_plugin.sandbox", command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in without},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    found = folder / "var" / command
    report = json.loads((found / "report.json").read_text())
    assert [line["step"] for line in report] == STEPS
    assert all(line["ok"] and set(line) == {"step", "ok", "seen", "ms", "files"} for line in report)
    files = [found / name for line in report for name in line["files"]]
    assert files
    assert all(file.stat().st_size for file in files)
    assert len(list((found / "mails").glob("*.eml"))) >= 8
