"""The whole database as it is, to prove that something changed none of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from saleor_coaching_plugin.core.errors import DomainError


def rows() -> dict[str, list[str]]:
    """Every row of every model, by model."""
    return {
        model.__name__: sorted(repr(sorted(row.items())) for row in model.objects.values())
        for model in apps.get_models()
    }


@contextmanager
def refused(code: Any, field: str | None, *, saying: str = "") -> Iterator[None]:
    """What is inside must be refused like this, in words, and change no row."""
    before = rows()
    with pytest.raises(DomainError) as caught:
        yield
    error = caught.value
    assert (error.code, error.field) == (code, field)
    assert len(error.message.split()) >= 3
    assert saying in error.message
    assert rows() == before


def columns_with(needle: str) -> list[str]:
    """`table.column` wherever the text stands in the database, bytes and JSON too."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        )
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE position(%s in {text}) > 0', [needle]
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)
