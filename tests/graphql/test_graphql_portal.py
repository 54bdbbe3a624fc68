"""The client area by login, welcome packets, and what staff see of them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from factories.ledger import acceptance_entry
from factories.shop import shop_app, shop_staff
from graphql_api import ask, code_of, do, everything
from graphql_cases import CASES, PACKET, form_typed, node, packet_done
from graphql_examples import (
    FILE,
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    invoice_open,
    packet_given,
    packet_made,
    purchase_made,
)

from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import LoginLink, PacketAssignment

PORTAL = """{ clientPortal {
    agreements { number status title html sha256 language sentAt acceptedAt evidenceHash }
    invoices { number status total { amount currency } url payments { amount { amount } } }
    purchases { productName orderNumber }
    packets { id completedAt packet { name intro }
              items { completedAt answers { name value }
                      item { id title kind required fields { name label kind required choices }
                             filename contentType content } } } } }"""

pytestmark = pytest.mark.django_db


def test_a_customer_sees_what_is_theirs(ada: str) -> None:
    invoice = invoice_open(agreement_accepted())
    purchase_made()
    packet_given()
    portal = ask(PORTAL, by=ada)
    (agreement,) = portal["agreements"]
    assert (agreement["status"], agreement["title"]) == ("ACCEPTED", "Coaching agreement")
    assert agreement["acceptedAt"]
    assert agreement["evidenceHash"] == acceptance_entry().hash
    assert [each["number"] for each in portal["invoices"]] == [invoice.number]  # none planned
    assert [each["productName"] for each in portal["purchases"]] == ["Workbook"]
    (packet,) = portal["packets"]
    form, file = packet["items"]
    assert form["item"]["fields"][1]["choices"] == ["Weekly", "Monthly"]
    assert base64.b64decode(file["item"]["content"]) == FILE.content


def test_what_is_another_customers_is_not_shown(grace: str) -> None:
    invoice_open(agreement_accepted())
    purchase_made()
    packet_given()
    nothing: dict[str, list[Any]] = {
        "agreements": [],
        "invoices": [],
        "purchases": [],
        "packets": [],
    }
    assert ask(PORTAL, by=grace) == nothing


def test_neither_drafts_nor_revoked_agreements_are_shown(ada: str) -> None:
    agreement_drafted()
    revoked = agreement_sent()
    agreement_revoke(agreement_id=revoked.id, now=utc_now())
    assert ask(PORTAL, by=ada)["agreements"] == []


def test_what_is_not_accepted_yet_has_no_evidence(ada: str) -> None:
    agreement_sent()
    (agreement,) = ask(PORTAL, by=ada)["agreements"]
    assert (agreement["acceptedAt"], agreement["evidenceHash"]) == (None, None)


def test_nobody_but_a_customer_has_a_client_area() -> None:
    staff = shop_staff(list(Permission), email="ada@client.example")[1]
    packet_given()
    for by in (None, "nonsense", staff, shop_app(list(Permission))[1]):
        assert code_of(PORTAL, by=by) == "PermissionDenied"


def test_a_form_is_filled_in_corrected_and_handed_in(ada: str) -> None:
    complete, hand_in = (
        CASES["welcomePacketItemComplete"].query,
        CASES["welcomePacketComplete"].query,
    )
    typed = form_typed()
    do(complete, by=ada, **typed)
    corrected = [{"name": "first_goal", "value": "Run"}, {"name": "rhythm", "value": "Weekly"}]
    items = do(complete, by=ada, **typed | {"answers": corrected})["assignment"]["items"]
    assert items[0]["completedAt"]
    assert items[0]["answers"] == corrected
    assert items[1] == {"completedAt": None, "answers": []}
    done = do(hand_in, by=ada, assignmentId=typed["assignmentId"])["assignment"]
    assert done["completedAt"]


def test_staff_read_the_answers(users: str, ada: str) -> None:
    typed = packet_done()
    packet_given("grace@client.example")
    query = """query($email: String) { welcomePacketAssignments(email: $email) { edges { node {
        id email trigger packet { name } items { answers { name value } } } } } }"""
    assert len(ask(query, by=users)["edges"]) == 2
    (edge,) = ask(query, by=users, email="Ada@client.example")["edges"]
    assert edge["node"]["id"] == typed["assignmentId"]
    assert edge["node"]["items"][0]["answers"] == [
        {"name": "first_goal", "value": "Sleep"},
        {"name": "rhythm", "value": ""},
    ]


def test_a_packet_keeps_its_file_byte_for_byte(users: str) -> None:
    created = do(CASES["welcomePacketCreate"].query, by=users, input=PACKET)["welcomePacket"]
    assert created["items"] == [
        {"title": "About you", "content": None},
        {"title": "Workbook", "content": PACKET["items"][1]["content"]},
    ]


def test_a_rewritten_packet_has_the_new_items_alone(users: str) -> None:
    key = node("WelcomePacket", packet_made())
    task = {"name": "New", "items": [{"kind": "TASK", "title": "Do it"}]}
    changed = do(CASES["welcomePacketUpdate"].query, by=users, id=key, input=task)
    assert changed["welcomePacket"] == {"name": "New", "items": [{"title": "Do it"}]}


def test_a_login_link_is_mailed_to_clients_alone_and_the_answer_tells_nothing() -> None:
    agreement_sent()
    query = CASES["portalLoginRequest"].query
    known = do(query, email=" Ada@Client.example")
    before = everything()
    unknown = do(query, email="nobody@client.example")
    assert known == unknown
    assert everything() == before
    assert LoginLink.objects.get().email == "ada@client.example"
    assert MailMessage.objects.filter(kind="login").count() == 1


def test_an_unfinished_packet_is_not_handed_in(ada: str) -> None:
    given = packet_given()
    query = CASES["welcomePacketComplete"].query
    payload = ask(query, by=ada, assignmentId=node("WelcomePacketAssignment", given))
    assert "About you" in payload["errors"][0]["message"]
    assert PacketAssignment.objects.get().completed_at is None
