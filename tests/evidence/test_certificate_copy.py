"""The copy: one mail for each act, with the PDF at once or, if need be, days later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.agreements import agreement_accepted, agreement_sent, template_published
from factories.contracts import (
    BROWSER,
    NOW,
    RECORDING,
    SAM,
    acceptance_of,
    terms_published,
    text_of,
)
from factories.database import rows
from factories.late_terms import (
    accept_late,
    order_terms_asked,
    ordered,
    token_queued,
    under_terms,
)
from factories.ledger import acceptance_entry
from factories.pdf import needs_pdf, pdf_files, pdf_text
from factories.shop import shop_product

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.documents import LONGEST_PAUSE, pause_after
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.evidence.owed import certificates_make_owed
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox

pytestmark = pytest.mark.django_db
COPY = "handlers.copy_send"


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = running.smtp_port
        yield running


@pytest.fixture
def unprintable(settings: Any) -> None:
    """Certificates fail while they are printed: no QR code holds such an address."""
    settings.COACHING_PUBLIC_URL = f"https://coach.example/{'x' * 4000}"


def accepted(language: str = "en", **template: Any) -> ClientAgreement:
    terms = terms_published(language=language, consents=[RECORDING])
    agreement, _ = agreement_accepted(template_published(terms, **template))
    relay_due()
    return agreement


def copy() -> MailMessage:
    return MailMessage.objects.get(kind="agreement_copy")


def files_of(mail: MailMessage) -> dict[str, bytes]:
    return {each.filename: bytes(each.content) for each in mail.attachments.all()}


@needs_pdf
def test_the_copy_brings_the_accepted_bytes_and_the_sealed_certificate(mailbox: Mailbox) -> None:
    agreement = accepted()
    [mail] = [m for m in mailbox.messages(to=SAM.email) if "Your copy" in m.subject]
    entry, text = acceptance_entry(), text_of(agreement)
    number = certificate_number(entry.hash)
    assert mail.subject == f"Your copy of agreement {agreement.number}"
    names = [file.name for file in mail.files()]
    assert names == [f"certificate-{number}.pdf", f"agreement-{agreement.number}.html"]
    files = files_of(copy())
    html = files[f"agreement-{agreement.number}.html"]
    assert hashlib.sha256(html).hexdigest() == text.sha256
    pdf = files[f"certificate-{number}.pdf"]
    assert pdf_files(pdf) == {"text-1.html": html}
    for part in (text.sha256, entry.hash, number):
        assert part in mail.html
        assert part in mail.text
        assert part in pdf_text(pdf).replace(" ", "")
    assert Certificate.objects.get().sha256 == hashlib.sha256(pdf).hexdigest()


@needs_pdf
def test_the_copy_speaks_the_agreements_language() -> None:
    accepted("de")
    mail = copy()
    assert mail.subject.startswith("Ihre Ausfertigung des Vertrags")
    assert "Nachweis der Zustimmung" in mail.text
    [pdf] = [content for name, content in files_of(mail).items() if name.endswith(".pdf")]
    assert "Nachweis der Zustimmung" in pdf_text(pdf)


@pytest.mark.parametrize(
    ("language", "who"),
    [
        ("en", "Accepted by Grace Client as legal guardian of Sam Client on "),
        ("de", "Angenommen von Grace Client (gesetzliche Vertretung) für Sam Client am "),
    ],
)
def test_the_copy_of_what_another_accepted_says_who_did(language: str, who: str) -> None:
    agreement, token = agreement_sent(template_published(terms_published(language=language)))
    grace = replace(BROWSER, acting_for=ActingFor(Capacity.GUARDIAN, "Grace Client", ""))
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=grace, now=NOW)
    relay_due()
    assert who in copy().text
    assert "You have accepted" not in copy().text
    assert "Sie haben" not in copy().text


@needs_pdf
def test_an_event_that_comes_twice_sends_one_copy() -> None:
    accepted()
    before = MailMessage.objects.count(), bytes(Certificate.objects.get().content or b"")
    OutboxMessage.objects.filter(handler__endswith=COPY).update(status="pending")
    relay_due()
    after = MailMessage.objects.count(), bytes(Certificate.objects.get().content or b"")
    assert before == after


@needs_pdf
def test_a_buyer_gets_a_copy_of_the_terms_of_the_order() -> None:
    order = ordered(under_terms(shop_product("Workbook", 49_00)))
    accept_late(order_terms_asked(order), token=token_queued())
    relay_due()
    mail = MailMessage.objects.get(kind="terms_copy")
    assert mail.subject == f"Your copy of the terms of order {order.number}"
    assert mail.about == order.id
    files = files_of(mail)
    assert f"terms-{order.number}.html" in files
    [pdf] = [content for name, content in files.items() if name.endswith(".pdf")]
    assert f"Order {order.number}" in pdf_text(pdf)


# when it cannot be made


def test_without_the_pdf_the_copy_goes_all_the_same(unprintable: None) -> None:
    agreement = accepted()
    certificate = Certificate.objects.get()
    assert (certificate.made_at, certificate.content, certificate.attempts) == (None, None, 1)
    assert certificate.last_error.startswith("It could not be printed (")
    mail = copy()
    assert "could not be made yet" in mail.text
    assert files_of(mail).keys() == {f"agreement-{agreement.number}.html"}
    assert OutboxMessage.objects.get(handler__endswith=COPY).status == "done"


@needs_pdf
def test_it_is_tried_again_and_mailed_when_it_is_made_at_last(
    unprintable: None, settings: Any
) -> None:
    accepted()
    assert certificates_make_owed(now=utc_now()) == 0
    for attempt in range(2, 6):
        assert certificates_make_owed(now=Certificate.objects.get().due_at) == 0
        assert Certificate.objects.get().attempts == attempt
    settings.COACHING_PUBLIC_URL = "https://coach.example"
    assert certificates_make_owed(now=Certificate.objects.get().due_at) == 1
    certificate = Certificate.objects.get()
    assert certificate.last_error == ""
    late = MailMessage.objects.get(key=f"copy-certificate:{certificate.pk}")
    [pdf] = files_of(late).values()
    assert hashlib.sha256(pdf).hexdigest() == certificate.sha256
    before = rows()
    assert certificates_make_owed(now=NOW + timedelta(days=400)) == 0
    assert rows() == before


def test_before_it_is_due_again_nothing_is_tried(unprintable: None) -> None:
    accepted()
    before = rows()
    due_at: datetime = Certificate.objects.get().due_at
    assert certificates_make_owed(now=due_at - timedelta(seconds=1)) == 0
    assert rows() == before


def test_the_pauses_grow_and_it_is_never_given_up() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 2000)]
    assert pauses[0] == timedelta(minutes=1)
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
