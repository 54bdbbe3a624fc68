"""What the ledger says, as the tests ask it."""

from __future__ import annotations

import json
from typing import Any

from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import LedgerEntry


def acceptance_entry() -> LedgerEntry:
    """The one acceptance there is, among whatever else became of the text."""
    return LedgerEntry.objects.get(kind__in=ACCEPTANCE_KINDS)


def facts_of(entry: LedgerEntry) -> Any:
    return json.loads(entry.facts)


def personal_of(entry: LedgerEntry) -> Any:
    return json.loads(entry.personal.data)


def kinds_of(chain: str) -> list[str]:
    """What happened, in its order."""
    return list(
        LedgerEntry.objects.filter(chain=chain).order_by("position").values_list("kind", flat=True)
    )
