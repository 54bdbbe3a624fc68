"""A ledger with two chains, made by the ledger itself."""

from __future__ import annotations

import copy
import json
from typing import Any

from factories.contracts import NOW

from saleor_coaching_plugin.evidence.ledger import ledger_append, ledger_export


def ledger_filled() -> None:
    for chain in ("agreement:1", "checkout:2"):
        for number in range(1, 4):
            ledger_append(
                chain=chain,
                kind="agreement_accepted",
                facts={
                    "agreement": f"CA-2027-{number:04}",
                    "revision": number,
                    "consents": [{"key": "terms", "accepted": True}],
                    "note": None,
                },
                personal={"name": f"Sam {number}", "text": "<p>Ünïcode</p>", "tags": ["a", "b"]},
                now=NOW,
            )


def bundle_exported() -> dict[str, Any]:
    """As somebody else reads it: through JSON."""
    return copy.deepcopy(json.loads(json.dumps(ledger_export())))
