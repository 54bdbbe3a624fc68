"""Whose signatures count, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from saleor_coaching_plugin.evidence.signing import (
    ed25519_load,
    fingerprint_of,
    public_pem,
    signature_holds,
)

from .findings import Finding, changed, holds, note

Signed = Mapping[str, Any]
"""`statement` and `signature`."""


@dataclass(frozen=True)
class Trust:
    """What the one who verifies has from elsewhere than the bundle."""

    fingerprints: frozenset[str] = frozenset()
    """Of the only keys to trust; if empty, those in the bundle are."""
    keys: Mapping[str, Ed25519PublicKey] = field(default_factory=dict)
    """By fingerprint."""
    anchors: Sequence[Signed] = ()
    """Kept where whoever made the bundle could not change them."""
    roots_pem: bytes | None = None
    """Certificates that a time stamping authority's must lead up to."""


class KeyRing:
    """The keys of the bundle, and those that were given beside it."""

    def __init__(self, exported: Sequence[Mapping[str, str]], trust: Trust) -> None:
        self.is_pinned = bool(trust.fingerprints)
        self._pinned = trust.fingerprints
        self._keys = dict(trust.keys)
        self._damaged: list[str] = []
        for each in exported:
            self._add(each["fingerprint"], each["public_key"])

    def _add(self, fingerprint: str, pem: str) -> None:
        try:
            key = ed25519_load(pem)
        except ValueError:
            self._damaged.append(fingerprint)
            return
        if (fingerprint_of(key), public_pem(key)) != (fingerprint, pem):
            self._damaged.append(fingerprint)
        else:
            self._keys[fingerprint] = key

    def knows(self, signed: Signed) -> bool:
        return signed["statement"]["key"] in self._keys

    def trusts(self, signed: Signed) -> bool:
        return not self.is_pinned or signed["statement"]["key"] in self._pinned

    def fault_of(self, signed: Signed) -> str | None:
        """Why the signature does not hold, to follow its subject; None if it does."""
        fingerprint = signed["statement"]["key"]
        key = self._keys.get(fingerprint)
        if key is None:
            return f"is signed by key {fingerprint}, which is not there to check it"
        if not signature_holds(key, signature=signed["signature"], statement=signed["statement"]):
            return "does not match its signature"
        return None

    def findings(self) -> Iterator[Finding]:
        for fingerprint in self._damaged:
            yield changed(f"Key {fingerprint}: it is not the key with this fingerprint.")
        for fingerprint in sorted(self._keys):
            if fingerprint in self._pinned:
                yield holds(f"Key {fingerprint} is one that you named.")
            else:
                yield note(self._untrusted(fingerprint))

    def _untrusted(self, fingerprint: str) -> str:
        if self.is_pinned:
            return f"Key {fingerprint} is none that you named, so its signatures prove nothing."
        return (
            f"Key {fingerprint} is trusted only because the bundle brings it. Compare it with the "
            "fingerprints that the coach publishes on the page /verify/, and give it with --key."
        )
