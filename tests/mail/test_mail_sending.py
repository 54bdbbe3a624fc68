"""From the log to the server, with a real SMTP conversation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.database import columns_with

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due, relay_one
from saleor_coaching_plugin.mail.models import MailMessage, MailStatus
from saleor_coaching_plugin.mail.queue import Attachment, Mail, link_placeholder, mail_queue
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox

pytestmark = pytest.mark.django_db
PLACEHOLDER = link_placeholder("login")
SECRET = "https://coach.example/portal/login/the-raw-token/"


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path) as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = running.smtp_port
        yield running


def queued(**changes: Any) -> MailMessage:
    values = {
        "key": "login:1",
        "kind": "login",
        "to_email": "sam@client.example",
        "to_name": "Sam Client",
        "subject": "Your link",
        "markdown": f"Hello **Sam**\n\n[Open]({PLACEHOLDER})",
        "language": "en",
        "links": {PLACEHOLDER: SECRET},
    }
    return mail_queue(Mail(**(values | changes)))


def test_one_mail_leaves_for_one_key_with_all_that_belongs_to_it(mailbox: Mailbox) -> None:
    mail = queued(
        attachments=(Attachment("Agreement ü.html", "text/html", b"<p>\xc3\xa4</p>\r\n"),)
    )
    assert queued(subject="Another") == mail
    relay_due()
    [received] = mailbox.messages()
    assert received.subject == "Your link"
    assert received.header("To") == "Sam Client <sam@client.example>"
    assert received.header("From") == "Alex Morgan Coaching <alex@coach.example>"
    assert received.header("Message-ID") == f"<{mail.id}@coach.example>"
    assert received.links == (SECRET,)
    assert (SECRET in received.text, SECRET in received.html) == (True, True)
    [file] = received.files()
    assert (file.name, file.content_type) == ("Agreement ü.html", "text/html")
    mail.refresh_from_db()
    assert (mail.status, mail.error) == (MailStatus.SENT, "")
    assert mail.sent_at is not None


def test_the_secret_stands_nowhere_before_or_after_sending(mailbox: Mailbox) -> None:
    mail = queued()
    assert columns_with("the-raw-token") == []
    assert columns_with("login.link.invalid") == [
        "coaching_mailmessage.html",
        "coaching_mailmessage.text",
    ]
    relay_due()
    assert columns_with("the-raw-token") == []
    mail.refresh_from_db()
    assert mail.sealed_links == ""
    assert mailbox.messages()


def test_a_refused_address_is_recorded_and_not_tried_again(mailbox: Mailbox) -> None:
    mail = queued(to_email="reject@client.example")
    relay_due()
    mail.refresh_from_db()
    assert (mail.status, mail.sent_at) == (MailStatus.REFUSED, None)
    assert mail.error == "The mail server refused it (550)."
    assert mail.sealed_links == ""
    assert OutboxMessage.objects.get().status == OutboxStatus.DONE
    assert mailbox.messages() == []


def test_a_busy_server_is_tried_again(mailbox: Mailbox) -> None:
    mail = queued(to_email="busy@client.example")
    relay_due()
    mail.refresh_from_db()
    assert (mail.status, mail.error) == (MailStatus.QUEUED, "")
    assert OutboxMessage.objects.get().status == OutboxStatus.PENDING
    MailMessage.objects.update(to_email="sam@client.example")
    relay_one(now=utc_now() + timedelta(minutes=1))
    assert [message.links for message in mailbox.messages()] == [(SECRET,)]


def test_a_server_that_is_away_is_tried_again(settings: Any, mailbox: Mailbox) -> None:
    queued()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    relay_due()
    assert OutboxMessage.objects.get().status == OutboxStatus.PENDING
    settings.EMAIL_PORT = port
    relay_one(now=utc_now() + timedelta(minutes=1))
    assert len(mailbox.messages()) == 1


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_line_break_in_a_value_starts_no_header_and_the_mail_leaves(
    mailbox: Mailbox, end_of_line: str
) -> None:
    queued(subject=f"Topic{end_of_line}Bcc: all@world.example", to_name=f"Sam{end_of_line}Client")
    relay_due()
    [received] = mailbox.messages()
    assert received.to == ("sam@client.example",)
    assert received.header("To") == "Sam Client <sam@client.example>"
    assert received.header("Bcc") == ""
    assert received.subject == "Topic Bcc: all@world.example"


def test_a_very_long_name_and_subject_are_cut_to_what_can_be_kept(mailbox: Mailbox) -> None:
    queued(to_name="x" * 100 + " " + "y" * 100, subject="word " * 60)
    relay_due()
    assert mailbox.messages()[0].subject.split() == ["word"] * 50


def test_markdown_becomes_plain_text_and_styled_html_with_a_button(mailbox: Mailbox) -> None:
    queued(markdown=f"# Hi\n\n<script>x</script>\n\n[Open]({PLACEHOLDER})")
    relay_due()
    [received] = mailbox.messages()
    assert "<script" not in received.html
    assert 'class="button"' in received.html
    assert "style=" in received.html
    assert f"Open ({SECRET})" in received.text
