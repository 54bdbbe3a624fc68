"""Our signatures over how far a chain went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .entries import Entry
from .findings import Finding, changed, holds, moment_shown
from .keys import KeyRing, Signed


@dataclass(frozen=True)
class Checkpoints:
    """What they come to for one chain."""

    findings: tuple[Finding, ...]
    up_to: int
    """Position of the last entry under a signature that counts; 0 for none."""
    keys: tuple[str, ...]


def checkpoints_check(
    entries: Sequence[Entry], checkpoints: Sequence[Signed], ring: KeyRing
) -> Checkpoints:
    findings, good = [], []
    for each in checkpoints:
        fault = _fault(each, entries, ring)
        if fault:
            findings.append(changed(fault))
        elif ring.trusts(each):
            good.append(each["statement"])
    last = max(good, key=lambda statement: statement["position"], default=None)
    if last:
        findings.append(holds(_signed(last)))
    keys = dict.fromkeys(statement["key"] for statement in good)
    return Checkpoints(tuple(findings), last["position"] if last else 0, tuple(keys))


def head_fault(head: Mapping[str, Any], entries: Sequence[Entry]) -> str | None:
    """Why `position` and `hash` are not of these entries, to follow what says so."""
    position = head["position"]
    if not 1 <= position <= len(entries):
        return (
            f"says that there were {position} entries; {len(entries)} are here: "
            "the end was cut off."
        )
    if entries[position - 1]["hash"] != head["hash"]:
        return f"says that entry {position} was another one."
    return None


def _fault(signed: Signed, entries: Sequence[Entry], ring: KeyRing) -> str | None:
    statement = signed["statement"]
    what = f"the checkpoint of {moment_shown(statement['signed_at'])}"
    broken = ring.fault_of(signed)
    if broken:
        return f"{what} {broken}."
    wrong = head_fault(statement, entries)
    return wrong and f"{what} {wrong}"


def _signed(statement: Mapping[str, Any]) -> str:
    return (
        f"Signed up to entry {statement['position']} with key {statement['key']} "
        f"on {moment_shown(statement['signed_at'])}."
    )
