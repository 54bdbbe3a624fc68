"""A folder that is there whole or not at all, and overwrites nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from .errors import DisputeError

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Of full width too, which some spreadsheets read as the plain ones."""


@dataclass(frozen=True)
class PackFile:
    name: str
    """With its folder: `mails/01-proposal.eml`."""
    about: str
    size: int
    sha256: str


class PackFolder:
    """Use as a context manager, and `finish` it; if that never comes nothing is left.

    It holds personal data, so that only its owner may open it (0700, files 0600).
    """

    def __init__(self, target: Path, *, zipped: bool) -> None:
        self.target = target.with_name(f"{target.name}.zip") if zipped else target
        self.files: list[PackFile] = []
        self._zipped = zipped
        self._name = target.name
        if self.target.exists():
            raise DisputeError(f"{self.target} is there already; nothing is overwritten.")
        if not target.parent.is_dir():
            raise DisputeError(f"There is no folder {target.parent}.")

    def __enter__(self) -> PackFolder:
        self._path = Path(tempfile.mkdtemp(prefix=f".{self._name}-", dir=self.target.parent))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._path, ignore_errors=True)

    def add(self, name: str, content: str | bytes, about: str) -> PackFile:
        """`about` says in a few words what is in it."""
        data = content.encode() if isinstance(content, str) else content
        path = self._path / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        made = PackFile(name, about, len(data), hashlib.sha256(data).hexdigest())
        self.files.append(made)
        return made

    def add_table(
        self, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], about: str
    ) -> PackFile:
        """As CSV; spreadsheets must not take a client's words for a formula."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(heads)
        writer.writerows([_harmless(str(cell)) for cell in row] for row in rows)
        # With a mark of UTF-8, without which Excel reads something else.
        return self.add(name, "\ufeff" + text.getvalue(), about)

    def finish(self) -> Path:
        """Put it where it belongs, in one step. Raises DisputeError if something is there now."""
        try:
            if self._zipped:
                os.link(self._archive(), self.target)
            else:
                self._path.rename(self.target)
        except OSError as error:
            name = type(error).__name__
            raise DisputeError(f"{self.target} could not be made ({name}).") from None
        return self.target

    def _archive(self) -> Path:
        archive = self._path / "pack.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in self.files:
                packed.write(self._path / file.name, f"{self._name}/{file.name}")
        archive.chmod(0o600)
        return archive


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
