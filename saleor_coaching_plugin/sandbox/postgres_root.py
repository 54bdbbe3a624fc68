"""An embedded database for root, whom PostgreSQL refuses to serve (as in many containers).

Data and programs live under BASE, and the server runs as `nobody`. The data directory that the
caller named becomes a link to the data: who deletes the link, deletes the data. No account is
made, and no folder on the way to the project or its virtualenv changes its mode.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError, DatabaseFolder
from saleor_coaching_plugin.sandbox.postgres_wheel import programs_copied_to

BASE = Path("/var/lib/saleor-coaching-sandbox")
LINK_RECORD = "link"  # in each folder: the path of the link it belongs to


def folder_of_root(data_dir: Path, programs: Path | None) -> DatabaseFolder:
    """The folder that `data_dir` links to; a new one, and the link, if there is none."""
    data_dir = data_dir.parent.resolve() / data_dir.name
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    with _base_locked():
        programs = programs or programs_copied_to(BASE)
        folder = DatabaseFolder(BASE / name, programs, pwd.getpwnam("nobody"))
        _remove_unlinked(folder)
        if not (folder.path / LINK_RECORD).exists():
            _link(data_dir, folder.path)
            _make(folder, data_dir)
    return folder


@contextlib.contextmanager
def _base_locked() -> Iterator[None]:
    BASE.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (BASE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _link(data_dir: Path, folder: Path) -> None:
    if data_dir.is_symlink() and data_dir.readlink().parent == BASE:
        data_dir.unlink()
    elif os.path.lexists(data_dir):
        try:
            data_dir.rmdir()
        except OSError:
            raise DatabaseError(
                f"{data_dir} was not made by root: run as the user who made it, or delete it"
            ) from None
    data_dir.symlink_to(folder)


def _make(folder: DatabaseFolder, data_dir: Path) -> None:
    if folder.path.exists():  # we were interrupted here before
        _remove(folder)
    folder.path.mkdir(mode=0o700)
    folder.give_to_account(folder.path)
    (folder.path / LINK_RECORD).write_bytes(os.fsencode(data_dir))


def _remove_unlinked(example: DatabaseFolder) -> None:
    """Every folder whose link has gone, as after `make clean` or the end of a temporary folder."""
    for record in BASE.glob(f"*/{LINK_RECORD}"):
        link = Path(os.fsdecode(record.read_bytes()))
        if link.is_symlink() and link.readlink() == record.parent:
            continue
        with contextlib.suppress(DatabaseError):  # its server still runs
            _remove(dataclasses.replace(example, path=record.parent))


def _remove(folder: DatabaseFolder) -> None:
    lock = folder.lock(patience=0)
    shutil.rmtree(folder.path)
    os.close(lock)
