"""Once a day one signed Merkle root over the heads of all chains.

It is what shows that the end of a chain was cut off, or a whole chain taken away: keep anchors
where the ledger is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import starmap
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef

from saleor_coaching_plugin.core.locks import turn_take

from .canonical import ANCHOR_FORMAT, GENESIS, sha256
from .merkle import Tree, head_leaf, root_of, tree_of
from .models import AnchoredHead, LedgerAnchor
from .selectors import heads
from .statements import Signer

BATCH = 2000


class Head(NamedTuple):
    chain: str
    position: int
    hash: str


@transaction.atomic
def anchor_make(*, now: datetime) -> LedgerAnchor | None:
    """Anchor all heads as they are; None when today's anchor is there, or nothing to anchor.

    What is committed while this runs is for the next one.
    """
    turn_take("ledger anchor")
    day = now.astimezone(UTC).date()
    last = LedgerAnchor.objects.order_by("-number").first()
    if last and last.day >= day:
        return None
    number = last.number + 1 if last else 1
    _changed_heads_add(number)
    anchored = heads_at(number)
    if not anchored:
        return None
    signer = Signer(now=now)
    signed = signer.sign(
        {
            "format": ANCHOR_FORMAT,
            "number": number,
            "day": day.isoformat(),
            "size": len(anchored),
            "root": root_of(heads_tree(anchored)).hex(),
            "previous": last.hash if last else GENESIS,
            "made_at": now.isoformat(),
        }
    )
    return LedgerAnchor.objects.create(
        number=number,
        day=day,
        statement=signed.statement,
        hash=sha256(signed.statement),
        key=signer.key,
        signature=signed.signature,
        created_at=now,
    )


def heads_at(number: int) -> list[Head]:
    """Every chain's head as of that anchor, in the order of the tree's leaves."""
    latest = (
        AnchoredHead.objects.filter(anchor_id__lte=number)
        .order_by("chain", "-anchor_id")
        .distinct("chain")
        .values_list("chain", "position", "hash")
    )
    # By bytes, whatever the database's collation says.
    return sorted(starmap(Head, latest), key=lambda head: head.chain.encode())


def heads_tree(anchored: list[Head]) -> Tree:
    return tree_of(head_leaf(**head._asdict()) for head in anchored)


def _changed_heads_add(number: int) -> None:
    """One statement reads them, so they are the heads of one moment."""
    anchored = AnchoredHead.objects.filter(chain=OuterRef("chain"), position=OuterRef("position"))
    changed = heads().filter(~Exists(anchored))
    AnchoredHead.objects.bulk_create(
        (
            AnchoredHead(anchor_id=number, chain=chain, position=position, hash=hash_)
            for chain, position, hash_ in changed.values_list("chain", "position", "hash")
        ),
        batch_size=BATCH,
    )
