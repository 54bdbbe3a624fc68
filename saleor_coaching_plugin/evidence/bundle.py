"""A bundle: what anybody needs to verify chains of the ledger without us.

It tells nothing of other chains: their part in an anchor are hashes in a proof.
"""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from .anchors import heads_at, heads_tree
from .canonical import FORMAT
from .merkle import inclusion_proof
from .models import (
    AnchoredHead,
    EvidenceKey,
    LedgerAnchor,
    LedgerCheckpoint,
    LedgerEntry,
    TimeStamp,
)

Chains = Sequence[str] | None
"""None: all of them."""


def bundle_make(
    chains: Chains = None,
    *,
    anchors: Collection[int] | None = None,
    personal_of: str | None = None,
) -> dict[str, Any]:
    """The bundle of these chains, as JSON would have it.

    `anchors` are the numbers of those that it shall prove the chains in: by default the newest
    one and, for chains that are named, the first that has each chain's head as it is now.
    `personal_of` is the id of the party whose personal data alone it shall hold.
    """
    wanted = _anchors_by_default(chains) if anchors is None else dict.fromkeys(anchors, chains)
    proofs = [proof for number in sorted(wanted) for proof in _proofs_in(number, wanted[number])]
    linked = _anchors_from(proofs[0]["anchor"]) if proofs else []
    checkpoints = _of(chains, LedgerCheckpoint.objects.all())
    # Last, so that no proof or signature can be of an entry that came after these.
    entries = _of(chains, LedgerEntry.objects.select_related("personal"))
    return {
        "format": FORMAT,
        "entries": [_entry(entry, personal_of) for entry in entries],
        "checkpoints": [signed_exported(each) for each in checkpoints],
        "proofs": proofs,
        "anchors": [signed_exported(each) for each in linked],
        "time_stamps": _time_stamps({row.hash for row in [*entries, *linked]}),
        "keys": _keys({each.key_id for each in [*checkpoints, *linked]}),
    }


def signed_exported(row: LedgerCheckpoint | LedgerAnchor) -> dict[str, Any]:
    return {"statement": json.loads(row.statement), "signature": row.signature}


def _of(chains: Chains, rows: Any) -> list[Any]:
    kept = rows if chains is None else rows.filter(chain__in=chains)
    return list(kept.order_by("chain", "position"))


def _entry(entry: LedgerEntry, personal_of: str | None) -> dict[str, Any]:
    exported = {
        "chain": entry.chain,
        "position": entry.position,
        "kind": entry.kind,
        "facts": json.loads(entry.facts),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
    if personal_of in (None, exported["facts"].get("party")):
        exported["personal"] = _personal(entry)
    return exported


def _personal(entry: LedgerEntry) -> dict[str, Any]:
    personal = entry.personal
    if personal.erased_at:
        return {"erased_at": personal.erased_at.isoformat()}
    return {"salt": personal.salt, "data": json.loads(personal.data)}


def _anchors_by_default(chains: Chains) -> Mapping[int, Chains]:
    """Numbers of anchors, with the chains to prove in each."""
    newest = LedgerAnchor.objects.order_by("-number").values_list("number", flat=True).first()
    if newest is None:
        return {}
    wanted: dict[int, Chains] = {}
    if chains is not None:
        firsts = defaultdict(list)
        for head in _latest_anchored(chains):
            firsts[head.anchor_id].append(head.chain)
        wanted.update(firsts)
    return {**wanted, newest: chains}


def _latest_anchored(chains: Iterable[str]) -> Iterable[AnchoredHead]:
    rows = AnchoredHead.objects.filter(chain__in=chains)
    return rows.order_by("chain", "-anchor_id").distinct("chain")


def _proofs_in(number: int, chains: Chains) -> Iterable[dict[str, Any]]:
    heads = heads_at(number)
    tree = heads_tree(heads)
    for index, head in enumerate(heads):
        if chains is None or head.chain in chains:
            yield {
                "anchor": number,
                "chain": head.chain,
                "position": head.position,
                "hash": head.hash,
                "index": index,
                "path": [node.hex() for node in inclusion_proof(tree, index)],
            }


def _anchors_from(number: int) -> list[LedgerAnchor]:
    """That one and all later ones: each holds the hash of the one before."""
    return list(LedgerAnchor.objects.filter(number__gte=number).order_by("number"))


def _time_stamps(digests: Collection[str]) -> list[dict[str, str]]:
    rows = TimeStamp.objects.filter(digest__in=digests).order_by("stamped_at", "id")
    return [
        {"digest": row.digest, "token": base64.b64encode(bytes(row.token)).decode()} for row in rows
    ]


def _keys(fingerprints: Collection[str]) -> list[dict[str, str]]:
    rows = EvidenceKey.objects.filter(pk__in=fingerprints).order_by("created_at", "id")
    return [{"fingerprint": row.pk, "public_key": row.public_key} for row in rows]
