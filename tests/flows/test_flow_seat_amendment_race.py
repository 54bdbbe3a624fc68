"""Changed terms while participants answer: whoever comes first, nothing is lost or done twice."""

from __future__ import annotations

import pytest
from factories.agreements import version_published
from factories.seat_amendments import (
    ASKED,
    NEW_SEATS_BODY,
    participant_asked,
    seat_amendment_accepted,
    seat_amendment_asked,
    seat_amendment_token,
)
from factories.threads import at_once

from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import ParticipantAmendment, ParticipantText
from saleor_coaching_plugin.terms.models import TermsVersion

pytestmark = pytest.mark.usefixtures("committed_db")


def newer_than(amendment: ParticipantAmendment) -> TermsVersion:
    terms = amendment.text.terms_version.terms
    return version_published(terms, NEW_SEATS_BODY + "\n\nMore.", note="M.")


def test_many_clicks_at_once_are_one_acceptance() -> None:
    amendment = seat_amendment_asked()
    token = seat_amendment_token(amendment.participant)
    answers = at_once(12, lambda number: seat_amendment_accepted(amendment, token=token))
    assert answers == [None] * 12
    assert LedgerEntry.objects.filter(kind="seat_amendment_accepted").count() == 1


def test_the_same_event_in_several_workers_asks_once() -> None:
    older = seat_amendment_asked()
    version = newer_than(older)
    found = at_once(6, lambda number: participant_asked(older.participant, version))
    assert len({each.id for each in found}) == 1
    assert MailMessage.objects.filter(kind="amendment").count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_an_acceptance_while_a_newer_version_is_put_stands_or_is_refused(attempt: int) -> None:
    older = seat_amendment_asked()
    token, version = seat_amendment_token(older.participant), newer_than(older)

    def either(number: int) -> object:
        if number:
            return participant_asked(older.participant, version, now=ASKED)
        return seat_amendment_accepted(older, token=token, now=ASKED)

    refusal, newer = at_once(2, either)
    older.refresh_from_db()
    assert isinstance(newer, ParticipantAmendment)
    in_force = ParticipantText.objects.get(id=newer.text.previous_id)
    if older.status == "accepted":
        assert (refusal, in_force) == (None, older.text)
    else:
        assert older.status == "superseded"
        assert str(getattr(refusal, "code", "")) in {"link_invalid", "not_acceptable"}
        assert in_force == older.text.previous
