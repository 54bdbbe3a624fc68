"""Append to the ledger, inside the transaction that made the fact true."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.addresses import MAX_EMAIL, email_normalised
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.locks import turn_take

from .canonical import GENESIS, canonical, entry_hash, personal_hash
from .models import LedgerEntry, LedgerPersonalData


def ledger_append(
    *,
    chain: str,
    kind: str,
    facts: Mapping[str, Any],
    personal: Mapping[str, Any],
    now: datetime,
    hold: str = "",
) -> LedgerEntry:
    """One more entry at the end of `chain`.

    `facts` must name nobody and hold no amount; names, addresses, IPs, prices and the texts that
    hold them go into `personal`, of which the chain keeps the salted hash alone. `hold` says why
    they must not be erased before the years of the setting are over; empty where nothing does.
    Waits for other writers of the same chain until they commit.
    """
    turn_take(chain)
    entries = LedgerEntry.objects.filter(chain=chain).order_by("-position")
    last, previous_hash = entries.values_list("position", "hash").first() or (0, GENESIS)
    salt = secrets.token_hex(32)
    full = {
        **facts,
        "recorded_at": now.isoformat(),
        "personal_hash": personal_hash(salt=salt, data=personal),
    }
    position = last + 1
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
    LedgerPersonalData.objects.create(
        entry=entry,
        salt=salt,
        data=canonical(personal),
        email=_findable(personal.get("email", "")),
        held_until=_years_later(now, conf().evidence_years) if hold else None,
        hold_reason=hold,
    )
    return entry


def _findable(email: str) -> str:
    """One spelling a person; an address that is none must not keep an act from being recorded."""
    try:
        return email_normalised(email)
    except InvalidInput:
        return email.strip().lower()[:MAX_EMAIL]


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, month=3, day=1)
