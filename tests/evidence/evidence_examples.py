"""A ledger with two chains, made, signed and anchored by what does so in earnest."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

from factories.contracts import NOW

from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.canonical import sha256
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import LedgerEntry

CHAINS = ("agreement:1", "checkout:2")
TEXT = "<p>Ünïcode</p>"
DAY = timedelta(days=1)


def ledger_filled(*, entries: int = 3) -> None:
    for chain in CHAINS:
        for number in range(1, entries + 1):
            acceptance_added(chain, number)


def acceptance_added(
    chain: str, number: int = 1, *, party: str = "sam", now: datetime = NOW
) -> LedgerEntry:
    return ledger_append(
        chain=chain,
        kind="agreement_accepted",
        facts={
            "agreement": f"CA-2027-{number:04}",
            "revision": number,
            "party": party,
            "texts": [{"terms_version": "7", "language": "en", "sha256": sha256(TEXT)}],
            "consents": [{"key": "terms", "accepted": True}],
            "note": None,
        },
        personal={
            "name": f"Sam {number}",
            "tags": ["a", "b"],
            "texts": [{"title": "Terms", "text": TEXT, "values": {}}],
        },
        now=now,
    )


def ledger_secured() -> None:
    """Filled, signed, and anchored on two days."""
    ledger_filled()
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    anchor_make(now=NOW + DAY)


def bundle_exported(*chains: str, **options: Any) -> dict[str, Any]:
    """As somebody else reads it: through JSON."""
    bundle = bundle_make(chains or None, **options)
    return copy.deepcopy(json.loads(json.dumps(bundle)))
