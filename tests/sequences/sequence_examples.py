"""What the tests of sequences talk about."""

from __future__ import annotations

from datetime import UTC, datetime

from saleor_coaching_plugin.sequences.models import Enrolment, SequenceMessage
from saleor_coaching_plugin.sequences.services.enrolment import Recipient
from saleor_coaching_plugin.sequences.services.sequence import StepContent

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DAY = 24 * 60 * 60

STEPS = (
    StepContent("Welcome, {{ client.first_name }}", "Hello **{{ client.name }}**."),
    StepContent("The next day", "See {{ portal.link }}", delay_seconds=DAY),
    StepContent("Two days on", "Goodbye", delay_seconds=2 * DAY),
)
SAM = Recipient(email="sam@example.com", name="Sam Client", language="en")
VALUES = {
    "client": {"name": "Sam Client", "first_name": "Sam", "email": "sam@example.com"},
    "portal": {"link": "https://coach.example/portal/"},
}


def messages_of(enrolment: Enrolment) -> list[SequenceMessage]:
    """What was sent and the one that comes next, in the order of the steps."""
    return list(enrolment.messages.order_by("step__position"))
