"""Check a bundle as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .anchors import Anchors
from .checkpoints import checkpoints_check
from .entries import entries_findings
from .findings import ChainReport, Finding, Report, changed, note
from .keys import KeyRing, Trust
from .shape import bundle_shape_check
from .stamps import stamps_findings

Item = Mapping[str, Any]


def bundle_check(bundle: Any, trust: Trust | None = None) -> Report:
    """Everything that was found. Raises ValueError for what is no bundle of this format."""
    bundle_shape_check(bundle)
    trust = trust or Trust()
    ring = KeyRing(bundle["keys"], trust)
    anchors = Anchors(bundle["anchors"], trust.anchors, ring)
    entries = _grouped(bundle["entries"], lambda entry: entry["chain"])
    checkpoints = _grouped(bundle["checkpoints"], lambda each: each["statement"]["chain"])
    proofs = _grouped(bundle["proofs"], lambda proof: proof["chain"])
    subjects = {entry["hash"]: _entry_named(entry) for entry in bundle["entries"]}
    return Report(
        chains=tuple(
            _chain_report(chain, entries[chain], checkpoints[chain], proofs[chain], ring, anchors)
            # Of a chain that was taken away as a whole a signature may be left.
            for chain in dict.fromkeys([*entries, *checkpoints, *proofs])
        ),
        common=(
            *ring.findings(),
            *anchors.findings,
            *stamps_findings(
                bundle["time_stamps"], {**subjects, **anchors.hashes}, trust.roots_pem
            ),
        ),
    )


def bundle_faults(bundle: Any) -> list[str]:
    """Everything that does not hold, in words; empty when the bundle is intact."""
    return bundle_check(bundle).faults


def _grouped(items: Iterable[Item], chain_of: Callable[[Item], str]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[chain_of(item)].append(item)
    return groups


def _entry_named(entry: Item) -> str:
    return f"entry {entry['position']} of {entry['chain']}"


def _chain_report(
    chain: str,
    entries: list[Item],
    checkpoints: list[Item],
    proofs: list[Item],
    ring: KeyRing,
    anchors: Anchors,
) -> ChainReport:
    signed = checkpoints_check(entries, checkpoints, ring)
    anchored, anchored_up_to = anchors.chain_check(entries, proofs)
    vouched = max(signed.up_to, anchored_up_to)
    return ChainReport(
        chain=chain,
        entries=len(entries),
        findings=(
            *entries_findings(entries),
            *signed.findings,
            *anchored,
            *_unvouched(len(entries), vouched, ring),
        ),
        signed_up_to=signed.up_to or None,
        signed_by=signed.keys,
    )


def _unvouched(entries: int, vouched: int, ring: KeyRing) -> Iterator[Finding]:
    """The end of a chain is as good as what is signed of it."""
    if vouched >= entries:
        return
    since = f"Entries from {vouched + 1} on are" if vouched else "The chain is"
    if ring.is_pinned:
        yield changed(f"{since[0].lower()}{since[1:]} not signed with a key that you named.")
    else:
        yield note(f"{since} not signed yet: whether more entries followed there cannot be told.")
