"""PostgreSQL's programs as the distribution installs them.

Saleor needs the extensions hstore, pg_trgm, btree_gin and pgcrypto, which the wheel of the
sandbox does not bring.
"""

from __future__ import annotations

from pathlib import Path

from .installation import SaleorError

DEBIAN = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")


def programs_of_distribution() -> Path:
    """The folder with the newest `initdb` and `postgres`. Raises SaleorError."""
    versions = [
        folder.name
        for folder in DEBIAN.glob("*")
        if (folder / "bin" / "initdb").exists()
        and (EXTENSIONS / folder.name / "extension" / "hstore.control").exists()
    ]
    if not versions:
        raise SaleorError(
            "Saleor needs a PostgreSQL with hstore, pg_trgm, btree_gin and pgcrypto: install "
            "Debian's package `postgresql`, or let DATABASE_URL name a server of yours."
        )
    return DEBIAN / max(versions, key=int) / "bin"
