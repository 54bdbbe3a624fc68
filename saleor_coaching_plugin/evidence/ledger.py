"""Append to the ledger, inside the transaction that made the fact true."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.locks import turn_take

from .canonical import FORMAT, GENESIS, canonical, entry_hash, personal_hash
from .models import LedgerEntry, LedgerPersonalData


def ledger_append(
    *,
    chain: str,
    kind: str,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any],
    now: datetime,
) -> LedgerEntry:
    """One more entry at the end of `chain`.

    `facts` must name nobody; names, addresses, IPs and the text that holds them go into
    `personal`, of which the chain keeps the salted hash alone. Waits for other writers of the
    same chain until they commit.
    """
    turn_take(chain)
    head = LedgerEntry.objects.filter(chain=chain).order_by("-position").first()
    salt = secrets.token_hex(32)
    full = {
        **facts,
        "recorded_at": now.isoformat(),
        "personal_hash": personal_hash(salt=salt, data=personal),
    }
    position = head.position + 1 if head else 1
    previous_hash = head.hash if head else GENESIS
    entry = LedgerEntry.objects.create(
        chain=chain,
        position=position,
        kind=kind,
        facts=canonical(full),
        previous_hash=previous_hash,
        hash=entry_hash(
            chain=chain, position=position, kind=kind, facts=full, previous_hash=previous_hash
        ),
        created_at=now,
    )
    LedgerPersonalData.objects.create(entry=entry, salt=salt, data=canonical(personal))
    return entry


def ledger_export(chains: list[str] | None = None) -> dict[str, Any]:
    """A bundle that the offline verifier reads; all chains when `chains` is None."""
    entries = LedgerEntry.objects.select_related("personal").order_by("chain", "position")
    if chains is not None:
        entries = entries.filter(chain__in=chains)
    return {"format": FORMAT, "entries": [_exported(entry) for entry in entries]}


def _exported(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "position": entry.position,
        "kind": entry.kind,
        "facts": json.loads(entry.facts),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
        "personal": {"salt": entry.personal.salt, "data": json.loads(entry.personal.data)},
    }
