"""The same copy for somebody who is no client: asked for by the signer or by the coach."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from factories.agreements import agreement_sent, template_published
from factories.contracts import BROWSER, NOW, acceptance_of, terms_published, text_of
from factories.database import rows
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of
from factories.pdf import needs_pdf
from factories.seat_acts import seat_accepted

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.erasure import personal_data_find
from saleor_coaching_plugin.evidence.models import Certificate, LedgerEntry
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.evidence.owed import certificates_make_owed
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.django_db
LAWYER, OFFICE = "lawyer@example.com", "office@coach.example"


@pytest.fixture
def unprintable(settings: Any) -> None:
    """Certificates fail while they are printed: no QR code holds such an address."""
    settings.COACHING_PUBLIC_URL = f"https://coach.example/{'x' * 4000}"


def accepted(language: str = "en", *, copy_to: str = LAWYER) -> ClientAgreement:
    template = template_published(terms_published(language=language))
    agreement, token = agreement_sent(template, copy_emails=[OFFICE], language=language)
    acceptance = acceptance_of(agreement, copy_to=copy_to)
    agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=NOW)
    relay_due()
    return agreement


def mail_to(address: str, kind: str = "agreement_copy") -> MailMessage:
    return MailMessage.objects.get(to_email=address, kind=kind)


def files_of(mail: MailMessage) -> dict[str, bytes]:
    return {each.filename: bytes(each.content) for each in mail.attachments.all()}


@needs_pdf
def test_they_get_the_very_same_files() -> None:
    agreement = accepted()
    own = files_of(mail_to("sam@client.example"))
    assert own.keys() == {
        f"certificate-{certificate_number(acceptance_entry().hash)}.pdf",
        f"agreement-{agreement.number}.html",
    }
    for address in (LAWYER, OFFICE):
        mail = mail_to(address)
        assert files_of(mail) == own
        assert mail.subject == f"Copy: Agreement {agreement.number}"
        assert mail.about == str(agreement.id)
        assert text_of(agreement).sha256 in mail.text


def test_their_mail_says_who_asked_for_it_and_nothing_that_only_concerns_a_client() -> None:
    accepted()
    for address, name in ((LAWYER, "Sam Client"), (OFFICE, "Alex Morgan Coaching")):
        mail = mail_to(address)
        assert f"You get this copy because {name} asked for it." in mail.text
        assert "Accepted by Sam Client on May 1, 2027" in mail.text
        for clients in ("/portal/", "client area", "invoice", "Thank you", "Your copy"):
            assert clients not in mail.html
    assert "/portal/" in mail_to("sam@client.example").html


def test_it_is_in_the_language_of_what_was_accepted() -> None:
    accepted("de")
    mail = mail_to(LAWYER)
    assert mail.subject.startswith("Ausfertigung: Vertrag CA-")
    assert "weil Sam Client darum gebeten hat" in mail.text
    assert "Kundenbereich" not in mail.text


def test_the_ledger_says_that_each_was_sent_and_names_nobody_in_the_chain() -> None:
    agreement = accepted()
    chain = f"agreement:{agreement.id}"
    assert kinds_of(chain)[-3:] == ["agreement_accepted", "copy_sent", "copy_sent"]
    acceptance = acceptance_entry()
    sent = LedgerEntry.objects.filter(kind="copy_sent").order_by("position")
    for entry, address, name in zip(
        sent, (LAWYER, OFFICE), ("Sam Client", "Alex Morgan Coaching"), strict=True
    ):
        facts = facts_of(entry)
        assert facts["of"] == acceptance.hash
        assert facts["certificate"] == certificate_number(acceptance.hash)
        assert facts["party"] == str(agreement.parties.get().id)
        assert personal_of(entry) == {"email": address, "asked_by": name}
        assert address not in entry.facts
        assert personal_data_find(email=address).get().entry == entry
    assert bundle_faults(bundle_make([chain])) == []


def test_an_event_that_comes_twice_sends_and_records_each_once() -> None:
    accepted()
    before = rows()
    OutboxMessage.objects.filter(handler__endswith="handlers.copy_send").update(status="pending")
    relay_due()
    after = rows()
    assert [after[model] for model in ("MailMessage", "LedgerEntry", "Certificate")] == [
        before[model] for model in ("MailMessage", "LedgerEntry", "Certificate")
    ]


@needs_pdf
def test_what_had_to_go_without_the_pdf_is_followed_by_it(unprintable: None, settings: Any) -> None:
    agreement = accepted()
    first = mail_to(LAWYER)
    assert files_of(first).keys() == {f"agreement-{agreement.number}.html"}
    assert "could not be made yet" in first.text
    assert "client area" not in first.text
    settings.COACHING_PUBLIC_URL = "https://coach.example"
    assert certificates_make_owed(now=Certificate.objects.get().due_at) == 1
    certificate = Certificate.objects.get()
    for position, address in enumerate((LAWYER, OFFICE), start=1):
        late = MailMessage.objects.get(key=f"copy-certificate:{certificate.pk}:{position}")
        assert late.to_email == address
        assert late.subject == f"Certificate: Agreement {agreement.number}"
        [pdf] = files_of(late).values()
        assert hashlib.sha256(pdf).hexdigest() == certificate.sha256
        assert "You get this copy because" in late.text
        assert "client area" not in late.text
    before = rows()
    assert certificates_make_owed(now=NOW + timedelta(days=400)) == 0
    assert rows() == before


def test_a_participants_copy_goes_where_they_ask_too() -> None:
    participant = seat_accepted(copy_to=LAWYER)
    relay_due()
    mail = mail_to(LAWYER)
    assert mail.subject == f"Copy: Agreement {participant.number}"
    assert "You get this copy because Anna Adams asked for it." in mail.text
    assert kinds_of(f"participant:{participant.id}")[-2:] == ["seat_accepted", "copy_sent"]
    assert f"agreement-{participant.number}.html" in files_of(mail)
    for hidden in ("Paula", "payer.example", "invoice"):
        assert hidden not in mail.html
