"""How ledger entries are hashed. Pure: the offline verifier needs nothing else.

hash = SHA-256 of the canonical JSON (RFC 8785) of chain, position, kind, facts and previous hash.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

FORMAT = "coaching-ledger/2"
"""Of an exported bundle."""
CHECKPOINT_FORMAT = "coaching-checkpoint/1"
ANCHOR_FORMAT = "coaching-anchor/1"
GENESIS = "0" * 64
"""What the first entry of a chain has as its previous hash."""


def canonical(data: Any) -> str:
    """RFC 8785 canonical JSON as text."""
    return rfc8785.dumps(data).decode()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def unhex(text: str) -> bytes:
    """Bytes that can be written in one way only. Raises ValueError for any other spelling."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError("not in lower-case hexadecimal digits")
    return found


def entry_hash(*, chain: str, position: int, kind: str, facts: Any, previous_hash: str) -> str:
    """64 hexadecimal characters over everything that an entry says."""
    return sha256(
        canonical(
            {
                "chain": chain,
                "position": position,
                "kind": kind,
                "facts": facts,
                "previous_hash": previous_hash,
            }
        )
    )


def personal_hash(*, salt: str, data: Any) -> str:
    """Salted, so that a name cannot be found by trying names."""
    return sha256(salt + canonical(data))
