"""The demo is the product's main job, so it is a test as well: as a process, on its own stack."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

STEPS = [*(f"A{n}" for n in range(1, 8)), *(f"B{n}" for n in range(1, 10)), "E"]
OF_THIS_RUN = ("DATABASE_URL", "SANDBOX_VAR", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE")


def test_demo_plays_every_step_and_leaves_what_it_found(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    run = subprocess.run(
        [sys.executable, "-m", "saleor_coaching_plugin.sandbox", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    found = tmp_path / "var" / "demo"
    report = json.loads((found / "report.json").read_text())
    assert [line["step"] for line in report] == STEPS
    assert all(line["ok"] and set(line) == {"step", "ok", "seen", "ms", "files"} for line in report)
    files = [found / name for line in report for name in line["files"]]
    assert files
    assert all(file.stat().st_size for file in files)
    assert len(list((found / "mails").glob("*.eml"))) >= 8
