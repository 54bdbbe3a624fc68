"""Collects the figures of a run into a file and prints them as a table.

A row is a figure beside another one of the same run, so that it says the same on any machine.
`ratio` is figure / beside where more is better, beside / figure where less is; it holds from
`floor` on.
"""

from __future__ import annotations

import json
from pathlib import Path


class BenchTable:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[dict[str, object]] = []

    def record(
        self,
        gate: str,
        figure: float,
        unit: str,
        beside: float,
        floor: float,
        *,
        less_is_better: bool = False,
    ) -> None:
        """Add a row; fails below the floor."""
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
        self.rows.append(row)
        assert row["holds"], row

    def finish(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(self.rows, indent=1) + "\n")
        print(f"\n\n{'gate':<72}{'figure':>8} {'unit':<11}{'beside':>8}{'ratio':>7}{'floor':>7}")
        for row in self.rows:
            print(
                f"{row['gate']:<72}{row['figure']:>8} {row['unit']:<11}{row['beside']:>8}"
                f"{row['ratio']:>7}{row['floor']:>7}  {'holds' if row['holds'] else 'MISSED'}"
            )
