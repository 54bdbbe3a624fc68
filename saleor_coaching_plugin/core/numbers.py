"""Numbers without gaps, for documents that people cite: one counter row per series."""

from __future__ import annotations

from django.db import connection, models


class NumberSeries(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)


def number_next(series: str) -> int:
    """The next number, from 1; others wait until the transaction ends, so no gap can arise."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {NumberSeries._meta.db_table} (name, last) VALUES (%s, 1) "  # noqa: S608
            f"ON CONFLICT (name) DO UPDATE SET last = {NumberSeries._meta.db_table}.last + 1 "
            "RETURNING last",
            [series],
        )
        return int(cursor.fetchone()[0])
