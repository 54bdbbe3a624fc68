"""What opens seats, and what payer and coach are told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.agreements import agreement_accepted, template_published
from factories.contracts import NOW, terms_published
from factories.database import refused, rows
from factories.ledger import kinds_of
from factories.seats import (
    ANNA,
    BEN,
    TIM,
    holder,
    planned,
    seat_free_in,
    seat_group_opened,
    seat_invited,
)

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.events import (
    AgreementAccepted,
    SeatDeclined,
    SeatExpired,
    SeatsBought,
    SeatsOpened,
)
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats import handlers
from saleor_coaching_plugin.seats.models import Participant, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.invite import seat_remind
from saleor_coaching_plugin.seats.services.plan import seat_plan_save
from saleor_coaching_plugin.seats.services.sweep import seats_expire

pytestmark = pytest.mark.django_db
LAWYER = "lawyer@firm.example"


def bought(**changes: Any) -> SeatsBought:
    event = SeatsBought(
        purchase_id=str(uuid4()),
        plan_subject="checkout:1:2",
        chain="checkout:1",
        order_id="T3JkZXI6MQ==",
        order_line_id="T3JkZXJMaW5lOjE=",
        terms_id=str(terms_published("{{ client.name }}, {{ product.name }}").id),
        seats=5,
        is_free=False,
        product_name="Family course",
        email="paula@payer.example",
        first_name="",
        last_name="",
        language="en",
        sequence_id=str(uuid4()),
        packet_id=None,
    )
    return replace(event, **changes)


def told(kind: str) -> MailMessage:
    return MailMessage.objects.get(kind=kind)


def test_an_accepted_agreement_opens_its_seats_with_the_templates_setup() -> None:
    sequence_id, packet_id = uuid4(), uuid4()
    template = template_published(
        seats=3,
        participant_sequence_id=sequence_id,
        participant_packet_id=packet_id,
        expiry_days=21,
    )
    agreement, _ = agreement_accepted(template, now=utc_now())
    relay_due()
    group = SeatGroup.objects.get()
    assert group.subject == f"agreement:{agreement.id}"
    assert group.seats.count() == 3
    assert (group.title, group.days_to_accept) == ("Six sessions", 21)
    assert (group.sequence_id, group.packet_id) == (sequence_id, packet_id)
    assert (group.payer_name, group.payer_email) == ("Sam Client", "sam@client.example")
    assert "fee" not in group.values
    assert kinds_of(group.subject)[-2:] == ["agreement_accepted", "seats_opened"]
    mail = told("seats_opened")
    assert mail.to_email == "sam@client.example"
    before = rows()
    handlers.agreement_seats_open(AgreementAccepted(agreement_id=str(agreement.id)))
    assert rows() == before


def test_an_agreement_without_seats_opens_none() -> None:
    agreement_accepted(now=utc_now())
    relay_due()
    assert not SeatGroup.objects.exists()


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (replace(ANNA, email="Lawyer@firm.example"), "email"),
        (replace(TIM, email="tim@x.example", guardian_email=LAWYER), "guardian_email"),
    ],
)
def test_who_gets_a_copy_of_the_payers_agreement_cannot_take_part(
    person: Person, field: str
) -> None:
    agreement_accepted(template_published(seats=3), now=utc_now(), copy_emails=[LAWYER])
    relay_due()
    seat = seat_free_in(SeatGroup.objects.get())
    with refused(CoreErrorCode.INVALID, field, saying="copy"):
        seat_assign(seat_id=seat.id, planned=planned(person), now=utc_now())


def test_a_purchase_opens_seats_for_whom_the_checkout_named() -> None:
    gift = PlannedSeat(ANNA, gift_message="Enjoy!")
    seat_plan_save(subject="checkout:1:2", people=[gift], shared_name="Paula", now=utc_now())
    event = bought()
    handlers.purchase_seats_open(event)
    group = SeatGroup.objects.get()
    assert group.subject == f"purchase:{event.purchase_id}"
    assert (group.order_id, group.order_line_id) == (event.order_id, event.order_line_id)
    assert (str(group.sequence_id), group.packet_id) == (event.sequence_id, None)
    assert (group.title, group.days_to_accept, group.shared_name) == ("Family course", 14, "Paula")
    assert group.values["product"] == {"name": "Family course"}
    anna = Participant.objects.get()
    assert "Anna Adams, Family course" in anna.texts.get().html
    assert kinds_of("checkout:1") == ["seats_opened"]
    before = rows()
    handlers.purchase_seats_open(event)
    assert rows() == before


def test_the_payer_is_told_how_many_seats_there_are_and_who_has_one() -> None:
    later = NOW.date() + timedelta(days=30)
    people = [planned(ANNA), planned(BEN, on=later), planned(TIM)]
    group = seat_group_opened(seats=2, people=people)
    handlers.payer_tell_opened(SeatsOpened(group_id=str(group.id)))
    mail = told("seats_opened")
    assert (mail.to_email, mail.to_name) == ("paula@payer.example", "Paula Payer")
    assert mail.subject == "Your seats: Six sessions"
    assert "Hello Paula," in mail.text
    assert "seats to give: 2" in mail.text
    named, unseated = mail.text.split("These people of your list have no seat yet:")
    assert "- Anna Adams\n" in named
    assert "- Ben Brown, invitation on May 31, 2027\n" in named
    assert "- Tim Adams\n" in unseated
    assert f"/portal/seats/{group.id}/" in mail.text


def test_a_payer_without_a_name_is_greeted_without() -> None:
    group = seat_group_opened(payer_first_name="", payer_last_name="")
    handlers.payer_tell_opened(SeatsOpened(group_id=str(group.id)))
    assert "Hello,\n" in told("seats_opened").text
    assert "named already" not in told("seats_opened").text


def test_the_payer_reads_in_the_language_of_the_purchase() -> None:
    group = seat_group_opened(language="de", people=[planned()])
    handlers.payer_tell_opened(SeatsOpened(group_id=str(group.id)))
    mail = told("seats_opened")
    assert mail.subject == "Ihre Plätze: Six sessions"
    assert "Genannt sind bereits:\n\n- Anna Adams" in mail.text


def test_a_reason_for_declining_is_for_the_coach_alone() -> None:
    seat, _ = seat_invited(ANNA)
    anna = holder(seat)
    Seat.objects.filter(id=seat.id).update(status="declined")
    Participant.objects.filter(id=anna.id).update(decline_reason="Paula *bullies* me.")
    event = SeatDeclined(participant_id=str(anna.id))
    handlers.payer_tell_declined(event)
    handlers.coach_tell_declined(event)
    to_payer, to_coach = told("seat_declined"), told("coach_seat_declined")
    assert to_payer.to_email == "paula@payer.example"
    assert to_payer.subject == "Anna Adams has declined a seat"
    assert f"/portal/seats/{anna.seat.group_id}/" in to_payer.text
    assert "bullies" not in " ".join(map(str, vars(to_payer).values()))
    assert to_coach.to_email == "alex@coach.example"
    assert to_coach.subject == "PA-2027-0001: Anna Adams has declined a seat."
    assert "Paula *bullies* me." in to_coach.text
    before = rows()
    handlers.payer_tell_declined(event)
    handlers.coach_tell_declined(event)
    assert rows() == before


def test_each_invitation_that_runs_out_is_told_of_once() -> None:
    seat, _ = seat_invited(ANNA)
    event = SeatExpired(participant_id=str(seat.participant_id))
    seats_expire(now=NOW + timedelta(days=14))
    handlers.payer_tell_expired(event)
    handlers.payer_tell_expired(event)
    assert told("seat_expired").subject == "Anna Adams has not answered"
    seat_remind(seat_id=seat.id, now=NOW + timedelta(days=20))
    seats_expire(now=NOW + timedelta(days=34))
    handlers.payer_tell_expired(event)
    assert MailMessage.objects.filter(kind="seat_expired").count() == 2
