"""Whoever has accepted gets an account in the shop, and what the seats bring with them."""

from __future__ import annotations

from typing import Any

import pytest
from factories.agreements import agreement_accepted, template_published
from factories.contracts import NOW
from factories.database import rows
from factories.seat_acts import seat_accepted
from factories.seats import ANNA, BEN, TIM, holder, seat_group_opened
from factories.shop import shop_customer

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import SeatAccepted, SeatActivated
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.handlers import packet_give_participant
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import ItemContent, packet_create
from saleor_coaching_plugin.seats.handlers import coach_tell_accepted, participant_activate
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.services.activate import participant_activate as activate
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due
from saleor_coaching_plugin.sequences.handlers import seat_enrol
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)

pytestmark = pytest.mark.django_db


def group_with_everything(*steps: StepContent, **changes: Any) -> SeatGroup:
    """Its seats bring a sequence and a welcome packet."""
    sequence = sequence_create(
        name="Participants", steps=steps or [StepContent("Hi {{ client.first_name }}", "Hello")]
    )
    sequence_publish(version_id=sequence.versions.get().id, now=NOW)
    packet = packet_create(name="Start", intro="", items=[ItemContent(PacketItemKind.TASK, "Read")])
    return seat_group_opened(sequence_id=sequence.id, packet_id=packet.id, **changes)


def activated(participant: Participant) -> Participant:
    activate(participant_id=participant.id, now=NOW)
    return Participant.objects.get(id=participant.id)


def test_an_account_is_made_and_the_seat_becomes_active() -> None:
    participant = activated(seat_accepted())
    customer = commerce().customer_find("anna@family.example")
    assert customer
    assert (customer.first_name, customer.last_name) == ("Anna", "Adams")
    assert (participant.customer_id, participant.active_at) == (customer.id, NOW)
    assert Seat.objects.get(participant=participant).status == "active"
    promised = OutboxMessage.objects.filter(event="SeatActivated")
    assert set(promised.values_list("handler", flat=True)) == {
        "sequences.handlers.seat_enrol",
        "portal.handlers.packet_give_participant",
    }


def test_whoever_has_an_account_keeps_it_as_it_is() -> None:
    known = shop_customer("anna@family.example")
    participant = activated(seat_accepted())
    assert participant.customer_id == known.id
    assert commerce().customer_get(known.id) == known


def test_without_an_address_of_the_minors_own_the_account_is_the_guardians() -> None:
    activated(seat_accepted(TIM))
    customer = commerce().customer_find("paul@family.example")
    assert customer
    assert (customer.first_name, customer.last_name) == ("Paul", "Adams")


def test_the_same_event_again_changes_nothing() -> None:
    participant = activated(seat_accepted())
    before = rows()
    participant_activate(SeatAccepted(str(participant.id)))
    assert rows() == before


def test_the_coach_is_told_once_and_of_no_payer() -> None:
    participant = seat_accepted()
    for _ in range(2):
        coach_tell_accepted(SeatAccepted(str(participant.id)))
    mail = MailMessage.objects.get(kind="coach_seat_accepted")
    assert mail.to_email == "alex@coach.example"
    assert mail.subject == "PA-2027-0001: Anna Adams has accepted a seat."
    assert "Six sessions" in mail.text
    assert "Paula" not in mail.text


# what follows


def test_the_participant_enters_the_seats_sequence_and_gets_their_packet() -> None:
    group = group_with_everything()
    participant = seat_accepted(group=group, now=utc_now())
    relay_due()
    trigger = f"seat:{participant.id}"
    enrolment = Enrolment.objects.get()
    assert (enrolment.recipient_email, enrolment.trigger) == ("anna@family.example", trigger)
    assert (enrolment.recipient_name, enrolment.language) == ("Anna Adams", "en")
    assert enrolment.sequence_id == group.sequence_id
    packet = PacketAssignment.objects.get()
    assert (packet.email, packet.trigger) == ("anna@family.example", trigger)
    assert packet.packet_id == group.packet_id


def test_both_are_given_once_under_any_retry() -> None:
    participant = seat_accepted(group=group_with_everything(), now=utc_now())
    relay_due()
    before = rows()
    seat_enrol(SeatActivated(str(participant.id)))
    packet_give_participant(SeatActivated(str(participant.id)))
    assert rows() == before


def test_seats_that_bring_neither_start_nothing() -> None:
    participant = seat_accepted()
    before = rows()
    seat_enrol(SeatActivated(str(participant.id)))
    packet_give_participant(SeatActivated(str(participant.id)))
    assert rows() == before


def test_each_participant_of_a_group_has_a_run_of_their_own() -> None:
    group = group_with_everything()
    for person in (ANNA, BEN):
        seat_accepted(person, group=group, now=utc_now())
    relay_due()
    assert Enrolment.objects.count() == PacketAssignment.objects.count() == 2


def test_the_sequence_knows_what_the_accepted_text_knew_and_the_portal() -> None:
    participant = seat_accepted(group=group_with_everything(), now=utc_now())
    relay_due()
    values = Enrolment.objects.get().values
    assert values["client"]["name"] == "Anna Adams"
    assert values["agreement"]["number"] == participant.number
    assert values["portal"]["link"].endswith("/portal/")
    assert values.keys() <= {"coach", "client", "package", "product", "agreement", "portal"}
    assert "payer" not in str(values).lower()


def test_a_step_is_read_as_participants_read_it() -> None:
    step = StepContent(
        "Hi",
        "{% payer %}For whoever pays{% endpayer %}{% participant %}For you{% endparticipant %}",
    )
    seat_accepted(group=group_with_everything(step), now=utc_now())
    relay_due()
    dispatch_due()
    mail = MailMessage.objects.get(kind="sequence")
    assert mail.to_email == "anna@family.example"
    assert "For you" in mail.text
    assert "pays" not in mail.text


def test_the_payer_of_an_agreement_and_its_participants_have_sequences_of_their_own() -> None:
    ours = group_with_everything()
    agreement, _ = agreement_accepted(
        template_published(seats=2, participant_sequence_id=ours.sequence_id), now=utc_now()
    )
    relay_due()
    assert not Enrolment.objects.exists()
    group = SeatGroup.objects.get(subject=f"agreement:{agreement.id}")
    participant = seat_accepted(group=group, now=utc_now())
    relay_due()
    run = Enrolment.objects.get()
    assert (run.recipient_email, run.sequence_id) == ("anna@family.example", ours.sequence_id)
    assert holder(group.seats.get(position=1)) == participant
