"""A material change of the terms is put to whoever takes part and has accepted them before."""

from __future__ import annotations

from typing import Any

import pytest
from factories.agreements import (
    agreement_accepted,
    template_published,
    version_published,
)
from factories.contracts import BROWSER, NOW, RECORDING, SEATS_BODY
from factories.database import refused, rows
from factories.ledger import facts_of, kinds_of
from factories.seat_acts import seat_acceptance_of, seat_accepted
from factories.seat_amendments import (
    ANSWERED,
    ASKED,
    NEW_SEATS_BODY,
    group_under,
    participant_asked,
    seat_amendment_accepted,
    seat_amendment_asked,
    seat_amendment_token,
    seat_terms,
)
from factories.seats import ANNA, BEN, TIM, seat_invited

from saleor_coaching_plugin.agreements.models import Amendment
from saleor_coaching_plugin.core.events import SeatAccepted, TermsVersionPublished
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.amendment_handlers import (
    late_acceptance_ask,
    material_change_spread,
)
from saleor_coaching_plugin.seats.errors import SeatErrorCode
from saleor_coaching_plugin.seats.models import Participant, ParticipantAmendment, SeatGroup
from saleor_coaching_plugin.seats.selectors import link_open, text_of
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.respond import seat_decline
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion

pytestmark = pytest.mark.django_db
PAYERS_PART = "You pay {{ fee.total }} for"
DEARER = SEATS_BODY.replace(PAYERS_PART, "From now on you pay €1,887.66 more, in all")


@pytest.fixture
def terms() -> ContractTerms:
    return seat_terms()


@pytest.fixture
def group(terms: ContractTerms) -> SeatGroup:
    return group_under(terms)


def owed_for(version: TermsVersion) -> set[str]:
    """Ids of the participants that the version is to be put to."""
    OutboxMessage.objects.all().delete()
    material_change_spread(TermsVersionPublished(version_id=str(version.id)))
    owed = OutboxMessage.objects.filter(event="SeatAmendmentOwed")
    assert all(row.payload["version_id"] == str(version.id) for row in owed)
    return {row.payload["participant_id"] for row in owed}


def mail_of(participant: Participant) -> MailMessage:
    return MailMessage.objects.filter(kind="amendment", about=str(participant.id)).latest(
        "created_at"
    )


def test_each_who_has_accepted_an_earlier_version_in_the_language_is_owed_the_question(
    terms: ContractTerms, group: SeatGroup
) -> None:
    version_published(terms, "Deutsch {{ client.name }}", language="de")
    anna, tim = seat_accepted(ANNA, group=group), seat_accepted(TIM, group=group)
    seat_invited(BEN, group=group)
    _, token = seat_invited(BEN, group=group)
    seat_decline(token=token, reason="", act=BROWSER, now=NOW)
    seat_accepted(ANNA, group=group_under(terms, language="de"))
    seat_accepted(ANNA, group=group_under(seat_terms()))
    assert owed_for(version_published(terms, NEW_SEATS_BODY)) == {str(anna.id), str(tim.id)}


def test_nobody_is_asked_about_a_minor_version(terms: ContractTerms, group: SeatGroup) -> None:
    seat_accepted(group=group)
    assert owed_for(version_published(terms, NEW_SEATS_BODY, material=False)) == set()


@pytest.mark.parametrize("material", [True, False])
def test_who_accepts_what_was_sent_before_a_material_change_is_owed_the_question(
    terms: ContractTerms, group: SeatGroup, material: bool
) -> None:
    seat, token = seat_invited(group=group)
    version = version_published(terms, NEW_SEATS_BODY, material=material)
    assert owed_for(version) == set()
    anna = seat_accept(token=token, acceptance=seat_acceptance_of(seat), act=BROWSER, now=NOW)
    OutboxMessage.objects.all().delete()
    late_acceptance_ask(SeatAccepted(participant_id=str(anna.id)))
    payload = {"participant_id": str(anna.id), "version_id": str(version.id)}
    owed = OutboxMessage.objects.filter(event="SeatAmendmentOwed")
    assert [row.payload for row in owed] == ([payload] if material else [])


def test_who_has_accepted_the_newest_version_is_owed_nothing(
    terms: ContractTerms, group: SeatGroup
) -> None:
    version = version_published(terms, NEW_SEATS_BODY)
    anna = seat_accepted(group=group)
    assert owed_for(version) == set()
    late_acceptance_ask(SeatAccepted(participant_id=str(anna.id)))
    assert not OutboxMessage.objects.exists()


def test_who_has_accepted_the_change_is_not_owed_it_again(
    terms: ContractTerms, group: SeatGroup
) -> None:
    anna, ben = seat_accepted(ANNA, group=group), seat_accepted(BEN, group=group)
    version = version_published(terms, NEW_SEATS_BODY)
    amendment = participant_asked(anna, version)
    assert amendment
    seat_amendment_accepted(amendment)
    assert owed_for(version) == {str(ben.id)}


def test_the_question_is_frozen_linked_mailed_and_recorded() -> None:
    amendment = seat_amendment_asked(note="Notice is now 14 days.")
    text, anna = amendment.text, amendment.participant
    accepted = text_of(anna)
    assert (accepted.revision, text.revision, text.previous) == (1, 2, accepted)
    assert (amendment.status, amendment.asked_at) == ("open", ASKED)
    assert text.html == accepted.html + "<p>Notice is 14 days.</p>\n"
    assert text.values == accepted.values
    assert text.statement.startswith("By clicking “I Accept” you agree to this text in place of")
    link = link_open(seat_amendment_token(anna), now=ASKED)
    assert (link.text, (link.expires_at - ASKED).days) == (text, 14)
    chain = f"participant:{anna.id}"
    assert kinds_of(chain) == ["seat_invited", "seat_accepted", "seat_amendment_sent"]
    facts = facts_of(LedgerEntry.objects.get(kind="seat_amendment_sent"))
    assert (facts["amends"], facts["role"]) == (accepted.sha256, "participant")
    assert facts["texts"][0]["sha256"] == text.sha256
    mail = mail_of(anna)
    assert (mail.to_email, mail.subject) == (
        ANNA.email,
        f"Agreement {anna.number}: what has changed",
    )
    for said in ("Notice is now 14 days.", "on May 1, 2027 you accepted", "until June 14, 2027"):
        assert said in mail.text
    for hidden in ("guardian", "Paula", seat_amendment_token(anna)):
        assert hidden not in mail.text + mail.html


def test_of_a_minor_the_guardian_is_asked() -> None:
    tim = seat_amendment_asked(TIM).participant
    mail = mail_of(tim)
    assert (mail.to_email, mail.to_name) == ("paul@family.example", "Paul Adams")
    assert "Hello Paul Adams," in mail.text
    assert "as the parent or legal guardian of Tim" in mail.text


def test_the_mail_is_in_the_language_of_the_text(terms: ContractTerms) -> None:
    version_published(terms, "Vertrag {{ client.name }}", language="de", title="Vertrag")
    group = group_under(terms, language="de")
    tim = seat_accepted(TIM, group=group)
    version = version_published(terms, "Neu", language="de", title="Vertrag", note="Fristen.")
    assert participant_asked(tim, version)
    mail = mail_of(tim)
    assert mail.subject == f"Vertrag {tim.number}: was sich ändert"
    assert "- Fristen." in mail.text
    assert "als Elternteil oder gesetzliche Vertretung von Tim" in mail.text


def test_it_is_filled_in_with_the_values_as_accepted(
    terms: ContractTerms, group: SeatGroup, settings: Any
) -> None:
    anna = seat_accepted(group=group)
    settings.COACHING_COACH_NAME = "Another Name"
    Participant.objects.update(first_name="Annabel")
    body = "{{ coach.name }} {{ client.name }} {{ agreement.date }} {{ agreement.number }}"
    amendment = participant_asked(anna, version_published(terms, body))
    assert amendment
    assert amendment.text.html == f"<p>Alex Morgan Anna Adams May 1, 2027 {anna.number}</p>\n"


def test_a_change_of_the_payers_part_alone_asks_no_participant(
    terms: ContractTerms, group: SeatGroup
) -> None:
    anna = seat_accepted(group=group)
    version = version_published(terms, DEARER, note="The payer's part has changed.")
    published = rows()
    assert participant_asked(anna, version) is None
    assert rows() == published


def test_a_change_of_the_participants_part_alone_asks_no_payer() -> None:
    terms = seat_terms()
    agreement, _ = agreement_accepted(template_published(terms, seats=2))
    relay_due()
    anna = seat_accepted(group=SeatGroup.objects.get(subject=f"agreement:{agreement.id}"))
    version_published(terms, SEATS_BODY.replace("this place", "this place, to keep"))
    relay_due()
    assert anna.amendments.get().status == "open"
    assert not Amendment.objects.exists()


def test_nothing_of_a_price_that_changed_with_it_is_told(
    terms: ContractTerms, group: SeatGroup
) -> None:
    anna = seat_accepted(group=group)
    version = version_published(terms, DEARER + "\n\nNotice is 14 days.", note="Notice.")
    amendment = participant_asked(anna, version)
    assert amendment
    mail = mail_of(anna)
    told = f"{mail.subject}{mail.text}{mail.html}{amendment.text.html}{amendment.text.values}"
    assert "Notice is 14 days." in told
    for secret in ("1,887", "1887", "€", "&#8364;", "You pay", "you pay"):
        assert secret not in told


@pytest.mark.parametrize(
    ("body", "note", "reason"),
    [
        ("About {{ custom.topic }}", "Clearer.", "topic"),
        (NEW_SEATS_BODY, "It is €20 dearer.", "must not read an amount"),
        (f"{SEATS_BODY}\n\nThe fee is €20.", "Clearer.", "must not read an amount"),
    ],
)
def test_what_cannot_be_put_to_them_is_told_to_the_coach_once(
    body: str, note: str, reason: str
) -> None:
    """As it can come to terms that got seats after they were published."""
    terms = seat_terms()
    anna = seat_accepted(group=group_under(terms))
    ContractTerms.objects.update(has_seats=False)
    version = version_published(terms, body, note=note)
    for _ in range(2):
        assert participant_asked(anna, version) is None
    mail = MailMessage.objects.get(kind="coach_amendment_unfillable")
    assert mail.to_email == "alex@coach.example"
    assert anna.number in mail.subject
    assert reason in mail.text
    assert not ParticipantAmendment.objects.exists()
    assert not MailMessage.objects.filter(kind="amendment").exists()


@pytest.mark.parametrize("changes", [{"consents": [RECORDING]}, {"title": "Another title"}])
def test_other_boxes_or_another_title_are_a_change(changes: dict[str, Any]) -> None:
    assert seat_amendment_asked(body=SEATS_BODY, **changes)


def test_a_newer_change_takes_the_place_of_one_that_is_open() -> None:
    older = seat_amendment_asked()
    anna = older.participant
    token = seat_amendment_token(anna)
    terms = older.text.terms_version.terms
    version = version_published(terms, NEW_SEATS_BODY + "\n\nMore.", note="More.")
    newer = participant_asked(anna, version, now=ANSWERED)
    assert newer
    older.refresh_from_db()
    assert (older.status, older.closed_at, newer.status) == ("superseded", ANSWERED, "open")
    assert (newer.text.previous, newer.text.revision) == (older.text.previous, 3)
    with refused(SeatErrorCode.LINK_INVALID, "token"):
        link_open(token, now=ANSWERED)
    for said in ("We have made some things clearer.", "More."):
        assert said in mail_of(anna).text


def test_a_late_event_asks_once_about_the_newest_text(
    terms: ContractTerms, group: SeatGroup
) -> None:
    anna = seat_accepted(group=group)
    second = version_published(terms, NEW_SEATS_BODY)
    third = version_published(terms, NEW_SEATS_BODY + "\n\nMore.")
    for version in (second, third, second):
        participant_asked(anna, version)
    assert anna.amendments.get().text.terms_version == third


def test_going_back_to_the_accepted_text_takes_the_open_question_back() -> None:
    older = seat_amendment_asked()
    version = version_published(older.text.terms_version.terms, SEATS_BODY)
    assert participant_asked(older.participant, version) is None
    older.refresh_from_db()
    assert older.status == "superseded"
    assert MailMessage.objects.filter(kind="amendment").count() == 1


def test_a_publication_sets_all_of_it_going() -> None:
    terms = seat_terms()
    group = group_under(terms)
    anna = seat_accepted(group=group)
    seat, token = seat_invited(BEN, group=group)
    version_published(terms, NEW_SEATS_BODY)
    relay_due()
    assert ParticipantAmendment.objects.get().participant == anna
    ben = seat_accept(token=token, acceptance=seat_acceptance_of(seat), act=BROWSER, now=NOW)
    relay_due()
    assert ben.amendments.get().status == "open"
