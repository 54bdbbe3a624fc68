"""What a client's acceptance of a text has to be, and how it is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.copies import payer_copies
from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import PartyLink
from saleor_coaching_plugin.agreements.record import agreement_record, deal_of
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.evidence.canonical import canonical, sha256
from saleor_coaching_plugin.evidence.certificate.content import FurtherCopy
from saleor_coaching_plugin.evidence.consents import consents_record
from saleor_coaching_plugin.terms.consents import Consent, ConsentAnswer, consents_check
from saleor_coaching_plugin.terms.models import FrozenText

HOLD = "accepted agreement"


@dataclass(frozen=True)
class Acceptance:
    """What the client sends: the hash of the text as shown, and the boxes."""

    text_sha256: str
    consents: Sequence[ConsentAnswer]
    billing_address: Address | None = None
    copy_to: str = ""
    """Address of somebody else who shall get the same copy; empty for nobody."""


def acceptance_check(text: FrozenText, acceptance: Acceptance) -> list[str]:
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
    this kind of acceptance alone. Raises InvalidInput (copy_to).
    """
    text, party = link.text, link.text.party
    copies = payer_copies(party, acceptance.copy_to, by=act.signer_name(party.name))
    consents = consents_given(text, ticked)
    deal = deal_of(party.agreement)
    entry = agreement_record(
        act.acceptance_kind(kind),
        text=text,
        now=now,
        hold=HOLD,
        facts={
            **acceptance_facts(text, consents),
            "identified_by": "link mailed to the party",
            "link": str(link.id),
            **act.facts(acceptance.consents),
            **(facts or {}),
        },
        personal={
            "billing_address": address,
            "deal": deal,
            "fingerprint": sha256(canonical(deal)),
            **acceptance_personal(text, copies),
            **act.personal(),
        },
    )
    consents_record(entry, consents, email=party.email)
    return CopyOwed(entry_id=entry.pk)


def consents_given(text: FrozenText, ticked: Collection[str]) -> list[dict[str, Any]]:
    """Each box of the text, ticked or not, as the ledger has it."""
    return [
        {
            **consent,
            "accepted": consent["key"] in ticked,
            "terms_version": str(text.terms_version_id),
        }
        for consent in text.consents
    ]


def acceptance_facts(text: FrozenText, consents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was in front of whoever accepted, of every kind of acceptance of a frozen text."""
    return {
        "language": text.language,
        "statement": text.statement,
        "button": text.button,
        "consents": consents,
    }


def acceptance_personal(text: FrozenText, copies: Sequence[FurtherCopy]) -> dict[str, Any]:
    """The same of what may name somebody."""
    return {
        "texts": [{"title": text.title, "text": text.html, "values": text.values}],
        "copies_to": [asdict(copy) for copy in copies],
    }
