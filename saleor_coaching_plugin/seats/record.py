"""What the evidence ledger is told of a participant: a chain of their own, without any amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import LedgerEntry

from .models import Participant, ParticipantText

ROLE = "participant"


def chain_of(participant: Participant) -> str:
    return f"participant:{participant.id}"


def participant_record(
    kind: str,
    *,
    text: ParticipantText,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    hold: str = "",
) -> LedgerEntry:
    """Something happened to the text that a participant was sent. In the caller's transaction.

    `facts` name nobody. What links the chain to the payer's is `group`, which says nothing to
    whoever sees one of the two alone.
    """
    participant = text.participant
    return ledger_append(
        chain=chain_of(participant),
        kind=kind,
        now=now,
        hold=hold,
        facts={
            "agreement": participant.number,
            "group": participant.seat.group.subject,
            "revision": text.revision,
            "party": str(participant.id),
            "role": ROLE,
            "texts": [
                {
                    "terms_version": str(text.terms_version_id),
                    "language": text.language,
                    "sha256": text.sha256,
                }
            ],
            **(facts or {}),
        },
        personal={"name": participant.name, "email": participant.email, **(personal or {})},
    )
