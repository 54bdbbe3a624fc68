"""SIGKILL between an acceptance and what follows: another worker finishes, with nothing twice."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from pathlib import Path

import pytest
from django.db import transaction
from factories.contracts import BROWSER, acceptance_of
from factories.threads import at_once
from flow_process import kill, sessions, wait_until, waits_for_a_lock, worker
from flow_scene import (
    CLIENT_MAILS,
    agreement_with,
    assert_followed_up_once,
    assert_no_number_is_missing,
    subjects_once,
    template_with_everything,
    work_left,
)

from saleor_coaching_plugin.agreements.models import AgreementTemplate, ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.numbers import number_next
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox

pytestmark = pytest.mark.usefixtures("committed_db")


def accepted(template: AgreementTemplate, email: str) -> ClientAgreement:
    agreement, token = agreement_with(template, email)
    return agreement_accept(
        token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=utc_now()
    )


def finish(mailbox: Mailbox) -> None:
    with worker(mailbox.smtp_port):
        wait_until(lambda: not work_left())


def test_killed_while_it_gives_an_invoice_its_number(tmp_path: Path) -> None:
    """The handler has written the plan by then; none of it may stand, and all must come."""
    template = template_with_everything()
    with Mailbox(tmp_path) as mailbox:
        with worker(mailbox.smtp_port) as victim:
            with transaction.atomic():  # holds the series, so that the worker has to wait inside
                number_next(f"invoice-{utc_now().year}")
                agreement = _accepted_elsewhere(template)
                wait_until(waits_for_a_lock)
                os.kill(victim.pid, signal.SIGKILL)
                victim.wait()
                assert not Invoice.objects.exists()
                transaction.set_rollback(True)
            wait_until(lambda: sessions() == 1)
        assert not Invoice.objects.exists()
        row = OutboxMessage.objects.get(handler="billing.handlers.invoices_plan")
        assert (row.status, row.attempts) == (OutboxStatus.PENDING, 0)
        finish(mailbox)
        assert len(mailbox.messages(to="sam@client.example")) == len(CLIENT_MAILS)
    assert_followed_up_once(agreement)
    assert_no_number_is_missing()


def _accepted_elsewhere(template: AgreementTemplate) -> ClientAgreement:
    """In a thread, whose own connection commits while ours holds its transaction open."""
    [agreement] = at_once(1, lambda _: accepted(template, "sam@client.example"))
    assert isinstance(agreement, ClientAgreement), repr(agreement)
    return agreement


def test_killed_in_the_middle_of_a_mail(tmp_path: Path) -> None:
    """The mail server takes the connection and says nothing."""
    agreement = accepted(template_with_everything(), "sam@client.example")
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        worker(silent.getsockname()[1]) as victim,
    ):
        peer, _ = silent.accept()
        with peer:
            kill(victim)
    stuck = OutboxMessage.objects.filter(handler="mail.handlers.mail_send")
    assert set(stuck.values_list("status", "attempts")) == {(OutboxStatus.PENDING, 0)}
    with Mailbox(tmp_path) as mailbox:
        finish(mailbox)
        assert len(mailbox.messages(to="sam@client.example")) == len(CLIENT_MAILS)
    assert_followed_up_once(agreement)


def test_killed_at_any_moment_again_and_again(tmp_path: Path) -> None:
    template = template_with_everything()
    moments = random.Random(20270501)
    agreements = []
    with Mailbox(tmp_path) as mailbox:
        for number in range(8):
            with worker(mailbox.smtp_port) as victim:
                agreements.append(accepted(template, f"sam{number}@client.example"))
                time.sleep(moments.uniform(0, 0.15))
                kill(victim)
        interrupted = work_left()
        finish(mailbox)
        for number, agreement in enumerate(agreements):
            assert_followed_up_once(agreement)
            subjects = subjects_once(mailbox.messages(to=f"sam{number}@client.example"))
            assert len(subjects) == len(CLIENT_MAILS)
    assert interrupted, "every worker was killed too late to interrupt anything"
    assert_no_number_is_missing()
