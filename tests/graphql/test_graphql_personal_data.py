"""What the evidence keeps of a person, and having it erased."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.contracts import NOW
from graphql_api import ask, code_of, do
from graphql_examples import ADA, agreement_accepted, agreement_sent

from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import LedgerEntry, LedgerPersonalData

pytestmark = pytest.mark.django_db

KEPT = """query($email: String!, $first: Int) {
    evidencePersonalData(email: $email, first: $first) { totalCount
        pageInfo { endCursor hasNextPage }
        edges { node { chain position kind recordedAt heldUntil holdReason } } } }"""
AFTER = KEPT.replace("$first: Int", "$after: String").replace("first: $first", "after: $after")
ERASE = """mutation($email: String!) { evidencePersonalDataErase(email: $email, reason: REQUESTED) {
    erased kept { kind heldUntil holdReason } errors { field code message } } }"""


def test_all_of_a_person_is_listed_and_nobody_elses(users: str) -> None:
    agreement = agreement_accepted()
    agreement_sent(Client("Grace", "Hopper", "grace@client.example"))
    found = ask(KEPT, by=users, email=" ADA@client.example ")
    sent, accepted = (edge["node"] for edge in found["edges"])
    assert found["totalCount"] == 2
    assert (sent["kind"], sent["heldUntil"], sent["holdReason"]) == ("agreement_sent", None, "")
    assert (accepted["chain"], accepted["position"]) == (f"agreement:{agreement.id}", 2)
    assert accepted["kind"] == "agreement_accepted"
    assert accepted["holdReason"] == "accepted agreement"
    assert accepted["heldUntil"] > accepted["recordedAt"]


def test_it_comes_in_pages(users: str) -> None:
    agreement_accepted()
    first = ask(KEPT, by=users, email=ADA.email, first=1)
    assert first["pageInfo"]["hasNextPage"]
    rest = ask(AFTER, by=users, email=ADA.email, after=first["pageInfo"]["endCursor"])
    kinds = [edge["node"]["kind"] for page in (first, rest) for edge in page["edges"]]
    assert kinds == ["agreement_sent", "agreement_accepted"]


def test_ten_entries_cost_what_one_does(users: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(KEPT, by=users, email=ADA.email)
        return len(queries)

    ledger_append(chain="a", kind="k", facts={}, personal={"email": ADA.email}, now=NOW)
    one = cost()
    for number in range(9):
        chain = f"a:{number}"
        ledger_append(chain=chain, kind="k", facts={}, personal={"email": ADA.email}, now=NOW)
    assert cost() == one


def test_what_is_no_address_is_refused(users: str) -> None:
    assert code_of(KEPT, by=users, email="ada") == "INVALID"


def test_what_may_be_erased_is_and_the_rest_says_why_not(users: str) -> None:
    agreement_accepted()
    done = do(ERASE, by=users, email="ADA@client.example")
    (kept,) = done["kept"]
    assert (done["erased"], kept["kind"]) == (1, "agreement_accepted")
    assert (kept["holdReason"], kept["heldUntil"] is None) == ("accepted agreement", False)
    assert LedgerPersonalData.objects.exclude(erased_at=None).count() == 1
    told = LedgerEntry.objects.get(kind="personal_data_erased")
    assert "ada@client.example" not in told.facts
    assert '"by":"' in told.personal.data
    assert do(ERASE, by=users, email=ADA.email)["erased"] == 0


def test_a_stranger_has_nothing_to_erase(users: str) -> None:
    agreement_accepted()
    assert do(ERASE, by=users, email="nobody@client.example") == {
        "erased": 0,
        "kept": [],
        "errors": [],
    }
