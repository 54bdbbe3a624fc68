from __future__ import annotations

import datetime as dt
import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mails import SENDER, mail, send

from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.mailbox.store import MessageStore


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


def test_mail_is_there_as_soon_as_it_is_accepted_in_order(mailbox: Mailbox) -> None:
    for subject in ("one", "two", "three"):
        send(mailbox.smtp_port, mail("jo@client.example", subject))
        assert mailbox.messages()[-1].subject == subject
    assert [message.subject for message in mailbox.messages()] == ["one", "two", "three"]


def test_filter_by_recipient_in_any_case_and_by_id(mailbox: Mailbox) -> None:
    send(mailbox.smtp_port, mail("jo@client.example", "one"), mail("sam@client.example", "two"))
    send(mailbox.smtp_port, mail("Jo@Client.example", "three"))
    mine = mailbox.messages(to="JO@client.example")
    assert [message.subject for message in mine] == ["one", "three"]
    later = mailbox.messages(to="jo@client.example", since=mine[0].id)
    assert [message.subject for message in later] == ["three"]
    assert mailbox.messages(to="client.example") == []


def test_the_envelope_counts_not_the_to_header(mailbox: Mailbox) -> None:
    message = mail("everybody@client.example", "x")
    send(mailbox.smtp_port, message, to=["blind@client.example", "copy@client.example"])
    (received,) = mailbox.messages()
    assert received.to == ("blind@client.example", "copy@client.example")
    assert received.header("To") == "everybody@client.example"


@pytest.mark.parametrize(
    ("address", "code"), [("reject@client.example", 550), ("sam.BUSY@client.example", 451)]
)
def test_addresses_made_to_fail(mailbox: Mailbox, address: str, code: int) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(mailbox.smtp_port, mail(address, "x"))
    assert refusal.value.recipients[address][0] == code
    assert mailbox.messages() == []


def test_one_refused_recipient_does_not_keep_it_from_the_others(mailbox: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port) as connection:
        refused = connection.sendmail(
            SENDER, ["reject@client.example", "jo@client.example"], "Subject: x\r\n\r\nHi"
        )
    assert list(refused) == ["reject@client.example"]
    assert mailbox.messages()[0].to == ("jo@client.example",)


def test_files_are_whole_ordered_and_kept_across_restarts(tmp_path: Path) -> None:
    with Mailbox(tmp_path) as mailbox:
        send(mailbox.smtp_port, mail("jo@client.example", "one"))
    with Mailbox(tmp_path) as mailbox:
        send(mailbox.smtp_port, mail("jo@client.example", "two"))
        assert [message.subject for message in mailbox.messages()] == ["one", "two"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001.eml", "000002.eml"]
    assert (
        (tmp_path / "000001.eml")
        .read_bytes()
        .startswith(b"X-Mailbox-From: coach@coach.example\r\nX-Mailbox-To: jo@client.example\r\n")
    )


def test_two_stores_on_one_folder_never_overwrite_each_other(tmp_path: Path) -> None:
    stores = [MessageStore(tmp_path) for _ in range(4)]

    def add(number: int) -> int:
        content, now = f"Subject: {number}\r\n\r\n".encode(), dt.datetime.now(dt.UTC)
        return stores[number % 4].add(content, sender=SENDER, to=["a@b.example"], now=now)

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(add, range(80)))
    assert sorted(ids) == list(range(1, 81))
    subjects = {message.subject for message in MessageStore(tmp_path).messages()}
    assert subjects == {str(number) for number in range(80)}


def test_stops_while_a_client_is_still_connected() -> None:
    with Mailbox() as mailbox:
        client = socket.create_connection(("127.0.0.1", mailbox.smtp_port), timeout=10)
        assert client.recv(3) == b"220"
    with client:
        assert client.recv(1000)[-2:] in (b"", b"\r\n")
        assert client.recv(1000) == b""


def test_a_port_that_is_taken_is_an_error(mailbox: Mailbox, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"), Mailbox(tmp_path, smtp_port=mailbox.smtp_port):
        pass
