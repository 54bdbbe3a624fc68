"""One client's agreement with seats: how many, who gets copies, what participants are to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from factories.agreements import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    template_published,
    version_published,
)
from factories.contracts import NOW, SAM, SEATS_BODY, terms_published, text_of
from factories.database import refused
from factories.ledger import acceptance_entry, personal_of

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import AgreementTemplate
from saleor_coaching_plugin.agreements.participants import seat_values
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import CustomField
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.services.plan import seat_plan_save
from saleor_coaching_plugin.terms.errors import TermsErrorCode

pytestmark = pytest.mark.django_db
PLACE = CustomField("place", "Where we meet", for_participants=True)
PRICE = CustomField("price", "What one costs")


def template_with_custom(body: str = SEATS_BODY) -> AgreementTemplate:
    terms = terms_published(body, has_seats=True)
    return template_published(terms, seats=3, custom_fields=[PLACE, PRICE])


# how many


def test_an_agreement_has_as_many_seats_as_its_template_unless_told() -> None:
    template = template_published(seats=5)
    assert agreement_drafted(template).seats == 5
    assert agreement_drafted(template, seats=2).seats == 2
    assert agreement_drafted(template, seats=0).seats == 0


def test_seats_can_be_given_where_the_template_has_none() -> None:
    template = template_published(terms_published(SEATS_BODY, has_seats=True))
    assert agreement_drafted(template).seats == 0
    assert agreement_drafted(template, seats=100).seats == 100


@pytest.mark.parametrize("seats", [-1, 101])
def test_a_number_of_seats_that_is_none_is_refused(seats: int) -> None:
    template = template_published(seats=5)
    with refused(CoreErrorCode.INVALID, "seats"):
        agreement_drafted(template, seats=seats)


def test_terms_without_a_rendering_for_participants_have_no_seats() -> None:
    draft = agreement_drafted()
    with refused(AgreementErrorCode.TERMS_WITHOUT_SEATS, "seats"):
        agreement_update(agreement_id=draft.id, client=SAM, details=AgreementDetails(seats=1))


def test_the_payer_reads_how_many_and_agrees_to_it() -> None:
    agreement, _ = agreement_accepted(template_published(seats=5), seats=4)
    assert "You pay &#8364;1,500.00 for 4 people." in text_of(agreement).html
    assert personal_of(acceptance_entry())["deal"]["seats"] == 4


# copies


def test_addresses_for_copies_are_kept_normalised() -> None:
    given = [" Book@Keeper.example ", "partner@client.example"]
    draft = agreement_drafted(copy_emails=given)
    draft.refresh_from_db()
    assert draft.copy_emails == ["book@keeper.example", "partner@client.example"]
    agreement_update(agreement_id=draft.id, client=SAM, details=AgreementDetails())
    draft.refresh_from_db()
    assert draft.copy_emails == []


@pytest.mark.parametrize(
    "emails",
    [
        ["nobody"],
        ["a@b.example\nBcc: c@d.example"],
        ["a@b.example", "A@B.example"],
        [f"{number}@b.example" for number in range(6)],
        [SAM.email.upper()],
    ],
    ids=["none", "two in one", "twice", "six", "the client"],
)
def test_addresses_for_copies_that_will_not_do_are_refused(emails: list[str]) -> None:
    draft = agreement_drafted()
    with refused(CoreErrorCode.INVALID, "copy_emails"):
        agreement_update(
            agreement_id=draft.id, client=SAM, details=AgreementDetails(copy_emails=emails)
        )


def test_who_takes_part_gets_no_copy_with_amounts() -> None:
    draft = agreement_drafted(template_published(seats=2))
    kim = PlannedSeat(Person("Kim", "Client", "kim@client.example"))
    seat_plan_save(subject=f"agreement:{draft.id}", people=[kim], shared_name="", now=NOW)
    with refused(CoreErrorCode.INVALID, "copy_emails", saying="takes part"):
        agreement_update(
            agreement_id=draft.id,
            client=SAM,
            details=AgreementDetails(copy_emails=["KIM@client.example"]),
        )


# what participants read


def test_participants_know_the_package_and_nothing_of_the_fee_or_the_payer() -> None:
    agreement = agreement_drafted(
        template_with_custom(),
        sessions=9,
        start_on=date(2027, 6, 1),
        custom_values={"place": "Bristol", "price": "€300"},
    )
    values = seat_values(agreement, NOW)
    assert values.pop("coach").keys() == {"name", "email", "address"}
    assert values == {
        "package": {
            "name": "Six sessions",
            "sessions": 9,
            "description": "Every second week.",
        },
        "agreement": {"start_on": "June 1, 2027"},
        "custom": {"place": "Bristol"},
    }


def test_without_an_agreed_day_coaching_begins_when_the_agreement_was_sent() -> None:
    template = template_published(seats=2)
    later = NOW + timedelta(days=30)
    assert seat_values(agreement_drafted(template), later)["agreement"] == {
        "start_on": "May 31, 2027"
    }
    sent, _ = agreement_sent(template, now=NOW)
    assert seat_values(sent, later)["agreement"] == {"start_on": "May 1, 2027"}


def test_an_amount_in_a_value_for_participants_refuses_to_send() -> None:
    values = {"place": "at €300 a day", "price": "€300"}
    draft = agreement_drafted(template_with_custom(), custom_values=values)
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "custom_values", saying="300"):
        agreement_send(agreement_id=draft.id, now=NOW)


def test_an_amount_in_a_value_for_the_payer_does_not() -> None:
    values = {"place": "Bristol", "price": "€300"}
    agreement, _ = agreement_sent(template_with_custom(), custom_values=values)
    assert agreement.status == "sent"


def test_an_amount_that_arises_from_value_and_terms_together_refuses_to_send() -> None:
    body = "The price is the {{ custom.place }}."
    values = {"place": "300", "price": "€300"}
    draft = agreement_drafted(template_with_custom(body), custom_values=values)
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "terms", saying="300"):
        agreement_send(agreement_id=draft.id, now=NOW)


def test_newer_terms_that_ask_participants_for_more_refuse_to_send() -> None:
    terms = terms_published(SEATS_BODY, has_seats=True)
    draft = agreement_drafted(
        template_published(terms, seats=2, custom_fields=[PRICE]), custom_values={"price": "€300"}
    )
    version_published(terms, "{% participant %}{{ custom.price }}{% endparticipant %}Text")
    with refused("unknown_merge_field", "terms", saying="custom.price"):
        agreement_send(agreement_id=draft.id, now=NOW)


def test_an_agreement_without_seats_is_not_looked_at_for_participants() -> None:
    values: dict[str, Any] = {"place": "at €300 a day", "price": "€300"}
    agreement, _ = agreement_sent(template_with_custom(), seats=0, custom_values=values)
    assert agreement.status == "sent"


def test_a_client_may_have_the_name_of_an_amount() -> None:
    agreement, _ = agreement_sent(
        template_published(seats=2), client=replace(SAM, last_name="Pound", first_name="Penny")
    )
    assert agreement.status == "sent"
