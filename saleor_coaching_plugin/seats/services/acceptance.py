"""Who may accept for a participant, and how an acceptance is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.acting import Capacity
from saleor_coaching_plugin.agreements.copies import copy_asked
from saleor_coaching_plugin.agreements.services.acceptance import (
    HOLD,
    Acceptance,
    acceptance_facts,
    acceptance_personal,
    consents_given,
)
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.evidence.consents import consents_record
from saleor_coaching_plugin.seats.errors import SeatError, SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, ParticipantLink
from saleor_coaching_plugin.seats.record import participant_record


def guardian_check(participant: Participant, act: Act) -> None:
    """The mail went to a guardian, if one is named, and to nobody else's.

    Raises SeatError (GUARDIAN_REQUIRED), InvalidInput (acting_for.capacity).
    """
    is_guardian = act.acting_for is not None and act.acting_for.capacity is Capacity.GUARDIAN
    if participant.is_minor and not is_guardian:
        raise SeatError(
            SeatErrorCode.GUARDIAN_REQUIRED,
            f"{participant.name} is a minor: please accept as their parent or guardian, and give "
            "your name.",
            "acting_for",
        )
    if is_guardian and not participant.is_minor:
        raise InvalidInput(
            f"{participant.name} was not named as a minor. Please ask for an invitation to you as "
            "their guardian.",
            "acting_for.capacity",
        )


def seat_acceptance_record(
    kind: str,
    *,
    link: ParticipantLink,
    acceptance: Acceptance,
    ticked: Collection[str],
    act: Act,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> CopyOwed:
    """Prove it; the caller, in whose transaction this runs, publishes what is owed then.

    `ticked` is what `acceptance_check` found; `facts` are those of this kind of acceptance alone.
    Raises InvalidInput (copy_to).
    """
    text, participant = link.text, link.text.participant
    copies = copy_asked(
        acceptance.copy_to,
        by=act.signer_name(participant.name),
        signer_email=participant.answering_email,
    )
    consents = consents_given(text, ticked)
    mailed_to = "guardian" if participant.is_minor else "party"
    entry = participant_record(
        act.acceptance_kind(kind),
        text=text,
        now=now,
        hold=HOLD,
        facts={
            **acceptance_facts(text, consents),
            "identified_by": f"link mailed to the {mailed_to}",
            "link": str(link.id),
            **act.facts(acceptance.consents),
            **(facts or {}),
        },
        personal={
            "mailed_to": {
                "name": participant.answering_name,
                "email": participant.answering_email,
            },
            **acceptance_personal(text, copies),
            **act.personal(),
        },
    )
    consents_record(entry, consents, email=participant.email)
    return CopyOwed(entry_id=entry.pk)
