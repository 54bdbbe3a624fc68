"""What the verifier finds, in words that need no programmer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    HOLDS = "holds"
    NOTE = "note"
    """What could not be checked, or is not there to be checked."""
    CHANGED = "CHANGED"


@dataclass(frozen=True)
class Finding:
    level: Level
    words: str


@dataclass(frozen=True)
class ChainReport:
    chain: str
    entries: int
    findings: tuple[Finding, ...]
    signed_up_to: int | None
    """Position of the last entry under a good signature."""
    signed_by: tuple[str, ...]
    """Fingerprints of the keys whose signatures hold."""


@dataclass(frozen=True)
class Report:
    chains: tuple[ChainReport, ...]
    common: tuple[Finding, ...]
    """About keys, anchors and time stamps, on which all chains rest."""

    @property
    def faults(self) -> list[str]:
        """Everything that does not hold; empty when the bundle is intact."""
        by_chain = [
            f"{each.chain}, {finding.words}"
            for each in self.chains
            for finding in each.findings
            if finding.level is Level.CHANGED
        ]
        return by_chain + [each.words for each in self.common if each.level is Level.CHANGED]


def holds(words: str) -> Finding:
    return Finding(Level.HOLDS, words)


def note(words: str) -> Finding:
    return Finding(Level.NOTE, words)


def changed(words: str) -> Finding:
    return Finding(Level.CHANGED, words)


def moment_shown(iso: str) -> str:
    """`2027-05-01T09:00:00+00:00` as people read it."""
    return iso.replace("T", " ").replace("+00:00", " UTC")
