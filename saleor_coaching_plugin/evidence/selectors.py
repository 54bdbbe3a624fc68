"""Reading the ledger."""

from __future__ import annotations

import json

from django.db.models import Exists, OuterRef, QuerySet

from .kinds import ACCEPTANCE_KINDS, COUNTERSIGNED
from .models import Certificate, EvidenceKey, LedgerEntry
from .numbers import certificate_number_parse

CERTIFIED_KINDS = ACCEPTANCE_KINDS | {COUNTERSIGNED}


def heads() -> QuerySet[LedgerEntry]:
    """The last entry of each chain."""
    later = LedgerEntry.objects.filter(chain=OuterRef("chain"), position__gt=OuterRef("position"))
    return LedgerEntry.objects.filter(~Exists(later))


def public_keys() -> QuerySet[EvidenceKey]:
    """All that ever signed, newest first. Their private parts are no business of readers."""
    return EvidenceKey.objects.defer("sealed_private_key").order_by("-created_at", "id")


def entry_by_number(number: str, sha256: str) -> LedgerEntry | None:
    """What the certificate with that number proves, if the hash belongs to it.

    That is the hash of the file, of a text in it, or the entry's own. None for an unknown number
    and for another's hash alike.
    """
    first_digits = certificate_number_parse(number)
    if first_digits is None:
        return None
    numbered = LedgerEntry.objects.filter(hash__startswith=first_digits, kind__in=CERTIFIED_KINDS)
    return next((entry for entry in numbered if sha256.lower() in _hashes_of(entry)), None)


def _hashes_of(entry: LedgerEntry) -> set[str]:
    texts = json.loads(entry.facts).get("texts", ())
    files = Certificate.objects.filter(entry=entry).exclude(sha256="")
    return {
        entry.hash,
        *(text["sha256"] for text in texts),
        *files.values_list("sha256", flat=True),
    }
