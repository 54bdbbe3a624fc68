"""Fifty clicks of one participant at once, then several workers at once: one of everything."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.contracts import BROWSER, NOW
from factories.ledger import kinds_of
from factories.seat_acts import seat_acceptance_of
from factories.seats import BEN, planned, seat_group_opened, seat_invited
from factories.threads import at_once
from flow_scene import work_until_done

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.shop.models import User
from saleor_coaching_plugin.seats.models import Participant, Seat
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.close import seat_close
from saleor_coaching_plugin.seats.services.respond import seat_decline, seat_view
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)

pytestmark = pytest.mark.usefixtures("committed_db")
CLICKS = 50
WORKERS = 6


def invited_with_everything() -> tuple[Seat, str]:
    """Just now, to a seat that brings a sequence and a packet."""
    steps = [StepContent("Welcome, {{ client.first_name }}", "Hello")]
    sequence = sequence_create(name="Participants", steps=steps)
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    packet = packet_create(name="Start", intro="", items=[ItemContent(PacketItemKind.TASK, "Read")])
    group = seat_group_opened(sequence_id=sequence.id, packet_id=packet.id, now=utc_now())
    return seat_invited(group=group, now=utc_now())


def test_fifty_clicks_make_one_acceptance_one_enrolment_one_copy(
    settings: Any, tmp_path: Path
) -> None:
    seat, token = invited_with_everything()
    acceptance = seat_acceptance_of(seat, copy_to="lawyer@example.com")
    answers = at_once(
        CLICKS,
        lambda _: seat_accept(token=token, acceptance=acceptance, act=BROWSER, now=utc_now()),
    )
    participant = Participant.objects.get()
    assert [type(answer) for answer in answers] == [Participant] * CLICKS
    assert {answer.accepted_at for answer in answers} == {participant.accepted_at}
    chain = f"participant:{participant.id}"
    assert kinds_of(chain) == ["seat_invited", "seat_accepted"]

    with Mailbox(tmp_path) as mailbox:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = mailbox.smtp_port
        assert at_once(WORKERS, work_until_done) == [None] * WORKERS
        subjects = [message.subject for message in mailbox.messages(to="anna@family.example")]
        to_lawyer = mailbox.messages(to="lawyer@example.com")
        to_coach = mailbox.messages(to="alex@coach.example")

    assert Seat.objects.get(id=seat.id).status == "active"
    assert [model.objects.count() for model in (Enrolment, PacketAssignment)] == [1, 1]
    assert User.objects.filter(email="anna@family.example").count() == 1
    assert kinds_of(chain) == ["seat_invited", "seat_accepted", "copy_sent"]
    assert sorted(subjects) == [
        "A place for you: Six sessions",
        "Welcome, Anna",
        f"Your copy of agreement {participant.number}",
    ]
    assert (len(to_lawyer), len(to_coach)) == (1, 1)
    assert bundle_faults(bundle_make([chain])) == []


def test_accept_decline_hand_over_and_refund_at_once_leave_one_truth() -> None:
    for _ in range(5):
        seat, token = seat_invited()
        acceptance = seat_acceptance_of(seat)
        former = Participant.objects.get(id=seat.participant_id)
        acts = [
            lambda t=token, a=acceptance: seat_accept(token=t, acceptance=a, act=BROWSER, now=NOW),
            lambda t=token: seat_decline(token=t, reason="", act=BROWSER, now=NOW),
            lambda s=seat: seat_assign(seat_id=s.id, planned=planned(BEN), now=NOW),
            lambda s=seat: seat_close(seat_id=s.id, now=NOW),
        ]
        answers = at_once(8, lambda index, acts=acts: acts[index % 4]())
        for answer in answers:
            assert isinstance(answer, Participant | Seat | DomainError), repr(answer)
        former.refresh_from_db()
        seat.refresh_from_db()
        accepted = seat.status == "accepted"
        kinds = kinds_of(f"participant:{former.id}")
        promised = OutboxMessage.objects.filter(
            event="SeatAccepted", payload={"participant_id": str(former.id)}
        ).count()
        assert (kinds.count("seat_accepted"), promised) == ((1, 3) if accepted else (0, 0))
        assert accepted == (former.accepted_at is not None)
        assert not accepted or (seat.participant_id, former.replaced_at) == (former.id, None)
        assert not {"seat_accepted", "seat_declined"} <= set(kinds)
        assert seat.status in {"accepted", "declined", "invited", "refunded"}


def test_many_looks_at_once_are_noted_once() -> None:
    seat, token = seat_invited()
    at_once(10, lambda _: seat_view(token=token, now=NOW + timedelta(hours=1)))
    assert kinds_of(f"participant:{seat.participant_id}") == ["seat_invited", "seat_viewed"]
