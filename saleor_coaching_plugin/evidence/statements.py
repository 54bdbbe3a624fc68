"""Statements that we sign: canonical JSON under the active ledger key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .canonical import canonical
from .keys import key_in_force, ledger_key_make
from .models import KeyPurpose


@dataclass(frozen=True)
class Signed:
    statement: str
    """Canonical JSON: what was given, and `key`."""
    signature: str
    """Hexadecimal."""


class Signer:
    """Signs with the key that is active now; fetch it once for many statements."""

    def __init__(self, *, now: datetime) -> None:
        found = key_in_force(KeyPurpose.LEDGER, make=ledger_key_make, now=now)
        self.key = found.row
        self._private = cast(Ed25519PrivateKey, found.private)

    def sign(self, statement: Mapping[str, Any]) -> Signed:
        text = canonical({**statement, "key": self.key.pk})
        return Signed(text, self._private.sign(text.encode()).hex())
