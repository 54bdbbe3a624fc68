"""A database whose commits are real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def committed_db(transactional_db: None) -> Iterator[None]:
    """For tests with threads or processes.

    Django empties the tables afterwards; the ledger's triggers refuse that to everybody but a
    replication session, which only the database's superuser can ask for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
