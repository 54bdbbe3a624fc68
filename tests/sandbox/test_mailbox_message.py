from __future__ import annotations

import datetime as dt

import pytest
from mails import SENDER, mail

from saleor_coaching_plugin.sandbox.mailbox.message import (
    ReceivedMessage,
    read_message,
    with_envelope,
)

ARRIVED = dt.datetime(2025, 3, 30, 1, 30, tzinfo=dt.UTC)


def received(content: bytes, to: list[str] | None = None) -> ReceivedMessage:
    kept = with_envelope(
        content, sender=SENDER, to=to or ["Jo@Client.example"], received_at=ARRIVED
    )
    return read_message(7, kept)


def test_bodies_subject_and_envelope_are_read() -> None:
    sent = mail("jo@client.example", "Überraschung: 5 € für Zoë", "Grüße\n", "<p>Grüße</p>")
    message = received(sent.as_bytes(), to=["Jo@Client.example", "hidden@client.example"])
    assert message.id == 7
    assert message.sender == SENDER
    assert message.to == ("jo@client.example", "hidden@client.example")
    assert message.received_at == ARRIVED
    assert message.subject == "Überraschung: 5 € für Zoë"
    assert message.text == "Grüße\n"
    assert message.html == "<p>Grüße</p>\n"


def test_headers_are_those_that_were_sent_in_order_and_repeated_ones_kept() -> None:
    message = received(b"Received: one\r\nReceived: two\r\nSubject: a\r\n  folded line\r\n\r\nHi")
    assert message.headers == (
        ("Received", "one"),
        ("Received", "two"),
        ("Subject", "a  folded line"),
    )
    assert message.header("received") == "one"
    assert message.header("Reply-To") == ""


def test_a_sender_cannot_forge_the_envelope() -> None:
    message = received(b"X-Mailbox-To: boss@firm.example\r\nSubject: x\r\n\r\nHi")
    assert message.to == ("jo@client.example",)
    assert message.header("X-Mailbox-To") == "boss@firm.example"


def test_links_are_found_once_each_anchors_first() -> None:
    text = "See http://a.example/t?x=1&y=2. Or (http://b.example/)!\n"
    html = '<a href="http://b.example/">b</a><a name="x"></a><a href="mailto:c@d.example">c</a>'
    message = received(mail("jo@client.example", "Links", text, html).as_bytes())
    assert message.links == (
        "http://b.example/",
        "mailto:c@d.example",
        "http://a.example/t?x=1&y=2",
    )


def test_attachments_are_told_from_bodies_and_from_images_in_the_html() -> None:
    html = '<img src="cid:logo@coach">'
    sent = mail("jo@client.example", "Invoice", html=html, images={"logo@coach": b"GIF89a"})
    sent.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Rechnung März.pdf")
    sent.add_attachment("attached text", filename="notes.txt")
    message = received(sent.as_bytes())
    assert [(part.name, part.content_type) for part in message.files()] == [
        ("Rechnung März.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
    ]
    assert message.files()[0].size == 8
    assert [part.content_id for part in message.attachments] == ["logo@coach", "", ""]
    assert message.text == "Hello.\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" starts with a blank\r\n\r\nbody",
        b"no header at all",
        b"Subject: =?utf-8?b?zz?=\r\nMessage-ID: <@\r\nFrom: <\r\n\r\n\xff",
        b"Subject: =?no-such-charset?q?x?=\r\n\r\nx",
        b"Content-Type: text/plain; charset=ut\xfff-8\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n<![ <a href='http://a.example/",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nnever closed",
        b'Content-Disposition: attachment; filename="\r\n\r\nx',
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(content: bytes) -> None:
    message = received(content)
    assert message.to == ("jo@client.example",)
    assert message.received_at == ARRIVED
