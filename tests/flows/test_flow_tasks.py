"""Celery's entrances, called as beat calls them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories.agreements import agreement_accepted, agreement_sent, template_published

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_work_does_what_is_due_until_nothing_is() -> None:
    agreement, _ = agreement_accepted(now=utc_now())
    MailMessage.objects.update(status="sent")  # no mail server here
    tasks.work()
    invoice = Invoice.objects.get(agreement=agreement)
    assert (invoice.status, invoice.gateway) == ("open", "offline")
    left = OutboxMessage.objects.exclude(status="done").values_list("handler", flat=True)
    assert set(left) <= {"mail.handlers.mail_send"}


def test_sweep_closes_what_nobody_answered_and_issues_what_is_due() -> None:
    now = utc_now()
    unanswered, _ = agreement_sent(template_published(expiry_days=1), now=now - 2 * DAY)
    agreement, _ = agreement_accepted(now=now, instalments=2)
    MailMessage.objects.update(status="sent")
    tasks.work()
    planned = Invoice.objects.filter(agreement=agreement, number=None)
    assert planned.update(issue_on=now.date()) == 1
    tasks.sweep()
    assert ClientAgreement.objects.get(id=unanswered.id).status == "expired"
    assert planned.count() == 0
