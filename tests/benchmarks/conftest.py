"""Collects the figures of a run into var/bench.json and prints them as a table.

A row is a figure beside another one of the same run, so that it says the same on any machine.
`ratio` is figure / beside where more is better, beside / figure where less is; it holds from
`floor` on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

BENCH_FILE = Path("var/bench.json")


@pytest.fixture(scope="session")
def bench_rows() -> Iterator[list[dict[str, object]]]:
    rows: list[dict[str, object]] = []
    yield rows
    BENCH_FILE.parent.mkdir(exist_ok=True)
    BENCH_FILE.write_text(json.dumps(rows, indent=1) + "\n")
    print(f"\n\n{'gate':<52}{'figure':>10} {'unit':<12}{'beside':>10}{'ratio':>8}{'floor':>8}")
    for row in rows:
        print(
            f"{row['gate']:<52}{row['figure']:>10} {row['unit']:<12}{row['beside']:>10}"
            f"{row['ratio']:>8}{row['floor']:>8}  {'holds' if row['holds'] else 'MISSED'}"
        )


@pytest.fixture
def record(bench_rows: list[dict[str, object]]) -> Callable[..., None]:
    """`record(gate, figure, unit, beside, floor, less_is_better=False)`; fails below the floor."""

    def add(
        gate: str,
        figure: float,
        unit: str,
        beside: float,
        floor: float,
        *,
        less_is_better: bool = False,
    ) -> None:
        ratio = beside / figure if less_is_better else figure / beside
        row = {
            "gate": gate,
            "figure": round(figure, 1),
            "unit": unit,
            "beside": round(beside, 1),
            "ratio": round(ratio, 3),
            "floor": floor,
            "holds": ratio >= floor,
        }
        bench_rows.append(row)
        assert row["holds"], row

    return add
