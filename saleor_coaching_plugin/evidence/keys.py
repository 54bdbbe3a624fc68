"""Our keys: made when first needed, retired but never lost.

The private part is sealed under Django's SECRET_KEY. If that was changed it cannot be read any
more: then a new key takes over, so that signing never stops, and what the old one signed still
verifies by its public part.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.db import IntegrityError, transaction

from saleor_coaching_plugin.core.sealing import seal, unseal

from .models import EvidenceKey
from .signing import fingerprint_of, public_pem

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewKey:
    private: PrivateKeyTypes
    certificate: str = ""
    """PEM; of a seal."""


@dataclass(frozen=True)
class KeyInForce:
    row: EvidenceKey
    private: PrivateKeyTypes


def key_in_force(purpose: str, *, make: Callable[[datetime], NewKey], now: datetime) -> KeyInForce:
    """The active key of that purpose; made if there is none that can be read."""
    row = _active(purpose)
    if row is None:
        row = _created(purpose, make(now), now)
    try:
        return KeyInForce(row, _unsealed(row))
    except InvalidToken:
        logger.warning(
            "The %s key %s cannot be read (was SECRET_KEY changed?): a new one is made.",
            purpose,
            row.pk[:16],
        )
        _retire(row, now)
        row = _created(purpose, make(now), now)
        return KeyInForce(row, _unsealed(row))


@transaction.atomic
def key_rotate(purpose: str, *, make: Callable[[datetime], NewKey], now: datetime) -> EvidenceKey:
    """Retire the active key and make the next one."""
    row = _active(purpose)
    if row is not None:
        _retire(row, now)
    return _created(purpose, make(now), now)


def ledger_key_make(now: datetime) -> NewKey:
    return NewKey(Ed25519PrivateKey.generate())


def _active(purpose: str) -> EvidenceKey | None:
    return EvidenceKey.objects.filter(purpose=purpose, retired_at=None).first()


def _retire(row: EvidenceKey, now: datetime) -> None:
    EvidenceKey.objects.filter(pk=row.pk, retired_at=None).update(retired_at=now)


def _created(purpose: str, new: NewKey, now: datetime) -> EvidenceKey:
    """The new key, or the one of whoever was faster."""
    public = new.private.public_key()
    private_pem = new.private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()
    try:
        with transaction.atomic():
            return EvidenceKey.objects.create(
                id=fingerprint_of(public),
                purpose=purpose,
                public_key=public_pem(public),
                certificate=new.certificate,
                sealed_private_key=seal(private_pem),
                created_at=now,
            )
    except IntegrityError:
        return EvidenceKey.objects.get(purpose=purpose, retired_at=None)


def _unsealed(row: EvidenceKey) -> PrivateKeyTypes:
    """Raises InvalidToken."""
    return load_pem_private_key(unseal(row.sealed_private_key).encode(), password=None)
