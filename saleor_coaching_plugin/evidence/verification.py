"""Verify a chain where it stands, by what its bundle would say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError

from .bundle import bundle_make
from .models import LedgerAnchor, TimeStamp
from .verify.check import bundle_check, bundle_faults


@dataclass(frozen=True)
class Verification:
    chain: str
    entries: int
    faults: Sequence[str]
    signed_by: Sequence[str]
    """Fingerprints of keys."""
    signed_up_to: int | None
    """Position of an entry."""
    anchors: Sequence[LedgerAnchor]
    """Those that have the chain, newest first."""
    time_stamps: Sequence[TimeStamp]
    """Over entries and those anchors."""

    @property
    def intact(self) -> bool:
        return not self.faults


def chain_verify(chain: str) -> Verification:
    """Raises DomainError NOT_FOUND."""
    bundle = chain_bundle(chain)
    report = bundle_check(bundle)
    (found,) = report.chains
    numbers = [proof["anchor"] for proof in bundle["proofs"]]
    anchors = list(LedgerAnchor.objects.filter(number__in=numbers).order_by("-number"))
    hashes = {entry["hash"] for entry in bundle["entries"]} | {each.hash for each in anchors}
    return Verification(
        chain=chain,
        entries=found.entries,
        faults=report.faults,
        signed_by=found.signed_by,
        signed_up_to=found.signed_up_to,
        anchors=anchors,
        time_stamps=list(TimeStamp.objects.filter(digest__in=hashes).order_by("-stamped_at", "id")),
    )


def chain_bundle(chain: str) -> dict[str, Any]:
    """Raises DomainError NOT_FOUND."""
    bundle = bundle_make([chain])
    if not bundle["entries"]:
        raise DomainError(CoreErrorCode.NOT_FOUND, "The ledger has no such chain.", "chain")
    return bundle


def chain_is_intact(chain: str) -> bool:
    """Its entries and signatures alone: an anchor's tree over all chains is made for staff."""
    return not bundle_faults(bundle_make([chain], anchors=()))
