"""From the event to the inbox, as the worker does it: relay, dispatcher, relay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sequence_examples import messages_of

from saleor_coaching_plugin.core.events import ProductPurchased
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.mail.models import MailStatus
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sequences.selectors import enrolments_found
from saleor_coaching_plugin.sequences.states import MessageStatus
from saleor_coaching_plugin.tasks import work


@pytest.mark.usefixtures("committed_db")
def test_first_mail_is_in_the_inbox_after_one_call_of_the_worker(
    published: Callable[..., Any], settings: Any, tmp_path: Path
) -> None:
    sequence = published()
    publish(
        ProductPurchased(
            purchase_id="1",
            product_id="UHJvZHVjdDox",
            email="sam@example.com",
            sequence_id=str(sequence.id),
            packet_id=None,
            product_name="Workbook",
            first_name="Sam",
            last_name="Client",
            language="en",
        )
    )
    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = mailbox.smtp_port
        work()
        [received] = mailbox.messages()
    assert (received.subject, received.to) == ("Welcome, Sam", ("sam@example.com",))
    [enrolment] = enrolments_found(email="sam@example.com")
    first, second = messages_of(enrolment)
    assert (first.status, first.mail.status) == (MessageStatus.SENT, MailStatus.SENT)
    assert second.status == MessageStatus.DUE
