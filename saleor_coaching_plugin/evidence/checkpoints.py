"""Our signature over the head of each chain, made after the act and never in its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from .canonical import CHECKPOINT_FORMAT
from .models import LedgerCheckpoint, LedgerEntry
from .selectors import heads
from .statements import Signer

BATCH = 500


def head_sign(*, chain: str, now: datetime) -> None:
    """Sign how far the chain goes now; once signed it stays so."""
    _sign(list(_unsigned().filter(chain=chain)), now)


def heads_sign(*, now: datetime) -> int:
    """Sign every head that is not yet; how many were. What is appended meanwhile waits."""
    last, count = "", 0
    while batch := list(_unsigned().filter(chain__gt=last).order_by("chain")[:BATCH]):
        _sign(batch, now)
        last, count = batch[-1].chain, count + len(batch)
    return count


def _unsigned() -> QuerySet[LedgerEntry]:
    signed = LedgerCheckpoint.objects.filter(chain=OuterRef("chain"), position=OuterRef("position"))
    return heads().filter(~Exists(signed))


def _sign(entries: Sequence[LedgerEntry], now: datetime) -> None:
    if not entries:
        return
    signer = Signer(now=now)
    # Whoever signs the same head at the same time is as right as we are.
    LedgerCheckpoint.objects.bulk_create(
        (_checkpoint(head, signer, now) for head in entries), ignore_conflicts=True
    )


def _checkpoint(head: LedgerEntry, signer: Signer, now: datetime) -> LedgerCheckpoint:
    signed = signer.sign(
        {
            "format": CHECKPOINT_FORMAT,
            "chain": head.chain,
            "position": head.position,
            "hash": head.hash,
            "signed_at": now.isoformat(),
        }
    )
    return LedgerCheckpoint(
        chain=head.chain,
        position=head.position,
        statement=signed.statement,
        key=signer.key,
        signature=signed.signature,
        created_at=now,
    )
