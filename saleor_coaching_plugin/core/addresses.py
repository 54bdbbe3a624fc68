"""E-mail addresses: one spelling a person, and nothing that could become a mail header."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .errors import InvalidInput

MAX_EMAIL = 254
"""RFC 5321 4.5.3.1.3: a path has at most 256 characters, its angle brackets among them."""


def email_normalised(raw: str, *, field: str = "email") -> str:
    """Trimmed and lower-cased, so that no second person arises from a differently cased address.

    Raises InvalidInput when it is no single address, in particular with a line break in it.
    """
    email = raw.strip().lower()
    try:
        validate_email(email)
        email = _ascii(email)
    except (ValidationError, UnicodeError):
        raise InvalidInput("This is not a valid e-mail address.", field) from None
    if not email.isprintable():  # U+2028 and others end a line too, and Django lets them pass
        raise InvalidInput("This is not a valid e-mail address.", field)
    if len(email) > MAX_EMAIL:
        raise InvalidInput(f"This must not be longer than {MAX_EMAIL} characters.", field)
    return email


def _ascii(email: str) -> str:
    """An international domain in the form that every mail server takes (RFC 5890)."""
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}".encode("ascii").decode()


def line_clean(raw: str, *, field: str, max_length: int = 200) -> str:
    """A name or subject: trimmed, not empty, one line.

    Raises InvalidInput for control characters (a line break would start a mail header).
    """
    text = raw.strip()
    if not text:
        raise InvalidInput("This must not be empty.", field)
    if len(text) > max_length:
        raise InvalidInput(f"This must not be longer than {max_length} characters.", field)
    if len(text.splitlines()) > 1 or any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise InvalidInput("This must be a single line without control characters.", field)
    return text
