"""Secrets in links: made of 256 random bits, kept only as their SHA-256.

The hash needs no salt or stretching: 256 random bits cannot be guessed or tabulated.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple


class Token(NamedTuple):
    """`raw` goes into the link and nowhere else; `digest` into the database."""

    raw: str
    digest: str


def token_new() -> Token:
    """A fresh token of 43 URL-safe characters."""
    raw = secrets.token_urlsafe(32)
    return Token(raw, token_digest(raw))


def token_digest(raw: str) -> str:
    """SHA-256 of the raw token as 64 hexadecimal characters."""
    return hashlib.sha256(raw.encode(errors="surrogatepass")).hexdigest()
