"""The daily anchors: whether they follow each other, and whether they have a chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from saleor_coaching_plugin.evidence.canonical import GENESIS, canonical, sha256, unhex
from saleor_coaching_plugin.evidence.merkle import head_leaf, proof_root

from .checkpoints import head_fault
from .entries import Entry
from .findings import Finding, changed, holds, moment_shown, note
from .keys import KeyRing, Signed

LATEST_COMMIT = timedelta(minutes=10)
"""How long after an entry was dated it may have become visible to an anchor."""
Statement = Mapping[str, Any]


def anchor_hash(anchor: Signed) -> str:
    return sha256(canonical(anchor["statement"]))


class Anchors:
    """The anchors of a bundle, beside those that were kept elsewhere."""

    def __init__(self, anchors: Sequence[Signed], kept: Sequence[Signed], ring: KeyRing) -> None:
        self._kept = {anchor_hash(each): each["statement"] for each in kept}
        self._statements = {each["statement"]["number"]: each["statement"] for each in anchors}
        self._hashes = {each["statement"]["number"]: anchor_hash(each) for each in anchors}
        self.findings = [
            *_run_findings(anchors, ring),
            *self._kept_findings(kept, ring),
        ]
        vouched = [each["statement"]["number"] for each in anchors if self._counts(each, ring)]
        # Each names the hash of the one before, so whoever vouches for one vouches for those too.
        self._vouched_up_to = max(vouched, default=0)

    @property
    def hashes(self) -> Mapping[str, str]:
        """The anchors' hashes, with what to call them."""
        return {
            hash_: f"anchor {number} of {self._statements[number]['day']}"
            for number, hash_ in self._hashes.items()
        }

    def chain_check(
        self, entries: Sequence[Entry], proofs: Sequence[Mapping[str, Any]]
    ) -> tuple[list[Finding], int]:
        """What the anchors say of one chain, and up to which entry they vouch for it."""
        findings, vouched = [], 0
        for proof in proofs:
            fault = self._proof_fault(proof, entries)
            if fault:
                findings.append(changed(fault))
                continue
            statement = self._statements[proof["anchor"]]
            findings.append(holds(_covered(statement, proof)))
            findings += _backdated(entries[proof["position"] :], statement)
            if proof["anchor"] <= self._vouched_up_to:
                vouched = max(vouched, proof["position"])
        return [*findings, *self._unproven(entries, proofs)], vouched

    def _proof_fault(self, proof: Mapping[str, Any], entries: Sequence[Entry]) -> str | None:
        statement = self._statements.get(proof["anchor"])
        if statement is None:
            return f"the proof for anchor {proof['anchor']}: this anchor is not in the bundle."
        what = f"anchor {statement['number']} of {statement['day']}"
        if _root(proof, statement["size"]) != statement["root"]:
            return f"the proof for {what} does not lead to its root."
        wrong = head_fault(proof, entries)
        return wrong and f"{what} {wrong}"

    def _unproven(
        self, entries: Sequence[Entry], proofs: Sequence[Mapping[str, Any]]
    ) -> Iterator[Finding]:
        """A kept anchor must have every chain that there was."""
        proven = {self._hashes.get(proof["anchor"]) for proof in proofs}
        for hash_, statement in self._kept.items():
            what = f"the anchor {statement['number']} of {statement['day']} that you kept"
            if hash_ in proven:
                continue
            if entries and _is_dated_before(entries[0], statement):
                yield changed(
                    f"{what} must have this chain, and the bundle does not prove it. Ask for one "
                    f"that does: coaching_ledger --export FILE --anchor {statement['number']}"
                )
            else:
                yield note(f"The chain is not so old that it must stand in {what}.")

    def _kept_findings(self, kept: Sequence[Signed], ring: KeyRing) -> Iterator[Finding]:
        for anchor in kept:
            number, what = anchor["statement"]["number"], "The anchor that you kept"
            fault = ring.fault_of(anchor)
            if not ring.knows(anchor):
                yield note(f"{what} (number {number}) {fault}.")
            elif fault:
                yield changed(f"{what} (number {number}) {fault}.")
            elif self._hashes.get(number, anchor_hash(anchor)) != anchor_hash(anchor):
                yield changed(f"{what} (number {number}) is another one than in the bundle.")
            elif number in self._hashes:
                yield holds(f"{what} (number {number}) is the one in the bundle.")

    def _counts(self, anchor: Signed, ring: KeyRing) -> bool:
        return ring.trusts(anchor) or anchor_hash(anchor) in self._kept


def _run_findings(anchors: Sequence[Signed], ring: KeyRing) -> Iterator[Finding]:
    """Each is signed, and names the one before."""
    faults = []
    previous: Signed | None = None
    for anchor in anchors:
        what = f"Anchor {anchor['statement']['number']} of {anchor['statement']['day']}"
        fault = ring.fault_of(anchor)
        if fault:
            faults.append(changed(f"{what} {fault}."))
        if not _follows(anchor["statement"], previous):
            faults.append(changed(f"{what} does not follow the one before it."))
        previous = anchor
    yield from faults
    if anchors and not faults:
        yield holds(_run_named(anchors))


def _run_named(anchors: Sequence[Signed]) -> str:
    first, last = anchors[0]["statement"], anchors[-1]["statement"]
    newest = anchor_hash(anchors[-1])
    if first == last:
        return f"Anchor {first['number']} of {first['day']} is signed. It has the hash {newest}."
    return (
        f"Anchors {first['number']} to {last['number']} ({first['day']} to {last['day']}) are "
        f"signed, and each names the one before. The last has the hash {newest}."
    )


def _follows(statement: Statement, previous: Signed | None) -> bool:
    if previous is None:
        return bool(statement["number"] > 1 or statement["previous"] == GENESIS)
    next_number = previous["statement"]["number"] + 1
    return bool(
        (statement["number"], statement["previous"]) == (next_number, anchor_hash(previous))
    )


def _root(proof: Mapping[str, Any], size: int) -> str | None:
    leaf = head_leaf(chain=proof["chain"], position=proof["position"], hash=proof["hash"])
    try:
        path = [unhex(node) for node in proof["path"]]
    except ValueError:
        return None
    root = proof_root(leaf=leaf, index=proof["index"], size=size, proof=path)
    return root.hex() if root else None


def _covered(statement: Statement, proof: Mapping[str, Any]) -> str:
    return (
        f"Anchor {statement['number']} of {statement['day']} has the chain up to entry "
        f"{proof['position']}, so it was written by {moment_shown(statement['made_at'])}."
    )


def _backdated(later: Sequence[Entry], statement: Statement) -> Iterator[Finding]:
    for entry in later:
        if _is_dated_before(entry, statement):
            yield note(
                f"Entry {entry['position']} is dated before anchor {statement['number']} of "
                f"{statement['day']}, which does not have it: a clock was off, or it is backdated."
            )


def _is_dated_before(entry: Entry, statement: Statement) -> bool:
    try:
        recorded = datetime.fromisoformat(entry["facts"]["recorded_at"])
        return recorded < datetime.fromisoformat(statement["made_at"]) - LATEST_COMMIT
    except (KeyError, TypeError, ValueError):
        return True  # dated by nobody: then it proves no later beginning
