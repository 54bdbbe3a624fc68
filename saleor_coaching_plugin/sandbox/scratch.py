"""A database for one run: fast, and gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .postgres import start_postgres
from .postgres_home import remove_database


@contextmanager
def scratch_database() -> Iterator[None]:
    """Put its URL into DATABASE_URL, unless that names a database already."""
    if "DATABASE_URL" in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="coaching-") as folder:
        data = Path(folder) / "postgres"
        try:
            with start_postgres(data, durable=False) as server:
                os.environ["DATABASE_URL"] = server.url
                yield
        finally:
            os.environ.pop("DATABASE_URL", None)
            remove_database(data)
