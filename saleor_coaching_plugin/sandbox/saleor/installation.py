"""The Saleor that these tests run in, and its own interpreter."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


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
