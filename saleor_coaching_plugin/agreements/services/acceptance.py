"""What a client's acceptance of a text has to be, and how it is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import PartyLink, PartyText
from saleor_coaching_plugin.agreements.record import agreement_record, deal_of
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.evidence.canonical import canonical, sha256
from saleor_coaching_plugin.evidence.consents import consents_record
from saleor_coaching_plugin.terms.consents import Consent, ConsentAnswer, consents_check


@dataclass(frozen=True)
class Acceptance:
    """What the client sends: the hash of the text as shown, and the boxes."""

    text_sha256: str
    consents: Sequence[ConsentAnswer]
    billing_address: Address | None = None


def acceptance_check(text: PartyText, acceptance: Acceptance) -> list[str]:
    """Keys of the boxes that were ticked. Raises AgreementError (TEXT_CHANGED), ConsentError."""
    if acceptance.text_sha256 != text.sha256:
        raise AgreementError(
            AgreementErrorCode.TEXT_CHANGED,
            "What you accept is not the text of this agreement. Please reload and read it again.",
            "text_sha256",
        )
    return consents_check([Consent(**each) for each in text.consents], acceptance.consents)


def acceptance_record(
    kind: str,
    *,
    link: PartyLink,
    acceptance: Acceptance,
    ticked: Collection[str],
    address: Mapping[str, str] | None,
    act: Act,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> CopyOwed:
    """Prove it; the caller, in whose transaction this runs, publishes what is owed then.

    `ticked` is what `acceptance_check` found, `address` the one for invoices; `facts` are those of
    this kind of acceptance alone.
    """
    text, party = link.text, link.text.party
    consents = [
        {
            **consent,
            "accepted": consent["key"] in ticked,
            "terms_version": str(text.terms_version_id),
        }
        for consent in text.consents
    ]
    deal = deal_of(party.agreement)
    entry = agreement_record(
        act.acceptance_kind(kind),
        text=text,
        now=now,
        hold="accepted agreement",
        facts={
            "language": text.language,
            "statement": text.statement,
            "button": text.button,
            "consents": consents,
            "identified_by": "link mailed to the party",
            "link": str(link.id),
            **act.facts(acceptance.consents),
            **(facts or {}),
        },
        personal={
            "billing_address": address,
            "deal": deal,
            "fingerprint": sha256(canonical(deal)),
            "texts": [{"title": text.title, "text": text.html, "values": text.values}],
            **act.personal(),
        },
    )
    consents_record(entry, consents, email=party.email)
    return CopyOwed(entry_id=entry.pk)
