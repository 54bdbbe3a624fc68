"""A copy of what is accepted, for somebody else: never with amounts for a participant."""

from __future__ import annotations

from typing import Any

import pytest
from factories.contracts import token_of
from factories.ledger import acceptance_entry, personal_of
from graphql_api import do, errors_of, everything
from graphql_cases import CASES, node, participant_typed, seats_plan_typed
from graphql_examples import acceptance_typed, agreement_sent, agreement_with_seats

from saleor_coaching_plugin.agreements.models import ClientAgreement

ACCEPT = CASES["clientAgreementAccept"].query
PLAN = CASES["agreementSeatsPlan"].query
PERSON = participant_typed(
    email="bo@family.example", guardianName="Mary", guardianEmail="mary@family.example"
)

pytestmark = pytest.mark.django_db


def acceptance_of(agreement: ClientAgreement, copy_to: str) -> dict[str, Any]:
    return {
        "token": token_of(agreement),
        "input": acceptance_typed(agreement, copyTo=copy_to),
    }


def test_a_client_names_somebody_who_gets_a_copy() -> None:
    do(ACCEPT, **acceptance_of(agreement_sent(), " Lawyer@Office.example "))
    (copy,) = personal_of(acceptance_entry())["copies_to"]
    assert copy["email"] == "lawyer@office.example"


def test_without_an_address_nobody_else_gets_one() -> None:
    do(ACCEPT, **acceptance_of(agreement_sent(), ""))
    assert personal_of(acceptance_entry())["copies_to"] == []


def test_what_is_no_address_is_refused() -> None:
    typed = acceptance_of(agreement_sent(), "nobody")
    before = everything()
    assert errors_of(ACCEPT, **typed) == [("INVALID", "copyTo")]
    assert everything() == before


@pytest.mark.parametrize("address", ["bo@family.example", "mary@family.example"])
def test_who_is_planned_for_a_seat_gets_no_copy_with_amounts(address: str, orders: str) -> None:
    agreement = agreement_with_seats()
    key = node("ClientAgreement", agreement)
    do(PLAN, by=orders, **seats_plan_typed(agreementId=key, participants=[PERSON]))
    typed = acceptance_of(agreement, address)
    before = everything()
    assert errors_of(ACCEPT, **typed) == [("INVALID", "copyTo")]
    assert everything() == before
