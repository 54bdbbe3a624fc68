"""Who besides the client gets a copy, and that no participant does: it holds the amounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factories.agreements import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    template_published,
    version_published,
)
from factories.amendments import ANSWERED, amendment_accepted, amendment_asked, asked
from factories.contracts import BROWSER, NOW, SAM, SEATS_BODY, acceptance_of, terms_published
from factories.database import refused
from factories.ledger import personal_of
from factories.seats import ANNA, BEN, TIM, planned

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.models import AgreementTemplate, ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    agreement_update,
)
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.kinds import ACCEPTANCE_KINDS
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.plan import seat_plan_save

pytestmark = pytest.mark.django_db
LAWYER = "lawyer@example.com"


@pytest.fixture
def family() -> AgreementTemplate:
    """With three seats."""
    return template_published(seats=3)


def accept(sent: tuple[ClientAgreement, str], act: Any = BROWSER, **changes: Any) -> None:
    agreement, token = sent
    acceptance = acceptance_of(agreement, **changes)
    agreement_accept(token=token, acceptance=acceptance, act=act, now=NOW)


def copies() -> list[tuple[str, str]]:
    """To whom, and at whose wish, as last recorded."""
    entry = LedgerEntry.objects.filter(kind__in=ACCEPTANCE_KINDS).latest("id")
    return [(each["email"], each["asked_by"]) for each in personal_of(entry)["copies_to"]]


def plan(agreement: ClientAgreement, *people: Person) -> None:
    seat_plan_save(
        subject=f"agreement:{agreement.id}",
        people=[planned(each) for each in people],
        shared_name="",
        now=NOW,
    )


def test_nobody_asked_for_one() -> None:
    accept(agreement_sent())
    assert copies() == []


def test_the_clients_and_the_coachs_are_recorded_with_who_asked() -> None:
    accept(agreement_sent(copy_emails=["office@coach.example"]), copy_to=" Lawyer@Example.com")
    assert copies() == [(LAWYER, "Sam Client"), ("office@coach.example", "Alex Morgan Coaching")]


def test_one_whom_both_name_gets_one() -> None:
    accept(agreement_sent(copy_emails=[LAWYER]), copy_to=LAWYER)
    assert copies() == [(LAWYER, "Sam Client")]


def test_the_client_gets_no_second_copy() -> None:
    accept(agreement_sent(), copy_to=SAM.email.upper())
    assert copies() == []


def test_who_acts_for_the_client_asked_for_it() -> None:
    grace = replace(BROWSER, acting_for=ActingFor(Capacity.GUARDIAN, "Grace Client", ""))
    accept(agreement_sent(), grace, copy_to=LAWYER)
    assert copies() == [(LAWYER, "Grace Client")]


def test_an_accepted_change_brings_copies_too() -> None:
    amendment = amendment_asked()
    ClientAgreement.objects.update(copy_emails=["office@coach.example"])
    amendment.party.agreement.refresh_from_db()
    amendment_accepted(amendment, copy_to=LAWYER, now=ANSWERED)
    assert copies() == [(LAWYER, "Sam Client"), ("office@coach.example", "Alex Morgan Coaching")]


@pytest.mark.parametrize("typed", ["nobody", "a@b.example, c@d.example", "a@b.example\nBcc: x@y.z"])
def test_what_is_no_address_is_refused_and_nothing_accepted(typed: str) -> None:
    sent = agreement_sent()
    with refused(CoreErrorCode.INVALID, "copy_to", saying="e-mail address"):
        accept(sent, copy_to=typed)


# participants


@pytest.mark.parametrize("address", [ANNA.email, "ANNA@Family.example", "paul@family.example"])
def test_who_is_planned_for_a_seat_gets_no_payers_copy(
    family: AgreementTemplate, address: str
) -> None:
    sent = agreement_sent(family)
    plan(sent[0], ANNA, TIM)
    with refused(CoreErrorCode.INVALID, "copy_to", saying="amounts"):
        accept(sent, copy_to=address)
    accept(sent, copy_to=LAWYER)
    assert copies() == [(LAWYER, "Sam Client")]


def test_who_is_planned_for_a_seat_cannot_be_named_for_copies_by_the_coach(
    family: AgreementTemplate,
) -> None:
    agreement = agreement_drafted(family)
    plan(agreement, ANNA)
    details = AgreementDetails(copy_emails=[ANNA.email])
    with refused(CoreErrorCode.INVALID, "copy_emails", saying=ANNA.email):
        agreement_update(agreement_id=agreement.id, client=SAM, details=details)


def test_who_gets_a_copy_cannot_be_planned_for_a_seat(family: AgreementTemplate) -> None:
    agreement = agreement_drafted(family, copy_emails=[ANNA.email, "paul@family.example"])
    for person, field in ((ANNA, "email"), (TIM, "email")):
        with refused(CoreErrorCode.INVALID, f"people.1.{field}", saying="amounts"):
            plan(agreement, BEN, person)
    plan(agreement, BEN)


@pytest.mark.parametrize("asked_by", ["coach", "client"])
def test_who_got_a_copy_cannot_be_given_a_seat(family: AgreementTemplate, asked_by: str) -> None:
    if asked_by == "coach":
        accept(agreement_sent(family, copy_emails=[ANNA.email]))
    else:
        accept(agreement_sent(family), copy_to=ANNA.email)
    relay_due()
    seat = Seat.objects.get(position=1)
    with refused(CoreErrorCode.INVALID, "email", saying="amounts"):
        seat_assign(seat_id=seat.id, planned=planned(ANNA), now=NOW)
    assert seat_assign(seat_id=seat.id, planned=planned(BEN), now=NOW).status == "invited"


def test_who_holds_a_seat_gets_no_copy_of_a_later_change() -> None:
    terms = terms_published(SEATS_BODY, has_seats=True)
    agreement, _ = agreement_accepted(template_published(terms, seats=1))
    relay_due()
    seat_assign(seat_id=Seat.objects.get().id, planned=planned(ANNA), now=NOW)
    # As if both had been written at the same moment.
    ClientAgreement.objects.update(copy_emails=[ANNA.email])
    amendment = asked(agreement, version_published(terms, f"{SEATS_BODY}\n\nNotice is 14 days."))
    assert amendment
    with refused(CoreErrorCode.INVALID, "copy_to", saying="amounts"):
        amendment_accepted(amendment, copy_to=ANNA.email)
    amendment_accepted(amendment, copy_to=LAWYER)
    assert copies() == [(LAWYER, "Sam Client")]
