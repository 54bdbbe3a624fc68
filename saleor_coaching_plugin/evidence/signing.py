"""Ed25519 signatures over statements. Pure: the offline verifier needs it too.

A key is known by its fingerprint: SHA-256 of its SubjectPublicKeyInfo (DER), hexadecimal.
"""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from .canonical import canonical, unhex


def fingerprint_of(key: PublicKeyTypes) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def public_pem(key: PublicKeyTypes) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def ed25519_load(pem: str) -> Ed25519PublicKey:
    """Raises ValueError for what is no such public key."""
    try:
        key = load_pem_public_key(pem.encode())
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("it is a key of another kind")
    return key


def signature_holds(key: Ed25519PublicKey, *, signature: str, statement: Any) -> bool:
    """Whether the key signed the canonical JSON of `statement`; `signature` is hexadecimal."""
    try:
        key.verify(unhex(signature), canonical(statement).encode())
    except (InvalidSignature, ValueError):
        return False
    return True
