"""From the data directory a caller names to the folder where the database really is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError, DatabaseFolder
from saleor_coaching_plugin.sandbox.postgres_root import folder_of_root
from saleor_coaching_plugin.sandbox.postgres_wheel import programs_of_wheel


def open_home(data_dir: Path, programs: Path | None = None) -> DatabaseFolder:
    """The folder behind `data_dir`, made if it does not exist. Raises DatabaseError.

    `programs` holds `initdb` and `postgres`, readable by every account; by default the wheel's.
    """
    data_dir = data_dir.absolute()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        return folder_of_root(data_dir, programs)
    data_dir.mkdir(mode=0o700, exist_ok=True)
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise DatabaseError(f"{data_dir} belongs to another user: delete it or run as that user")
    return DatabaseFolder(data_dir, programs or programs_of_wheel(), account=None)


def remove_database(data_dir: Path) -> None:
    """Deletes the data of a stopped database. No database there is no error."""
    if not os.path.lexists(data_dir):
        return
    home = open_home(data_dir)
    lock = home.lock(patience=10)
    shutil.rmtree(home.path)
    os.close(lock)
    data_dir.unlink(missing_ok=True)  # what root has there is a link
