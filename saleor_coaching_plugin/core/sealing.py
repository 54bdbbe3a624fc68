"""Secrets at rest that must be read once more, such as a link in a mail not yet sent.

Fernet (AES-128-CBC + HMAC) under a key derived from Django's SECRET_KEY by HKDF (RFC 5869).
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    """Encrypted form of `text`, ASCII."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text behind `seal`. Raises cryptography.fernet.InvalidToken when it was changed."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"saleor_coaching_plugin.sealing")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(settings.SECRET_KEY.encode())))
