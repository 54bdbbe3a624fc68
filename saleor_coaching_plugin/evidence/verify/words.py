"""The report as somebody reads it who has to rely on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .findings import Finding, Report


def report_lines(report: Report) -> Iterator[str]:
    for chain in report.chains:
        yield f"Chain {chain.chain}"
        yield from _finding_lines(chain.findings)
        yield ""
    if report.common:
        yield "Keys, anchors and time stamps"
        yield from _finding_lines(report.common)
        yield ""
    yield _verdict(report)


def _finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    return (f"  {finding.level:<9}{finding.words}" for finding in findings)


def _verdict(report: Report) -> str:
    entries, chains = sum(chain.entries for chain in report.chains), len(report.chains)
    count = f"{_counted(entries, 'entry', 'entries')} in {_counted(chains, 'chain', 'chains')}"
    if report.faults:
        return f"CHANGED. {count}: {_counted(len(report.faults), 'fault', 'faults')} found."
    return f"INTACT. {count}: all that could be checked holds."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
