"""Consents as data: found by what they are about, box by box."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from factories.contracts import ADDRESS, BROWSER, answers, token_of
from factories.ledger import acceptance_entry
from graphql_api import ask, code_of
from graphql_cases import node
from graphql_examples import (
    ADA,
    agreement_accepted,
    agreement_sent,
    checkout_with_terms,
)
from graphql_examples import acceptance_given as cart_accepted

from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import GivenConsent
from saleor_coaching_plugin.terms.models import TermsVersion

pytestmark = pytest.mark.django_db
FIND = """query($filter: ClientConsentFilterInput) {
    clientConsents(filter: $filter) { edges { node { id key text required accepted email givenAt
    termsVersionId evidenceChain evidenceHash } } } }"""
SAM = Client("Sam", "Client", "sam@client.example")


def found(by: str, **wanted: Any) -> list[Any]:
    page = ask(FIND, by=by, filter=wanted)
    return [edge["node"] for edge in page["edges"]]


def boxes(by: str, **wanted: Any) -> set[tuple[str, str]]:
    return {(each["email"], each["key"]) for each in found(by, **wanted)}


def test_each_box_is_a_datum_ticked_or_not(orders: str) -> None:
    agreement = agreement_accepted()
    recording, terms = found(orders)
    version = TermsVersion.objects.get()
    assert recording.pop("id") != terms.pop("id")
    entry = acceptance_entry()
    shared = {
        "email": "ada@client.example",
        "givenAt": entry.created_at.isoformat(),
        "termsVersionId": node("ContractTermsVersion", version),
        "evidenceChain": f"agreement:{agreement.id}",
        "evidenceHash": entry.hash,
    }
    assert terms == shared | {
        "key": "terms",
        "text": "I have read this agreement and agree to it.",
        "required": True,
        "accepted": True,
    }
    assert recording == shared | {
        "key": "recording",
        "text": "You may record our sessions.",
        "required": False,
        "accepted": False,
    }


def test_they_are_found_by_key_answer_person_terms_and_chain(orders: str) -> None:
    ours, theirs = agreement_accepted(ADA), agreement_accepted(SAM)
    cart = cart_accepted(checkout_with_terms(email="grace@client.example"))
    ada, sam, grace = ("ada@client.example", "sam@client.example", "grace@client.example")
    everybody = {(email, key) for email in (ada, sam, grace) for key in ("terms", "recording")}
    assert boxes(orders) == everybody
    assert boxes(orders, key="recording") == {(each, "recording") for each in (ada, sam, grace)}
    assert boxes(orders, key="recording", accepted=True) == {(grace, "recording")}
    assert boxes(orders, accepted=False) == {(ada, "recording"), (sam, "recording")}
    assert boxes(orders, email=" Ada@Client.example") == {(ada, "terms"), (ada, "recording")}
    assert {each for each, _ in boxes(orders, chain=f"agreement:{theirs.id}")} == {sam}
    assert {each for each, _ in boxes(orders, chain=cart.chain)} == {grace}
    version = node("ContractTermsVersion", ours.parties.get().texts.get().terms_version)
    assert {each for each, _ in boxes(orders, termsVersionId=version)} == {ada}
    assert boxes(orders, key="rec") == boxes(orders, chain="agreement:none") == set()


def test_the_newest_come_first_and_a_time_is_from_then_on_or_before(orders: str) -> None:
    first = accepted_at(utc_now() - timedelta(days=2), ADA)
    last = accepted_at(utc_now(), SAM)
    assert [each["email"] for each in found(orders, key="terms")] == [SAM.email, ADA.email]
    assert boxes(orders, givenAfter=last.isoformat(), key="terms") == {(SAM.email, "terms")}
    assert boxes(orders, givenBefore=last.isoformat(), key="terms") == {(ADA.email, "terms")}
    naive = (first + timedelta(seconds=1)).replace(tzinfo=None).isoformat()
    assert boxes(orders, givenBefore=naive, key="terms") == {(ADA.email, "terms")}
    assert found(orders, givenBefore=first.isoformat()) == []


def accepted_at(now: datetime, client: Client) -> datetime:
    agreement = agreement_sent(client)
    agreement_accept(
        token=token_of(agreement),
        acceptance=Acceptance(
            agreement.parties.get().texts.get().sha256, answers("terms", "recording"), ADDRESS
        ),
        act=BROWSER,
        now=now,
    )
    return now


@pytest.mark.parametrize("version", ["x", "Q29udHJhY3RUZXJtczox"])
def test_what_is_no_id_of_a_version_is_not_found(version: str, orders: str) -> None:
    agreement_accepted()
    assert code_of(FIND, by=orders, filter={"termsVersionId": version}) == "NOT_FOUND"


def test_what_was_erased_of_a_person_is_found_by_all_else(orders: str) -> None:
    agreement_accepted()
    GivenConsent.objects.update(email="")
    assert found(orders, email="ada@client.example") == []
    assert boxes(orders, key="terms") == {("", "terms")}
