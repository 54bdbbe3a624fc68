"""The certificate's own faults: its worker is killed half-way, or has no Pango."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
from factories.contracts import BROWSER, acceptance_of
from factories.pdf import needs_pdf, seal_status
from flow_process import sessions, wait_until, worker
from flow_scene import (
    CLIENT_MAILS,
    agreement_with,
    assert_followed_up_once,
    template_with_everything,
    work_left,
)

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.owed import certificates_make_owed
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox

pytestmark = [pytest.mark.usefixtures("committed_db"), needs_pdf]
SAM = "sam@client.example"


def accepted() -> ClientAgreement:
    agreement, token = agreement_with(template_with_everything(), SAM)
    return agreement_accept(
        token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=utc_now()
    )


def pdfs() -> list[bytes]:
    """Of all mails."""
    return [
        bytes(file.content)
        for mail in MailMessage.objects.prefetch_related("attachments")
        for file in mail.attachments.all()
        if file.content_type == "application/pdf"
    ]


def test_killed_while_it_makes_the_certificate(tmp_path: Path) -> None:
    """It waits for a time authority that takes the connection and says nothing."""
    agreement = accepted()
    with socket.create_server(("127.0.0.1", 0)) as silent, Mailbox(tmp_path) as mailbox:
        authority = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with worker(mailbox.smtp_port, COACHING_TIME_AUTHORITY_URL=authority) as victim:
            peer, _ = silent.accept()
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            peer.close()
        wait_until(lambda: sessions() == 1)
        assert not Certificate.objects.exists()
        assert not MailMessage.objects.filter(kind="agreement_copy").exists()
        row = OutboxMessage.objects.get(handler="evidence.handlers.copy_send")
        assert (row.status, row.attempts) == (OutboxStatus.PENDING, 0)
        with worker(mailbox.smtp_port):
            wait_until(lambda: not work_left())
        assert len(mailbox.messages(to=SAM)) == len(CLIENT_MAILS)
    assert_followed_up_once(agreement)
    [pdf] = pdfs()
    assert bytes(Certificate.objects.get().content or b"") == pdf
    assert seal_status(pdf).bottom_line


def test_without_pango_the_certificate_comes_later(tmp_path: Path) -> None:
    agreement = accepted()
    with Mailbox(tmp_path) as mailbox:
        with worker(mailbox.smtp_port, script="flow_worker_without_pango.py"):
            wait_until(lambda: not work_left())
        assert_followed_up_once(agreement)
        certificate = Certificate.objects.get()
        assert certificate.last_error == "Pango, a library of the system, is missing."
        assert pdfs() == []
        assert certificates_make_owed(now=certificate.due_at) == 1
        with worker(mailbox.smtp_port):
            wait_until(lambda: not work_left())
        assert len(mailbox.messages(to=SAM)) == len(CLIENT_MAILS) + 1
    [pdf] = pdfs()
    assert seal_status(pdf).bottom_line
