"""The offline verifier, as somebody else would run it: a process of its own, on a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def bundle_verify(
    bundle: Path, *, anchor: Path | None = None, roots: Path | None = None
) -> tuple[int, str]:
    """Its exit code and what it said."""
    options = [f"--anchor={anchor}"] * bool(anchor) + [f"--roots={roots}"] * bool(roots)
    run = subprocess.run(
        [sys.executable, "-m", "saleor_coaching_plugin.evidence.verify", str(bundle), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout.strip()
