"""The Saleor that these tests run in, and its own interpreter."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WITH_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""Otherwise Saleor compiles all its modules anew at each start: 22 s instead of 6."""


class SaleorError(Exception):
    """There is no Saleor to run in, or it lacks something; the text says what."""


@dataclass(frozen=True)
class SaleorInstallation:
    """Saleor's source with a virtualenv in `.venv`, as `uv sync` makes it."""

    path: Path

    @property
    def python(self) -> Path:
        return self.path / ".venv" / "bin" / "python"

    def migrations_digest(self) -> str:
        """Changes when Saleor's tables do."""
        names = sorted(
            str(file.relative_to(self.path))
            for file in self.path.glob("saleor/*/migrations/**/*.py")
        )
        return hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]


def saleor_installation() -> SaleorInstallation:
    """The one that SALEOR_DIR names. Raises SaleorError."""
    path = Path(os.environ.get("SALEOR_DIR") or Path.home() / "saleor" / "3.23").resolve()
    found = SaleorInstallation(path)
    if not (path / "saleor" / "settings.py").exists():
        raise SaleorError(f"SALEOR_DIR: there is no Saleor in {path}.")
    if not found.python.exists():
        raise SaleorError(f"{path} has no .venv; run `uv sync --frozen` there first.")
    return found


def saleor_manage(
    saleor: SaleorInstallation, python: str | Path, env: Mapping[str, str], *arguments: str
) -> None:
    """Run Saleor's manage.py, with `env` over our own environment. Raises SaleorError."""
    done = subprocess.run(
        [python, "manage.py", *arguments],
        cwd=saleor.path,
        env={**os.environ, **WITH_BYTECODE, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SaleorError(f"Saleor's {arguments[0]} failed:\n{done.stdout[-4000:]}")
