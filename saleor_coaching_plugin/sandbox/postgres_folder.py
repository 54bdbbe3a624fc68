"""The folder of one embedded database: its cluster, its password, its log and its lock."""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import time
from dataclasses import dataclass
from pathlib import Path


class DatabaseError(Exception):
    """The embedded PostgreSQL cannot be used; the text says what to do about it."""


@dataclass(frozen=True)
class DatabaseFolder:
    """Where the data is, which programs run on it, and as whom."""

    path: Path
    programs: Path
    account: pwd.struct_passwd | None  # None: as ourselves

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def password_file(self) -> Path:
        return self.path / "password"

    def password(self) -> str:
        """The superuser's password: made once, readable by the owner alone."""
        if not self.password_file.exists():
            fresh = self.path / "password.new"
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_hex(16))
            self.give_to_account(fresh)
            fresh.replace(self.password_file)
        return self.password_file.read_text()

    def give_to_account(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def lock(self, *, patience: float) -> int:
        """A descriptor that holds the lock. Hand it to the server and close it here.

        The lock then lasts as long as any process of the server, and not longer: whoever gets it
        knows that a postmaster.pid is stale, whatever process has its number today. Raises
        DatabaseError after `patience` seconds.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise DatabaseError(
                        f"the database in {self.path} is in use by {self._server()}: stop it first"
                    ) from None
            time.sleep(0.05)

    def _server(self) -> str:
        try:
            return f"process {(self.cluster / 'postmaster.pid').read_text().split()[0]}"
        except (OSError, IndexError):
            return "another process"
