"""The figures of `make bench`, in var/bench.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.bench_table import BenchTable


@pytest.fixture(scope="session")
def bench_table() -> Iterator[BenchTable]:
    table = BenchTable(Path("var/bench.json"))
    yield table
    table.finish()


@pytest.fixture
def record(bench_table: BenchTable) -> Callable[..., None]:
    return bench_table.record
