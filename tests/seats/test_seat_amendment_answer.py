"""A participant's answer to changed terms: what was accepted stands until they agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories.agreements import version_published
from factories.contracts import BROWSER, NOW, PRIVACY, RECORDING, answers
from factories.database import refused, rows
from factories.ledger import facts_of, kinds_of, personal_of
from factories.seat_acts import PAUL_ACTS
from factories.seat_amendments import (
    ANSWERED,
    ASKED,
    NEW_SEATS_BODY,
    participant_asked,
    seat_amendment_accepted,
    seat_amendment_asked,
    seat_amendment_token,
)
from factories.seats import ANNA, TIM, seat_token

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.events import SeatAmendmentAccepted, SeatAmendmentDeclined
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import GivenConsent, LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.amendment_handlers import coach_tell_answer
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, ParticipantAmendment, Seat
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.respond import seat_decline, seat_view
from saleor_coaching_plugin.terms.consents import ConsentErrorCode

pytestmark = pytest.mark.django_db


def decline(amendment: ParticipantAmendment, reason: str = "Too long.", **changes: Any) -> None:
    values = {"act": BROWSER, "now": ANSWERED} | changes
    token = values.pop("token", None) or seat_amendment_token(amendment.participant)
    seat_decline(token=token, reason=reason, **values)


def test_accepting_puts_the_new_text_in_force_and_proves_it() -> None:
    amendment = seat_amendment_asked(consents=[PRIVACY, RECORDING])
    anna = amendment.participant
    participant, seat = (
        Participant.objects.values().get(),
        Seat.objects.values().get(participant=anna),
    )
    accepted = text_of(anna)
    seat_amendment_accepted(amendment, consents=answers("terms", "privacy"), copy_to="e@x.example")
    amendment.refresh_from_db()
    assert (amendment.status, amendment.closed_at) == ("accepted", ANSWERED)
    assert text_of(anna) == amendment.text != accepted
    assert Participant.objects.values().get() == participant
    assert Seat.objects.values().get(participant=anna) == seat
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted")
    first = LedgerEntry.objects.get(kind="seat_accepted")
    facts, personal = facts_of(entry), personal_of(entry)
    assert facts.keys() == {*facts_of(first), "amends"}
    assert personal.keys() == personal_of(first).keys()
    assert (facts["amends"], facts["revision"]) == (accepted.sha256, 2)
    assert facts["statement"] == amendment.text.statement
    assert [each["accepted"] for each in facts["consents"]] == [True, True, False]
    assert personal["texts"][0]["text"] == amendment.text.html
    assert [copy["email"] for copy in personal["copies_to"]] == ["e@x.example"]
    assert entry.personal.hold_reason == "accepted agreement"
    given = GivenConsent.objects.filter(entry=entry).order_by("id")
    assert [(each.key, each.email) for each in given] == [
        (key, ANNA.email) for key in ("terms", "privacy", "recording")
    ]
    assert bundle_faults(bundle_make()) == []
    promised = OutboxMessage.objects.filter(
        event__in=["SeatAmendmentAccepted", "CopyOwed"], payload__entry_id=entry.pk
    ) | OutboxMessage.objects.filter(payload__amendment_id=str(amendment.id))
    assert set(promised.values_list("event", "handler")) == {
        ("SeatAmendmentAccepted", "seats.amendment_handlers.coach_tell_answer"),
        ("CopyOwed", "evidence.handlers.act_sign"),
        ("CopyOwed", "evidence.handlers.copy_send"),
    }
    # What follows an acceptance (account, sequence, packet) followed the first one alone.
    followed = OutboxMessage.objects.filter(event="SeatAccepted").values_list("handler")
    assert len(followed) == len(set(followed)) > 0


def test_accepting_it_twice_is_accepting_it_once() -> None:
    amendment = seat_amendment_asked()
    seat_amendment_accepted(amendment)
    before = rows()
    seat_amendment_accepted(amendment, consents=[])
    assert rows() == before


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"text_sha256": "0" * 64}, AgreementErrorCode.TEXT_CHANGED, "text_sha256"),
        ({"consents": []}, ConsentErrorCode.CONSENT_MISSING, "consents"),
        (
            {"consents": answers("terms", pre_ticked=True)},
            ConsentErrorCode.CONSENT_PRE_TICKED,
            "consents",
        ),
        ({"copy_to": "nobody"}, CoreErrorCode.INVALID, "copy_to"),
        ({"token": "wrong"}, SeatErrorCode.LINK_INVALID, "token"),
        ({"act": PAUL_ACTS}, CoreErrorCode.INVALID, "acting_for.capacity"),
        *(
            ({"act": replace(BROWSER, requestor=Requestor(kind, "1"))}, "client_only", None)
            for kind in (RequestorKind.STAFF, RequestorKind.APP)
        ),
    ],
)
def test_what_is_no_acceptance_changes_nothing(
    changes: dict[str, Any], code: Any, field: str | None
) -> None:
    amendment = seat_amendment_asked()
    with refused(code, field):
        seat_amendment_accepted(amendment, **changes)


def test_the_old_texts_hash_does_not_accept_the_new_one() -> None:
    amendment = seat_amendment_asked()
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256"):
        seat_amendment_accepted(amendment, text_sha256=amendment.text.previous.sha256)


@pytest.mark.parametrize(
    "acting", [None, ActingFor(Capacity.REPRESENTATIVE, "Rita Rep", "By order")]
)
def test_for_a_minor_only_a_guardian_accepts(acting: ActingFor | None) -> None:
    amendment = seat_amendment_asked(TIM)
    with refused(SeatErrorCode.GUARDIAN_REQUIRED, "acting_for"):
        seat_amendment_accepted(amendment, act=replace(BROWSER, acting_for=acting))


def test_a_guardians_acceptance_is_an_act_of_its_own() -> None:
    amendment = seat_amendment_asked(TIM)
    seat_amendment_accepted(amendment)
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted_for_another")
    assert facts_of(entry)["identified_by"] == "link mailed to the guardian"
    assert personal_of(entry)["acting"] == {"name": "Paul Adams", "basis": ""}
    assert personal_of(entry)["mailed_to"] == {"name": "Paul Adams", "email": "paul@family.example"}


def test_declining_leaves_the_accepted_text_in_force_and_is_recorded() -> None:
    amendment = seat_amendment_asked()
    anna = amendment.participant
    participant, seat = (
        Participant.objects.values().get(),
        Seat.objects.values().get(participant=anna),
    )
    decline(amendment, " Too long. ")
    amendment.refresh_from_db()
    assert (amendment.status, amendment.client_note) == ("declined", "Too long.")
    assert text_of(anna) == amendment.text.previous
    assert Participant.objects.values().get() == participant
    assert Seat.objects.values().get(participant=anna) == seat
    entry = LedgerEntry.objects.get(kind="seat_amendment_declined")
    assert facts_of(entry)["amends"] == amendment.text.previous.sha256
    assert personal_of(entry)["note"] == "Too long."
    assert not OutboxMessage.objects.filter(event="SeatDeclined").exists()
    declined = rows()
    decline(amendment, "Again")
    assert rows() == declined


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_do_not_decline_for_the_participant(kind: RequestorKind) -> None:
    amendment = seat_amendment_asked()
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        decline(amendment, act=replace(BROWSER, requestor=Requestor(kind, "1")))


def test_an_answer_is_final() -> None:
    amendment = seat_amendment_asked()
    decline(amendment)
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None, saying="declined"):
        seat_amendment_accepted(amendment)
    other = seat_amendment_asked()
    seat_amendment_accepted(other)
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None, saying="accepted"):
        decline(other)


def test_the_invitations_link_answers_no_change() -> None:
    amendment = seat_amendment_asked(now=NOW)
    token = seat_token(amendment.participant.seat)
    with refused(SeatErrorCode.NOT_ANSWERABLE, None):
        decline(amendment, token=token, now=NOW)
    before = rows()
    seat_amendment_accepted(amendment, token=token, now=NOW)
    assert rows() == before


def test_a_link_that_has_expired_accepts_nothing() -> None:
    amendment = seat_amendment_asked()
    with refused(SeatErrorCode.LINK_EXPIRED, "token"):
        seat_amendment_accepted(amendment, now=ASKED + timedelta(days=14))


def test_looking_at_it_changes_nothing() -> None:
    amendment = seat_amendment_asked()
    before = rows()
    seat_view(token=seat_amendment_token(amendment.participant), now=ASKED)
    assert rows() == before


def test_a_later_change_is_made_against_the_one_that_was_accepted() -> None:
    first = seat_amendment_asked()
    seat_amendment_accepted(first)
    terms = first.text.terms_version.terms
    version = version_published(terms, NEW_SEATS_BODY + "\n\nMore.", note="More.")
    second = participant_asked(first.participant, version, now=ANSWERED + timedelta(days=30))
    assert second
    assert second.text.previous == first.text
    mail = MailMessage.objects.filter(kind="amendment").latest("created_at")
    assert "June 1, 2027 you accepted" in mail.text
    assert "We have made some things clearer." not in mail.text


def test_the_coach_is_told_of_a_yes() -> None:
    amendment = seat_amendment_asked()
    seat_amendment_accepted(amendment)
    coach_tell_answer(SeatAmendmentAccepted(amendment_id=str(amendment.id)))
    mail = MailMessage.objects.get(kind="coach_amendment_accepted")
    assert mail.to_email == "alex@coach.example"
    assert (
        mail.subject
        == f"{amendment.participant.number}: Anna Adams has accepted the changed terms."
    )


def test_the_coach_is_told_of_a_no_with_its_reason_once_and_the_payer_of_nothing() -> None:
    amendment = seat_amendment_asked()
    decline(amendment, "Too *long*.")
    for _ in range(2):
        coach_tell_answer(SeatAmendmentDeclined(amendment_id=str(amendment.id)))
    mail = MailMessage.objects.get(kind="coach_amendment_declined")
    assert "Too *long*." in mail.text
    assert not MailMessage.objects.filter(to_email="paula@payer.example").exists()
    told = OutboxMessage.objects.filter(event="SeatAmendmentDeclined")
    assert [row.payload for row in told] == [{"amendment_id": str(amendment.id)}]
    chain = f"participant:{amendment.participant.id}"
    assert kinds_of(chain)[-1] == "seat_amendment_declined"
