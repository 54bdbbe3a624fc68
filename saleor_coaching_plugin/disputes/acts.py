"""What the ledger has of a deal, read once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.commerce.port import RequestorKind
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS, COUNTERSIGNED
from saleor_coaching_plugin.evidence.models import LedgerEntry

_CLIENTS = {RequestorKind.ANONYMOUS, RequestorKind.CUSTOMER}


@dataclass(frozen=True)
class Act:
    """One entry of the ledger."""

    id: int
    chain: str
    position: int
    kind: str
    hash: str
    at: datetime
    facts: Mapping[str, Any]
    personal: Mapping[str, Any]
    """Empty when it was erased."""
    erased_at: datetime | None

    @property
    def is_acceptance(self) -> bool:
        return self.kind in ACCEPTANCE_KINDS

    @property
    def is_by_client(self) -> bool:
        """Whether the client did it, rather than staff or the clock.

        That a page was opened is recorded with neither actor nor IP: who has its link did it.
        """
        return self.facts.get("actor") in _CLIENTS or self.kind.endswith("_viewed")

    @property
    def has_certificate(self) -> bool:
        return self.is_acceptance or self.kind == COUNTERSIGNED

    @property
    def words(self) -> str:
        """`agreement_accepted` as "Agreement accepted"."""
        return self.kind.replace("_", " ").capitalize()


def acts_of(chains: Collection[str]) -> list[Act]:
    """In the order in which they happened."""
    rows = LedgerEntry.objects.select_related("personal").filter(chain__in=chains)
    return [_act(row) for row in rows.order_by("created_at", "id")]


def _act(row: LedgerEntry) -> Act:
    personal = row.personal
    return Act(
        id=row.pk,
        chain=row.chain,
        position=row.position,
        kind=row.kind,
        hash=row.hash,
        at=row.created_at,
        facts=json.loads(row.facts),
        personal=json.loads(personal.data) if personal.data else {},
        erased_at=personal.erased_at,
    )
