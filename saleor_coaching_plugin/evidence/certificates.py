"""Find the certificates that were made."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from .kinds import COUNTERSIGNED
from .models import Certificate, LedgerEntry


def certificate_newest(acceptance: LedgerEntry) -> Certificate | None:
    """The newest that was made of an acceptance: once countersigned, it shows both acts."""
    return certificates_newest([acceptance]).get(acceptance.pk)


def certificates_newest(acceptances: Collection[LedgerEntry]) -> dict[int, Certificate]:
    """The same by the acceptance's id, without their content, in one query."""
    made = (
        Certificate.objects.filter(
            entry__chain__in={each.chain for each in acceptances}, content__isnull=False
        )
        .select_related("entry")
        .defer("content")
        .order_by("entry__position")
    )
    return {
        acceptance.pk: certificate
        for certificate in made
        for acceptance in acceptances
        if _is_of(certificate.entry, acceptance)
    }


def _is_of(entry: LedgerEntry, acceptance: LedgerEntry) -> bool:
    if entry.pk == acceptance.pk:
        return True
    is_countersigned = entry.kind == COUNTERSIGNED and entry.chain == acceptance.chain
    return is_countersigned and _text_of(entry) == _text_of(acceptance)


def _text_of(entry: LedgerEntry) -> tuple[Any, Any]:
    facts = json.loads(entry.facts)
    return facts["texts"], facts.get("party")
