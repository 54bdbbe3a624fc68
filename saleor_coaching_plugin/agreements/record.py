"""What the evidence ledger is told of an agreement: one entry for each thing that happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import LedgerEntry

from .models import ClientAgreement, PartyText


def chain_of(agreement: ClientAgreement) -> str:
    return f"agreement:{agreement.id}"


def deal_of(agreement: ClientAgreement) -> dict[str, Any]:
    """What the agreement comes to: its fingerprint is over this."""
    return {
        "fee_minor": agreement.fee_minor,
        "currency": agreement.currency,
        "instalments": agreement.instalments,
        "sessions": agreement.sessions,
        "seats": agreement.seats,
        "start_on": agreement.start_on.isoformat() if agreement.start_on else None,
        "template_version": str(agreement.template_version_id),
    }


def agreement_record(
    kind: str,
    *,
    text: PartyText,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    hold: str = "",
) -> LedgerEntry:
    """Something happened to the text that a party was sent. Runs in the caller's transaction.

    `facts` name nobody and hold no amount; names, notes and amounts go into `personal`.
    """
    party = text.party
    return ledger_append(
        chain=chain_of(party.agreement),
        kind=kind,
        now=now,
        hold=hold,
        facts={
            "agreement": party.agreement.number,
            "revision": text.revision,
            "party": str(party.id),
            "role": party.role,
            "texts": [
                {
                    "terms_version": str(text.terms_version_id),
                    "language": text.language,
                    "sha256": text.sha256,
                }
            ],
            **(facts or {}),
        },
        personal={"name": party.name, "email": party.email, **(personal or {})},
    )
