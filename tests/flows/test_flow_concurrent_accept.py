"""Fifty clicks on one link at once, then several workers at once: one of everything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.contracts import BROWSER, acceptance_of
from factories.ledger import kinds_of
from factories.threads import at_once
from flow_scene import (
    CLIENT_MAILS,
    agreement_with,
    assert_followed_up_once,
    template_with_everything,
    work_until_done,
)

from saleor_coaching_plugin.agreements.errors import AgreementError, AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.agreements.services.respond import agreement_decline
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.shop.models import Order
from saleor_coaching_plugin.sequences.models import Enrolment

pytestmark = pytest.mark.usefixtures("committed_db")
CLICKS = 50
WORKERS = 6


def test_fifty_clicks_make_one_acceptance_one_order_one_invoice_one_enrolment(
    settings: Any, tmp_path: Path
) -> None:
    agreement, token = agreement_with(template_with_everything(), "sam@client.example")
    acceptance = acceptance_of(agreement)
    answers = at_once(
        CLICKS,
        lambda _: agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=utc_now()),
    )
    assert [type(answer) for answer in answers] == [ClientAgreement] * CLICKS
    assert {(answer.status, answer.accepted_at) for answer in answers} == {
        ("accepted", ClientAgreement.objects.get().accepted_at)
    }
    chain = f"agreement:{agreement.id}"
    assert kinds_of(chain) == ["agreement_sent", "agreement_accepted"]
    assert OutboxMessage.objects.filter(event="AgreementAccepted").count() == 6
    copies = OutboxMessage.objects.filter(handler="evidence.handlers.copy_send")
    assert copies.count() == 1

    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = mailbox.smtp_port
        assert at_once(WORKERS, work_until_done) == [None] * WORKERS
        subjects = [message.subject for message in mailbox.messages(to="sam@client.example")]
        to_coach = mailbox.messages(to="alex@coach.example")

    assert_followed_up_once(agreement)
    assert [model.objects.count() for model in (Order, Invoice, Enrolment)] == [1, 1, 1]
    assert kinds_of(chain) == ["agreement_sent", "agreement_accepted"]
    assert len(subjects) == len(CLIENT_MAILS)
    for beginning in CLIENT_MAILS:
        assert sum(subject.startswith(beginning) for subject in subjects) == 1, beginning
    assert len(to_coach) == 1


def test_accept_decline_revoke_and_resend_at_once_leave_one_truth() -> None:
    template = template_with_everything()
    for number in range(5):
        agreement, token = agreement_with(template, f"sam{number}@client.example")
        acceptance = acceptance_of(agreement)
        acts = [
            lambda t=token, a=acceptance: agreement_accept(
                token=t, acceptance=a, act=BROWSER, now=utc_now()
            ),
            lambda t=token: agreement_decline(token=t, reason="", act=BROWSER, now=utc_now()),
            lambda a=agreement: agreement_revoke(agreement_id=a.id, now=utc_now()),
            lambda a=agreement: agreement_resend(agreement_id=a.id, now=utc_now()),
        ]
        answers = at_once(8, lambda index, acts=acts: acts[index % 4]())
        for answer in answers:
            assert isinstance(answer, ClientAgreement | DomainError), repr(answer)
        agreement.refresh_from_db()
        accepted = agreement.status == "accepted"
        recorded = kinds_of(f"agreement:{agreement.id}").count("agreement_accepted")
        told = OutboxMessage.objects.filter(
            event="AgreementAccepted", payload={"agreement_id": str(agreement.id)}
        ).count()
        assert (recorded, told) == ((1, 6) if accepted else (0, 0))
        assert agreement.status in {"accepted", "declined", "revoked"}


def test_sending_at_once_is_one_mail_and_one_living_link() -> None:
    agreement, token = agreement_with(template_with_everything(), "sam@client.example")
    ClientAgreement.objects.update(status="expired")
    answers = at_once(10, lambda _: agreement_send(agreement_id=agreement.id, now=utc_now()))
    assert [type(answer) for answer in answers] == [ClientAgreement] * 10
    assert MailMessage.objects.filter(kind="proposal").count() == 2
    agreement.refresh_from_db()
    assert agreement.revision == 2
    acceptance = acceptance_of(agreement)
    with pytest.raises(AgreementError) as caught:
        agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=utc_now())
    assert caught.value.code == AgreementErrorCode.LINK_INVALID


def test_clicks_around_the_end_of_the_link_agree_on_what_happened() -> None:
    agreement, token = agreement_with(template_with_everything(), "sam@client.example")
    acceptance = acceptance_of(agreement)
    end = agreement.expires_at
    assert end is not None
    answers = at_once(
        10,
        lambda index: agreement_accept(
            token=token,
            acceptance=acceptance,
            act=BROWSER,
            now=end + timedelta(seconds=1 if index % 2 else -1),
        ),
    )
    late = [answer for answer in answers if isinstance(answer, AgreementError)]
    assert {answer.code for answer in late} == {AgreementErrorCode.LINK_EXPIRED}
    assert len(late) == 5
    assert kinds_of(f"agreement:{agreement.id}") == ["agreement_sent", "agreement_accepted"]
