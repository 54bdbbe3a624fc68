"""Sending: the text is frozen, one mail with one link leaves, older links die."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from factories.agreements import (
    agreement_drafted,
    agreement_sent,
    template_published,
    version_published,
)
from factories.contracts import BROWSER, NOW, SAM, acceptance_of, terms_published, text_of, token_of
from factories.database import columns_with, refused, rows

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, PartyLink
from saleor_coaching_plugin.agreements.selectors import link_open
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.respond import agreement_request_changes
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.agreements.services.template import CustomField
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.core.tokens import token_digest
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox

pytestmark = pytest.mark.django_db
TOPIC = CustomField("topic", "What it is about")


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = running.smtp_port
        yield running


def test_sending_once_is_one_log_row_and_sending_again_changes_nothing() -> None:
    agreement, _ = agreement_sent()
    before = rows()
    assert agreement_send(agreement_id=agreement.id, now=NOW + timedelta(days=1)) == agreement
    assert rows() == before
    assert MailMessage.objects.filter(kind="proposal", about=str(agreement.id)).count() == 1


def test_the_proposal_arrives_with_the_link_and_the_values(mailbox: Mailbox) -> None:
    agreement, token = agreement_sent()
    relay_due()
    [received] = mailbox.messages()
    assert received.to == ("sam@client.example",)
    assert received.subject == "Your agreement, Sam"
    assert f"http://localhost:8000/a/{token}/" in received.links
    assert agreement.status == "sent"


def test_the_raw_token_stands_in_no_column_before_or_after_sending(mailbox: Mailbox) -> None:
    agreement, token = agreement_sent()
    assert columns_with(token) == []
    assert columns_with(token_digest(token)) == ["coaching_partylink.token_digest"]
    relay_due()
    assert columns_with(token) == []
    agreement_resend(agreement_id=agreement.id, now=NOW)
    newer = token_of(agreement)
    relay_due()
    agreement_accept(token=newer, acceptance=acceptance_of(agreement), act=BROWSER, now=NOW)
    relay_due()
    assert [columns_with(each) for each in (token, newer)] == [[], []]


def test_the_text_is_filled_in_escaped_and_frozen() -> None:
    terms = terms_published("# {{ client.name }}\n\n{{ fee.total }} ü {{ custom.topic }}")
    template = template_published(terms, custom_fields=[TOPIC])
    client = replace(SAM, first_name="# **x**", last_name="<script>alert(1)</script>")
    agreement, _ = agreement_sent(template, client=client, custom_values={"topic": "[x](y)"})
    text = text_of(agreement)
    assert text.html == (
        "<h1># **x** &lt;script&gt;alert(1)&lt;/script&gt;</h1>\n"
        "<p>&#8364;1,500.00 &#252; [x](y)</p>\n"
    )
    assert text.html.isascii()
    assert text.sha256 == hashlib.sha256(text.html.encode()).hexdigest()
    version_published(terms, "Something else")
    assert text_of(agreement).html == text.html


@pytest.mark.parametrize(
    "statement",
    ["UPDATE coaching_partytext SET html = html || ' '", "DELETE FROM coaching_partytext"],
)
def test_plain_sql_cannot_change_what_a_client_was_shown(statement: str) -> None:
    agreement_sent()
    with (
        pytest.raises(IntegrityError, match="a client was shown it"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_statement_names_the_words_on_the_button_in_each_language() -> None:
    terms = terms_published()
    version_published(terms, "Deutsch", language="de")
    for language in ("en", "de"):
        agreement, _ = agreement_sent(template_published(terms), language=language)
        text = text_of(agreement)
        assert text.language == language
        assert text.button in text.statement
        assert text.consents[0]["key"] == "terms"


def test_resending_kills_the_old_link_and_keeps_the_text() -> None:
    agreement, old = agreement_sent()
    later = NOW + timedelta(days=3)
    agreement_resend(agreement_id=agreement.id, now=later)
    new = token_of(agreement)
    assert link_open(new, now=later).text == text_of(agreement)
    with refused(AgreementErrorCode.LINK_INVALID, "token"):
        link_open(old, now=later)
    agreement.refresh_from_db()
    assert (agreement.revision, agreement.expires_at) == (1, later + timedelta(days=14))
    assert MailMessage.objects.filter(kind="proposal").count() == 2
    assert PartyLink.objects.filter(revoked_at=None).count() == 1


def test_a_revision_supersedes_text_and_link() -> None:
    agreement, old = agreement_sent(fee_minor=100_00)
    first = text_of(agreement)
    agreement_request_changes(token=old, message="Cheaper, please", act=BROWSER, now=NOW)
    assert link_open(old, now=NOW).text == first
    agreement_update(
        agreement_id=agreement.id, client=SAM, details=AgreementDetails(fee_minor=90_00)
    )
    later = NOW + timedelta(days=1)
    agreement_send(agreement_id=agreement.id, now=later)
    new = token_of(agreement)
    with refused(AgreementErrorCode.LINK_INVALID, "token"):
        link_open(old, now=later)
    shown = link_open(new, now=later).text
    assert (shown.revision, "90.00" in shown.html) == (2, True)
    first.refresh_from_db()
    assert "100.00" in first.html
    accepted = acceptance_of(agreement, text_sha256=first.sha256)
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256"):
        agreement_accept(token=new, acceptance=accepted, act=BROWSER, now=later)


def test_an_expired_agreement_can_be_sent_anew() -> None:
    agreement, old = agreement_sent()
    ClientAgreement.objects.update(status="expired")
    agreement_send(agreement_id=agreement.id, now=NOW)
    assert token_of(agreement) != old
    assert text_of(agreement).revision == 2


def test_unknown_ids_are_not_found() -> None:
    for service in (agreement_send, agreement_resend):
        with refused(CoreErrorCode.NOT_FOUND, "id"):
            service(agreement_id=uuid4(), now=NOW)


def test_a_text_that_cannot_be_filled_in_is_not_sent_in_part() -> None:
    terms = terms_published("Plain")
    draft = agreement_drafted(template_published(terms))
    version_published(terms, "About {{ custom.topic }}")
    with refused("unknown_merge_field", "body", saying="topic"):
        agreement_send(agreement_id=draft.id, now=NOW)


def test_names_of_full_length_still_get_their_mail(mailbox: Mailbox) -> None:
    agreement_sent(client=replace(SAM, first_name="x" * 100, last_name="y" * 100))
    relay_due()
    assert len(mailbox.messages()) == 1


def test_a_value_with_a_line_break_in_the_subject_adds_no_header(mailbox: Mailbox) -> None:
    template = template_published(
        custom_fields=[TOPIC], proposal_subject="About {{ custom.topic }}"
    )
    agreement_sent(template, custom_values={"topic": "x\r\nBcc: all@world.example"})
    relay_due()
    [received] = mailbox.messages()
    assert (received.to, received.header("Bcc")) == (("sam@client.example",), "")
