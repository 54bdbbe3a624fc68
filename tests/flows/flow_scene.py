"""Agreements whose acceptance starts all there is, and what must be there afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from factories.agreements import agreement_sent, template_published
from factories.contracts import SAM
from factories.ledger import kinds_of

from saleor_coaching_plugin.agreements.models import AgreementTemplate, ClientAgreement
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage, OutboxStatus
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.sandbox.mailbox.message import ReceivedMessage
from saleor_coaching_plugin.sandbox.shop.models import Order
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due
from saleor_coaching_plugin.sequences.models import Enrolment, SequenceMessage
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)

CLIENT_MAILS = {
    "Your agreement, Sam",
    "Your copy of agreement",
    "Your invoice INV-",
    "Welcome, Sam",
}
"""How the subjects begin of the mails that a client has after accepting."""


def template_with_everything() -> AgreementTemplate:
    """With a sequence and a welcome packet."""
    steps = [
        StepContent("Welcome, {{ client.first_name }}", "Hello"),
        StepContent("Next", "x", 99999),
    ]
    sequence = sequence_create(name="New client", steps=steps)
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    packet = packet_create(
        name="Welcome", intro="", items=[ItemContent(PacketItemKind.TASK, "Find a quiet place")]
    )
    return template_published(sequence_id=sequence.id, packet_id=packet.id)


def agreement_with(template: AgreementTemplate, email: str) -> tuple[ClientAgreement, str]:
    """Sent just now to that address, with the raw token of its link."""
    return agreement_sent(template, client=replace(SAM, email=email), now=utc_now())


def work_left() -> bool:
    """Promises not kept, or mails of sequences that are due.

    Asked in one statement: a worker turns the one into the other between two.
    """
    promised = OutboxMessage.objects.exclude(status=OutboxStatus.DONE).values("id")
    due = SequenceMessage.objects.filter(status="due", due_at__lte=utc_now()).values("id")
    return promised.union(due, all=True).exists()


def work_until_done(_: int) -> None:
    """What one of several workers does; takes its number."""
    deadline = time.monotonic() + 60
    while relay_due() + dispatch_due() or work_left():
        assert time.monotonic() < deadline, "the outbox does not become empty"
        time.sleep(0.02)


def assert_followed_up_once(agreement: ClientAgreement) -> None:
    """One of each, and nothing lost, of what must follow an acceptance."""
    agreement.refresh_from_db()
    party = agreement.parties.get()
    assert agreement.status == "accepted"
    order = Order.objects.get(external_reference=f"agreement:{agreement.id}")
    assert (order.lines.count(), order.total_minor) == (1, agreement.fee_minor)
    assert agreement.order_id
    invoice = Invoice.objects.get(agreement=agreement)
    assert (invoice.status, invoice.total_minor) == ("open", agreement.fee_minor)
    enrolment = Enrolment.objects.get(trigger=f"agreement:{agreement.id}")
    assert sorted(enrolment.messages.values_list("status", flat=True)) == ["due", "sent"]
    PacketAssignment.objects.get(trigger=f"agreement:{agreement.id}")
    assert kinds_of(f"agreement:{agreement.id}") == ["agreement_sent", "agreement_accepted"]
    certificate = Certificate.objects.get(entry__chain=f"agreement:{agreement.id}")
    assert (certificate.content is None) == bool(certificate.last_error)
    mails = MailMessage.objects.filter(to_email=party.email)
    assert mails.count() == len(CLIENT_MAILS)
    assert set(mails.values_list("status", flat=True)) == {"sent"}
    assert bundle_faults(bundle_make([f"agreement:{agreement.id}"])) == []


def assert_no_number_is_missing() -> None:
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert [int(str(number).rpartition("-")[2]) for number in numbers] == list(
        range(1, len(numbers) + 1)
    )


def subjects_once(messages: Iterable[ReceivedMessage]) -> list[str]:
    """A mail that came again under its Message-ID counts once, as mail programs have it."""
    return sorted({message.header("Message-ID"): message.subject for message in messages}.values())
