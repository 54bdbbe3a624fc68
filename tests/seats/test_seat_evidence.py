"""What proves a participant's acceptance: whole by itself, and without what somebody else pays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from factories.agreements import agreement_accepted, template_published, version_published
from factories.contracts import BROWSER, NOW, SAM, SEATS_BODY
from factories.ledger import kinds_of
from factories.pdf import needs_pdf, pdf_files, pdf_text
from factories.seat_acts import seat_accepted
from factories.seat_amendments import participant_asked, seat_amendment_accepted
from factories.seats import ANNA, BEN, TIM, seat_invited

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.consents import ConsentFilter, consents_found
from saleor_coaching_plugin.evidence.erasure import (
    ErasureReason,
    personal_data_erase,
    personal_data_find,
)
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.evidence.verify.command import main
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import Participant, SeatGroup
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.respond import seat_decline

pytestmark = pytest.mark.django_db
PLANTED = 7_654_321
"""Minor units of the fee. It and its parts stand nowhere but in what the payer reads."""
AMOUNTS = ("76,543.21", "76543", "7654321", "25,514.40", "2551440", "EUR", "€", "&#8364;")


@pytest.fixture
def agreement() -> ClientAgreement:
    """Accepted and paid for by Sam, with three seats; everything due is done."""
    accepted, _ = agreement_accepted(
        template_published(seats=3, instalments=3), now=utc_now(), fee_minor=PLANTED
    )
    relay_due()
    return ClientAgreement.objects.get(id=accepted.id)


@pytest.fixture
def group(agreement: ClientAgreement) -> SeatGroup:
    return SeatGroup.objects.get(subject=f"agreement:{agreement.id}")


@pytest.fixture
def anna(group: SeatGroup) -> Participant:
    """Has accepted, beside Ben; everything due is done."""
    seat_accepted(BEN, group=group, now=utc_now())
    participant = seat_accepted(ANNA, group=group, now=utc_now())
    relay_due()
    return participant


def chain_of(participant: Participant) -> str:
    return f"participant:{participant.id}"


def acceptance_of(participant: Participant) -> LedgerEntry:
    return LedgerEntry.objects.get(chain=chain_of(participant), kind__startswith="seat_accepted")


def secrets_of(agreement: ClientAgreement) -> Iterator[str]:
    """What a participant must not come across."""
    yield from AMOUNTS
    yield from (SAM.first_name, SAM.email, agreement.number, agreement.order_id)
    yield from ("ben@family.example", "Brown", "seats_opened", "invoice", "Invoice")


def exported(participant: Participant, file: Path) -> str:
    call_command("coaching_ledger", chain=[chain_of(participant)], export=file)
    return file.read_text()


# the bundle


def test_the_exported_bundle_verifies_alone_and_holds_nothing_of_the_payer(
    agreement: ClientAgreement, anna: Participant, tmp_path: Path
) -> None:
    heads_sign(now=utc_now())
    anchor_make(now=utc_now() + timedelta(days=1))
    bundle = exported(anna, tmp_path / "bundle.json")
    assert main([str(tmp_path / "bundle.json")]) == 0
    entries = json.loads(bundle)["entries"]
    assert {each["chain"] for each in entries} == {chain_of(anna)}
    assert [each["kind"] for each in entries] == ["seat_invited", "seat_accepted"]
    assert json.loads(bundle)["proofs"]
    assert [secret for secret in secrets_of(agreement) if secret in bundle] == []
    assert entries[-1]["facts"]["group"] == f"agreement:{agreement.id}"


def test_what_is_searched_for_stands_in_the_payers_bundle(
    agreement: ClientAgreement, anna: Participant, tmp_path: Path
) -> None:
    """So the search would find it."""
    file = tmp_path / "bundle.json"
    call_command("coaching_ledger", chain=[f"agreement:{agreement.id}"], export=file)
    payers = file.read_text()
    for secret in ("76,543.21", "7654321", SAM.email, agreement.number, "seats_opened"):
        assert secret in payers
    for hidden in ("anna@family.example", "Adams", "PA-"):
        assert hidden not in payers


def test_a_changed_byte_is_found(anna: Participant, tmp_path: Path) -> None:
    bundle = exported(anna, tmp_path / "bundle.json")
    assert bundle_faults(json.loads(bundle)) == []
    assert bundle_faults(json.loads(bundle.replace("Anna Adams", "Anna Other")))


# certificate and copy


@needs_pdf
def test_the_certificate_says_in_which_role_and_holds_nothing_of_the_payer(
    agreement: ClientAgreement, anna: Participant
) -> None:
    certificate = Certificate.objects.get(entry=acceptance_of(anna))
    pdf = bytes(certificate.content or b"")
    text = pdf_text(pdf)
    for part in ("anna@family.example participant", f"Agreement {anna.number}", "Anna Adams"):
        assert part in text
    assert text_of(anna).sha256 in text.replace(" ", "")
    [html] = pdf_files(pdf).values()
    assert html.decode() == text_of(anna).html
    told = text + html.decode()
    assert [secret for secret in secrets_of(agreement) if secret in told] == []


@needs_pdf
def test_the_guardian_is_named_as_who_acted_and_gets_the_copy(group: SeatGroup) -> None:
    tim = seat_accepted(TIM, group=group, now=utc_now())
    relay_due()
    certificate = Certificate.objects.get(entry=acceptance_of(tim))
    text = pdf_text(bytes(certificate.content or b""))
    assert "Accepted by Paul Adams as legal guardian of Tim Adams" in text
    assert "Paul Adams, legal guardian" in text
    assert "link mailed to the guardian" in text
    mail = MailMessage.objects.get(kind="agreement_copy", about=str(tim.id))
    assert (mail.to_email, mail.to_name) == ("paul@family.example", "Paul Adams")
    assert "as legal guardian of Tim Adams" in mail.text


def test_a_minor_with_an_address_of_their_own_is_not_sent_the_copy(group: SeatGroup) -> None:
    tim = seat_accepted(
        replace(TIM, email="tim@school.example"),
        group=group,
        act=replace(BROWSER, acting_for=_paul()),
        now=utc_now(),
    )
    relay_due()
    mail = MailMessage.objects.get(kind="agreement_copy", about=str(tim.id))
    assert mail.to_email == "paul@family.example"


def _paul() -> ActingFor:
    return ActingFor(Capacity.GUARDIAN, "Paul Adams", "")


def test_the_copy_speaks_of_no_invoice_and_names_no_payer(
    agreement: ClientAgreement, anna: Participant
) -> None:
    mail = MailMessage.objects.get(kind="agreement_copy", about=str(anna.id))
    assert mail.subject == f"Your copy of agreement {anna.number}"
    assert f"agreement-{anna.number}.html" in {each.filename for each in mail.attachments.all()}
    told = mail.html + mail.text + mail.subject
    assert [secret for secret in secrets_of(agreement) if secret in told] == []


@needs_pdf
def test_a_change_is_proven_as_the_first_text_was_and_holds_nothing_of_the_payer(
    agreement: ClientAgreement, anna: Participant, tmp_path: Path
) -> None:
    """Though the payer's part got another price with it."""
    body = SEATS_BODY.replace("You pay", "From now on EUR 76543 a year: you pay")
    now = utc_now()
    version = version_published(agreement.template_version.terms, f"{body}\n\nNotice is 14 days.")
    amendment = participant_asked(anna, version, now=now)
    assert amendment
    seat_amendment_accepted(amendment, now=now)
    relay_due()
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted")
    pdf = bytes(Certificate.objects.get(entry=entry).content or b"")
    [html] = pdf_files(pdf).values()
    assert html.decode() == text_of(anna).html == amendment.text.html
    copy = MailMessage.objects.filter(kind="agreement_copy", about=str(anna.id)).latest(
        "created_at"
    )
    question = MailMessage.objects.get(kind="amendment", to_email=anna.email)
    assert "Notice is 14 days." in html.decode()
    bundle = exported(anna, tmp_path / "bundle.json")
    assert bundle_faults(json.loads(bundle)) == []
    told = [bundle, pdf_text(pdf), html.decode()]
    told += [mail.subject + mail.text + mail.html for mail in (copy, question)]
    assert [secret for secret in secrets_of(agreement) for each in told if secret in each] == []


# personal data


def test_a_participant_is_found_by_their_own_address(anna: Participant) -> None:
    found = personal_data_find(email="anna@family.example")
    assert {row.entry.chain for row in found} == {chain_of(anna)}
    assert [row.entry.kind for row in found] == ["seat_invited", "seat_accepted"]
    [consent] = consents_found(ConsentFilter(email="anna@family.example"))
    assert (consent.chain, consent.accepted) == (chain_of(anna), True)


def test_what_was_accepted_is_held_and_the_rest_can_be_erased(
    anna: Participant, tmp_path: Path
) -> None:
    done = personal_data_erase(
        reason=ErasureReason.REQUESTED, by="U1", now=utc_now(), email="anna@family.example"
    )
    assert done.erased == 1
    assert [row.entry.kind for row in done.kept] == ["seat_accepted"]
    assert kinds_of(chain_of(anna))[-1] == "personal_data_erased"
    assert bundle_faults(json.loads(exported(anna, tmp_path / "bundle.json"))) == []


def test_who_declined_can_be_forgotten(group: SeatGroup, tmp_path: Path) -> None:
    _, token = seat_invited(ANNA, group=group)
    participant = seat_decline(token=token, reason="Anna's secret", act=BROWSER, now=NOW)
    personal_data_erase(
        reason=ErasureReason.REQUESTED, by="U1", now=NOW, email="anna@family.example"
    )
    bundle = exported(participant, tmp_path / "bundle.json")
    assert bundle_faults(json.loads(bundle)) == []
    for gone in ("Anna", "secret", "anna@family.example"):
        assert gone not in bundle
