"""Identifiers as Stripe makes them: a prefix for the kind of object, then random letters."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """`new_id("in")` -> `in_` and `length` random letters and digits (24: 142 random bits)."""
    return f"{prefix}_{random_letters(length)}"


def random_letters(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
