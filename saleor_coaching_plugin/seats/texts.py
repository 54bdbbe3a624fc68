"""What a participant reads: the terms' rendering for participants, where no amount may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.terms.amounts import amounts_refuse, html_amounts_refuse
from saleor_coaching_plugin.terms.errors import TermsError, TermsErrorCode
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.rendering import frozen_fields
from saleor_coaching_plugin.terms.selectors import versions_in_force

from .models import Participant, ParticipantText, SeatGroup


def participant_values(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """All merge values of a participant, nested as the template engine wants them."""
    seat = participant.seat
    group = seat.group
    expires_at = seat.expires_at or now + timedelta(days=group.days_to_accept)
    client = {
        "name": participant.name,
        "first_name": participant.first_name,
        "email": participant.email,
    }
    agreement = {
        **group.values.get("agreement", {}),
        "number": participant.number,
        "date": day_in((participant.invited_at or now).date(), participant.language),
        "expires_on": day_in(expires_at.date(), participant.language),
    }
    return {**group.values, "client": client, "agreement": agreement}


def participant_text_compose(participant: Participant, *, now: datetime) -> ParticipantText:
    """The text in force, filled in and not saved.

    Raises TemplateError, TermsError (NOT_PUBLISHED, AMOUNT_FOR_PARTICIPANTS).
    """
    version = _version_in_force(participant.seat.group, participant.language)
    values = participant_values(participant, now=now)
    return text_of_version(version, participant, values, revision=1, now=now)


def text_of_version(
    version: TermsVersion,
    participant: Participant,
    values: Mapping[str, Any],
    *,
    revision: int,
    now: datetime,
) -> ParticipantText:
    """This very version, filled in and not saved.

    Raises TemplateError, TermsError (AMOUNT_FOR_PARTICIPANTS).
    """
    fields = frozen_fields(
        version, values, revision=revision, now=now, audience=Audience.PARTICIPANT
    )
    text = ParticipantText(participant=participant, **fields)
    html_amounts_refuse(text.html, field="terms")
    for part in _read_besides(text):
        amounts_refuse(part, field="terms")
    return text


def _version_in_force(group: SeatGroup, language: str) -> TermsVersion:
    version = versions_in_force([group.terms_id], language=language).get(group.terms_id)
    if version is None:
        raise TermsError(TermsErrorCode.NOT_PUBLISHED, "Publish the contract terms first.", "terms")
    return version


def _read_besides(text: ParticipantText) -> Iterator[str]:
    """What else reaches the participant: the values too, with the evidence of an acceptance."""
    yield text.title
    yield from (consent["text"] for consent in text.consents)
    yield from _leaves(text.values)


def _leaves(values: Mapping[str, Any]) -> Iterator[str]:
    for value in values.values():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        else:
            yield str(value)
