"""What else a certificate can name as its proof. Known before it is printed, as it prints it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.evidence.stamps.errors import StampLack


@dataclass(frozen=True)
class SealShown:
    subject: str
    """Common name in the certificate that seals."""
    fingerprint: str
    """SHA-256 of its public key (SubjectPublicKeyInfo), hexadecimal."""


@dataclass(frozen=True)
class StampShown:
    at: datetime
    authority: str


@dataclass(frozen=True)
class Proofs:
    seal: SealShown | None
    stamp: StampShown | None
    stamp_lack: StampLack | None = None
    """Why there is no stamp."""

    @property
    def lacks(self) -> list[str]:
        """As `models.Certificate.lacks` has it."""
        found = {"seal": self.seal, "time_stamp": self.stamp}
        return [name for name, value in found.items() if value is None]
