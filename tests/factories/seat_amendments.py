"""Participants who have accepted, and whose terms change materially."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from factories.agreements import version_published
from factories.contracts import BROWSER, NOW, SEATS_BODY, answers, terms_published, token_in
from factories.seat_acts import PAUL_ACTS, seat_accepted
from factories.seats import ANNA, seat_group_opened
from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import Participant, ParticipantAmendment, SeatGroup
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion

ASKED = NOW + timedelta(days=30)
ANSWERED = ASKED + timedelta(days=1)
NEW_SEATS_BODY = SEATS_BODY + "\n\nNotice is 14 days."


def seat_terms() -> ContractTerms:
    return terms_published(SEATS_BODY, has_seats=True)


def group_under(terms: ContractTerms, **changes: Any) -> SeatGroup:
    return seat_group_opened(terms_id=terms.id, **changes)


def participant_asked(
    participant: Participant, version: TermsVersion, *, now: datetime = ASKED
) -> ParticipantAmendment | None:
    """The newest question that is put to them because of this version, if one is."""
    amendment_ask(participant_id=participant.id, version_id=version.id, now=now)
    return participant.amendments.filter(text__terms_version=version).first()


def seat_amendment_asked(
    person: Person = ANNA,
    *,
    body: str = NEW_SEATS_BODY,
    group: SeatGroup | None = None,
    accepted_on: datetime = NOW,
    now: datetime = ASKED,
    **changes: Any,
) -> ParticipantAmendment:
    """Of somebody who accepted before; `changes` are those of the new version."""
    group = group or group_under(seat_terms())
    participant = seat_accepted(person, group=group, now=accepted_on)
    version = version_published(group.terms, body, **changes)
    amendment = participant_asked(participant, version, now=now)
    assert amendment
    return amendment


def seat_amendment_token(participant: Participant) -> str:
    """The raw token in their newest mail about changed terms."""
    mails = MailMessage.objects.filter(kind="amendment", about=str(participant.id))
    return token_in(mails.latest("created_at"))


def seat_amendment_accepted(
    amendment: ParticipantAmendment,
    *,
    token: str = "",
    act: Act | None = None,
    now: datetime = ANSWERED,
    **changes: Any,
) -> None:
    """All boxes ticked, by the guardian of a minor; `changes` are fields of the acceptance."""
    keys = [each["key"] for each in amendment.text.consents]
    whole = {"text_sha256": amendment.text.sha256, "consents": answers(*keys)} | changes
    by_default = PAUL_ACTS if amendment.participant.is_minor else BROWSER
    seat_accept(
        token=token or seat_amendment_token(amendment.participant),
        acceptance=Acceptance(**whole),
        act=act or by_default,
        now=now,
    )
