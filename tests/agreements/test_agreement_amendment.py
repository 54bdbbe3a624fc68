"""A material change of the terms is put to whoever accepted an earlier version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from factories.agreements import (
    agreement_drafted,
    agreement_sent,
    template_published,
    version_published,
)
from factories.amendments import (
    ANSWERED,
    ASKED,
    NEW_BODY,
    agreement_under,
    amendment_accepted,
    amendment_asked,
    amendment_token,
    asked,
)
from factories.contracts import (
    BODY,
    BROWSER,
    NOW,
    RECORDING,
    SAM,
    acceptance_of,
    terms_published,
    text_of,
)
from factories.database import refused, rows
from factories.ledger import facts_of, kinds_of

from saleor_coaching_plugin.agreements.amendment_handlers import (
    late_acceptance_ask,
    material_change_spread,
)
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import Amendment, ClientAgreement, Party, PartyText
from saleor_coaching_plugin.agreements.record import chain_of
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.send import agreement_resend
from saleor_coaching_plugin.core.events import AgreementAccepted, TermsVersionPublished
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> ContractTerms:
    return terms_published()


def owed_for(version: TermsVersion) -> set[str]:
    """Ids of the parties that the version is to be put to."""
    OutboxMessage.objects.all().delete()
    material_change_spread(TermsVersionPublished(version_id=str(version.id)))
    owed = OutboxMessage.objects.filter(event="AmendmentOwed")
    assert all(row.payload["version_id"] == str(version.id) for row in owed)
    return {row.payload["party_id"] for row in owed}


def party_id(agreement: ClientAgreement) -> str:
    return str(agreement.parties.get().id)


def test_each_party_that_accepted_an_earlier_version_in_the_language_is_owed_the_question(
    terms: ContractTerms,
) -> None:
    version_published(terms, "Deutsch {{ client.name }}", language="de")
    template = template_published(terms)
    agreement_drafted(template)
    agreement_sent(template)
    agreement_under(terms, language="de")
    agreement_under(terms_published())
    one, other = agreement_under(terms), agreement_under(terms)
    assert owed_for(version_published(terms, NEW_BODY)) == {party_id(one), party_id(other)}


def test_nobody_is_asked_about_a_minor_version_or_the_first(terms: ContractTerms) -> None:
    agreement_under(terms)
    assert owed_for(version_published(terms, NEW_BODY, material=False)) == set()
    assert owed_for(version_published(terms, "Deutsch", language="de")) == set()


@pytest.mark.parametrize("material", [True, False])
def test_who_accepts_what_was_sent_before_a_material_change_is_owed_the_question(
    terms: ContractTerms, material: bool
) -> None:
    agreement, token = agreement_sent(template_published(terms))
    version = version_published(terms, NEW_BODY, material=material)
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=NOW)
    OutboxMessage.objects.all().delete()
    late_acceptance_ask(AgreementAccepted(agreement_id=str(agreement.id)))
    payload = {"party_id": party_id(agreement), "version_id": str(version.id)}
    owed = OutboxMessage.objects.filter(event="AmendmentOwed")
    assert [row.payload for row in owed] == ([payload] if material else [])


def test_who_accepts_the_newest_version_is_owed_nothing(terms: ContractTerms) -> None:
    version_published(terms, NEW_BODY)
    agreement = agreement_under(terms)
    OutboxMessage.objects.all().delete()
    late_acceptance_ask(AgreementAccepted(agreement_id=str(agreement.id)))
    assert not OutboxMessage.objects.exists()


def test_who_has_accepted_the_amendment_is_not_owed_it_again(terms: ContractTerms) -> None:
    agreement, behind = agreement_under(terms), agreement_under(terms)
    version = version_published(terms, NEW_BODY)
    amendment = asked(agreement, version)
    assert amendment
    amendment_accepted(amendment)
    assert owed_for(version) == {party_id(behind)}


def test_one_that_cannot_be_filled_in_is_told_to_the_coach_and_holds_up_nobody(
    terms: ContractTerms,
) -> None:
    agreement = agreement_under(terms)
    version = version_published(terms, "About {{ custom.topic }}")
    assert asked(agreement, version) is None
    assert asked(agreement, version) is None
    mail = MailMessage.objects.get(kind="coach_amendment_unfillable")
    assert agreement.number in mail.subject
    assert "topic" in mail.text
    assert "stays in force" in mail.text
    assert not Amendment.objects.exists()


def test_a_text_that_reads_the_same_asks_nobody(terms: ContractTerms) -> None:
    agreement = agreement_under(terms)
    before = rows()
    version = version_published(terms, "{% comment %}tidied up{% endcomment %}" + BODY)
    published = rows()
    assert asked(agreement, version) is None
    assert rows() == published != before


@pytest.mark.parametrize("changes", [{"consents": [RECORDING]}, {"title": "Another title"}])
def test_other_boxes_or_another_title_are_a_change(
    terms: ContractTerms, changes: dict[str, Any]
) -> None:
    assert asked(agreement_under(terms), version_published(terms, BODY, **changes))


def test_a_late_event_asks_once_about_the_newest_text(terms: ContractTerms) -> None:
    agreement = agreement_under(terms)
    second = version_published(terms, NEW_BODY, note="Notice.")
    third = version_published(terms, NEW_BODY + "\n\nMore.", note="More.")
    party = agreement.parties.get()
    for version in (second, third, second):
        asked(agreement, version)
    assert Amendment.objects.get(party=party).text.terms_version == third
    assert "Notice." in MailMessage.objects.get(kind="amendment").text


def test_the_question_is_frozen_linked_mailed_and_recorded() -> None:
    amendment = amendment_asked(note="Notice is now 14 days.")
    text = amendment.text
    accepted = PartyText.objects.get(revision=1)
    assert (text.revision, text.previous, amendment.status) == (2, accepted, "open")
    assert text.html == accepted.html + "<p>Notice is 14 days.</p>\n"
    assert (text.language, text.button) == ("en", "I Accept")
    assert text.statement.startswith("By clicking “I Accept” you agree to this text in place of")
    link = link_open(amendment_token(), now=ASKED)
    assert (link.text, link.expires_at) == (text, ASKED + timedelta(days=14))
    agreement = ClientAgreement.objects.get()
    entry = LedgerEntry.objects.get(kind="amendment_sent")
    assert entry.chain == chain_of(agreement)
    assert facts_of(entry)["amends"] == accepted.sha256
    assert facts_of(entry)["texts"][0]["sha256"] == text.sha256
    mail = MailMessage.objects.get(kind="amendment")
    assert (mail.to_email, mail.subject) == (
        SAM.email,
        f"Agreement {agreement.number}: what has changed",
    )
    for said in ("Notice is now 14 days.", "on May 1, 2027 you accepted", "until June 14, 2027"):
        assert said in mail.text
    assert amendment_token() not in mail.text + mail.html


def test_the_mail_is_in_the_language_of_the_text(terms: ContractTerms) -> None:
    version_published(terms, "Vertrag {{ client.name }}", language="de", title="Vertrag")
    agreement = agreement_under(terms, language="de")
    amendment = asked(
        agreement,
        version_published(terms, "Neuer Vertrag", language="de", title="Vertrag", note="Fristen."),
    )
    assert amendment
    mail = MailMessage.objects.get(kind="amendment")
    assert mail.subject == f"Vertrag {agreement.number}: was sich ändert"
    assert "am 1. Mai 2027 haben Sie" in mail.text
    assert "- Fristen." in mail.text
    assert amendment.text.button == "Ich stimme zu"
    assert amendment.text.button in amendment.text.statement


def test_a_note_acts_as_text_in_the_mail() -> None:
    amendment_asked(note="# Less <b> [x](https://evil.example/)")
    mail = MailMessage.objects.get(kind="amendment")
    assert "# Less <b> [x](https://evil.example/)" in mail.text
    assert 'href="https://evil.example/' not in mail.html


def test_it_is_filled_in_with_the_values_as_agreed(terms: ContractTerms, settings: Any) -> None:
    agreement = agreement_under(terms, fee_minor=900_00)
    accepted = text_of(agreement)
    settings.COACHING_COACH_NAME = "Another Name"
    Party.objects.update(first_name="Samantha")
    version = version_published(
        terms,
        "{{ coach.name }} {{ client.name }} {{ fee.total }} {{ agreement.date }} "
        "{% for p in fee.instalments %}{{ p.due_on }}{% endfor %}",
    )
    amendment = asked(agreement, version)
    assert amendment
    values = accepted.values
    due_on = values["fee"]["instalments"][0]["due_on"]
    said = f"{values['coach']['name']} Sam Client €900.00 May 1, 2027 {due_on}"
    assert amendment.text.html == f"<p>{said}</p>\n".replace("€", "&#8364;")
    assert amendment.text.values == accepted.values


def test_a_newer_change_takes_the_place_of_one_that_is_open() -> None:
    older = amendment_asked()
    token = amendment_token()
    agreement = older.party.agreement
    version = version_published(
        older.text.terms_version.terms, NEW_BODY + "\n\nMore.", note="More."
    )
    newer = asked(agreement, version, now=ANSWERED)
    assert newer
    older.refresh_from_db()
    assert (older.status, older.closed_at, newer.status) == ("superseded", ANSWERED, "open")
    assert newer.text.previous == older.text.previous
    assert newer.text.revision == 3
    with refused(AgreementErrorCode.LINK_INVALID, "token"):
        link_open(token, now=ANSWERED)
    mail = MailMessage.objects.filter(kind="amendment").latest("created_at")
    assert "We have made some things clearer." in mail.text
    assert "More." in mail.text


def test_going_back_to_the_accepted_text_takes_the_open_question_back() -> None:
    older = amendment_asked()
    version = version_published(older.text.terms_version.terms, BODY)
    assert asked(older.party.agreement, version) is None
    older.refresh_from_db()
    assert older.status == "superseded"
    assert MailMessage.objects.filter(kind="amendment").count() == 1


def test_resending_sends_the_same_text_under_a_new_link() -> None:
    amendment = amendment_asked()
    agreement, old = amendment.party.agreement, amendment_token()
    agreement_resend(agreement_id=agreement.id, now=ANSWERED)
    link = link_open(amendment_token(), now=ANSWERED)
    assert (link.text, link.expires_at) == (amendment.text, ANSWERED + timedelta(days=14))
    with refused(AgreementErrorCode.LINK_INVALID, "token"):
        link_open(old, now=ANSWERED)
    assert kinds_of(chain_of(agreement))[-1] == "amendment_resent"
    amendment_accepted(amendment)
    with refused(AgreementErrorCode.NOT_SENDABLE, "id"):
        agreement_resend(agreement_id=agreement.id, now=ANSWERED)
