"""Sequences: written, published, and people in them."""

from __future__ import annotations

from typing import Any

import pytest
from graphql_api import ask, do
from graphql_cases import CASES, enrolled, enrolment_typed, node
from graphql_examples import sequence_published

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sequences.dispatcher import dispatch_one
from saleor_coaching_plugin.sequences.models import Enrolment

ONE = """query($id: ID!) { sequence(id: $id) { name versions {
    number status steps { position delaySeconds subject body } } } }"""

pytestmark = pytest.mark.django_db


def test_a_published_version_stays_when_a_draft_is_written(users: str) -> None:
    key = node("Sequence", sequence_published())
    steps = [{"subject": "Hello", "body": "You", "delaySeconds": 60}]
    do(CASES["sequenceUpdate"].query, by=users, id=key, input={"steps": steps})
    first, draft = ask(ONE, by=users, id=key)["versions"]
    assert (first["number"], first["status"], len(first["steps"])) == (1, "PUBLISHED", 2)
    assert (draft["number"], draft["status"]) == (None, "DRAFT")
    assert draft["steps"] == [steps[0] | {"position": 1}]


def test_publishing_gives_the_next_number(users: str) -> None:
    case = CASES["sequencePublish"]
    version = do(case.query, by=users, **case.variables())["version"]
    assert version == {"number": 1, "status": "PUBLISHED"}


def test_enrolling_fills_in_client_and_coach(users: str) -> None:
    case = CASES["sequenceEnrol"]
    enrolment = do(case.query, by=users, **case.variables())["enrolment"]
    assert enrolment["recipientEmail"] == "sam@client.example"
    assert enrolment["messages"] == [{"status": "DUE"}]
    run = Enrolment.objects.get()
    assert run.timezone == "Europe/Berlin"
    assert run.values["product"] == {"name": "Workbook"}
    dispatch_one(now=utc_now())
    assert MailMessage.objects.get().subject == "Welcome, Sam"


def test_a_cancelled_run_sends_nothing_more(users: str) -> None:
    key = node("SequenceEnrolment", enrolled())
    cancelled = do(CASES["sequenceEnrolmentCancel"].query, by=users, id=key)["enrolment"]
    assert cancelled == {"status": "STOPPED", "messages": [{"status": "SUPPRESSED"}]}
    assert not dispatch_one(now=utc_now())


def test_runs_are_found_by_person(users: str) -> None:
    enrolled()
    do(CASES["sequenceEnrol"].query, by=users, input=enrolment_typed(email="eve@client.example"))
    query = """query($email: String) { sequenceEnrolments(email: $email) { edges { node {
        recipientEmail trigger sequence { name } version { number }
        messages { status dueAt step { position subject } } } } } }"""

    def found(**filters: Any) -> list[Any]:
        return [edge["node"] for edge in ask(query, by=users, **filters)["edges"]]

    assert len(found()) == 2
    (run,) = found(email=" Eve@client.example")
    assert (run["recipientEmail"], run["trigger"]) == ("eve@client.example", "staff")
    assert (run["sequence"], run["version"]) == ({"name": "Welcome"}, {"number": 1})
    assert run["messages"][0]["step"]["position"] == 1
    assert found(email="nobody@client.example") == []
