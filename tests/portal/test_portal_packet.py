"""Welcome packets: what a coach may put in, and how a client works through one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from factories.agreements import agreement_accepted, template_published
from factories.contracts import NOW
from factories.database import refused, rows
from factories.threads import at_once

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.events import AgreementAccepted, ProductPurchased
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.portal.errors import PortalErrorCode
from saleor_coaching_plugin.portal.handlers import packet_give_buyer, packet_give_client
from saleor_coaching_plugin.portal.models import (
    ItemCompletion,
    PacketAssignment,
    PacketItem,
    PacketItemKind,
)
from saleor_coaching_plugin.portal.selectors import item_states, packet_of, packets_of
from saleor_coaching_plugin.portal.services.complete import (
    MAX_ANSWER_CHARS,
    packet_complete,
    packet_item_complete,
)
from saleor_coaching_plugin.portal.services.packet import (
    MAX_FILE_BYTES,
    FormField,
    ItemContent,
    packet_create,
    packet_update,
)

pytestmark = pytest.mark.django_db
EMAIL = "ada@client.example"
GOAL = FormField("goal", "What do you want to reach?", "long_text", required=True)
FORM = ItemContent(
    PacketItemKind.FORM,
    "About you",
    fields=[
        GOAL,
        FormField("rhythm", "How often?", "choice", required=True, choices=["Weekly", "Monthly"]),
        FormField("since", "Since when?", "date", required=False),
        FormField("calls", "You may call me", "checkbox", required=False),
    ],
)
FILE = ItemContent(
    PacketItemKind.DOCUMENT,
    "Workbook",
    filename="Workbook.pdf",
    content_type="application/pdf",
    content=b"%PDF-1.7",
)
LINK = ItemContent(PacketItemKind.LINK, "Book a session", url="https://cal.example/alex")
TASK = ItemContent(PacketItemKind.TASK, "Find a quiet place", required=False)
GOOD = {"goal": " Calm ", "rhythm": "Weekly", "since": "2027-02-28", "calls": "yes"}


@pytest.fixture
def given_packet() -> PacketAssignment:
    return handed_out(EMAIL)


def handed_out(email: str) -> PacketAssignment:
    packet = packet_create(name="Welcome", intro="*Hi*", items=[FORM, FILE, LINK, TASK])
    return PacketAssignment.objects.create(packet=packet, email=email, trigger="agreement:1")


def item(assignment: PacketAssignment, title: str) -> PacketItem:
    return assignment.packet.items.get(title=title)


def complete(assignment: PacketAssignment, title: str, email: str = EMAIL, **answers: str) -> Any:
    return packet_item_complete(
        email=email,
        assignment_id=assignment.id,
        item_id=item(assignment, title).id,
        answers=answers,
        now=NOW,
    )


def hand_in(assignment: PacketAssignment, email: str = EMAIL, now: Any = NOW) -> PacketAssignment:
    return packet_complete(email=email, assignment_id=assignment.id, now=now)


def test_answers_are_kept_trimmed_and_can_be_corrected(given_packet: PacketAssignment) -> None:
    complete(given_packet, "About you", **GOOD, stranger="x")
    assert ItemCompletion.objects.get().answers == {**GOOD, "goal": "Calm"}
    complete(given_packet, "About you", **(GOOD | {"goal": "Peace", "calls": ""}))
    assert ItemCompletion.objects.get().answers == {**GOOD, "goal": "Peace", "calls": ""}


@pytest.mark.parametrize(
    ("answers", "code", "field"),
    [
        ({"goal": ""}, PortalErrorCode.ANSWER_REQUIRED, "goal"),
        ({"goal": " \n "}, PortalErrorCode.ANSWER_REQUIRED, "goal"),
        ({"rhythm": ""}, PortalErrorCode.ANSWER_REQUIRED, "rhythm"),
        ({"rhythm": "Daily"}, PortalErrorCode.ANSWER_INVALID, "rhythm"),
        ({"since": "28.02.2027"}, PortalErrorCode.ANSWER_INVALID, "since"),
        ({"since": "2027-02-29"}, PortalErrorCode.ANSWER_INVALID, "since"),
        ({"calls": "on"}, PortalErrorCode.ANSWER_INVALID, "calls"),
        ({"goal": "x" * (MAX_ANSWER_CHARS + 1)}, PortalErrorCode.ANSWER_INVALID, "goal"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    given_packet: PacketAssignment, answers: dict[str, str], code: Any, field: str
) -> None:
    with refused(code, field):
        complete(given_packet, "About you", **(GOOD | answers))


def test_a_box_that_must_be_ticked_is_asked_for() -> None:
    form = replace(FORM, fields=[FormField("ok", "I understand", "checkbox", required=True)])
    packet = packet_create(name="x", intro="", items=[form])
    assignment = PacketAssignment.objects.create(packet=packet, email=EMAIL, trigger="t")
    with refused(PortalErrorCode.ANSWER_REQUIRED, "ok", saying="I understand"):
        complete(assignment, "About you", ok="")


def test_required_items_block_handing_in_and_are_named(given_packet: PacketAssignment) -> None:
    complete(given_packet, "Workbook")
    with refused(PortalErrorCode.PACKET_INCOMPLETE, None, saying="About you, Book a session"):
        hand_in(given_packet)
    complete(given_packet, "About you", **GOOD)
    complete(given_packet, "Book a session")
    assert hand_in(given_packet).completed_at == NOW
    assert hand_in(given_packet, now=NOW + timedelta(days=1)).completed_at == NOW
    states = {state.item.title: bool(state.completion) for state in item_states(packet())}
    assert states == {
        "About you": True,
        "Workbook": True,
        "Book a session": True,
        "Find a quiet place": False,
    }


def packet() -> PacketAssignment:
    [only] = packets_of(EMAIL)
    return only


def test_another_clients_packet_is_simply_not_there(given_packet: PacketAssignment) -> None:
    for email in ("eve@evil.example", "", "ADA@client.example"):
        with refused(CoreErrorCode.NOT_FOUND, "id"):
            complete(given_packet, "Workbook", email=email)
        with refused(CoreErrorCode.NOT_FOUND, "id"):
            hand_in(given_packet, email=email)
        with refused(CoreErrorCode.NOT_FOUND, "id"):
            packet_of(email, given_packet.id)
        assert packets_of(email) == []


def test_an_item_of_another_packet_is_not_there(given_packet: PacketAssignment) -> None:
    other = handed_out("grace@client.example")
    for item_id in (item(other, "Workbook").id, uuid4()):
        with refused(CoreErrorCode.NOT_FOUND, "item"):
            packet_item_complete(
                email=EMAIL, assignment_id=given_packet.id, item_id=item_id, answers={}, now=NOW
            )


def test_a_packet_in_a_clients_hands_is_not_rewritten(given_packet: PacketAssignment) -> None:
    with refused(PortalErrorCode.PACKET_IN_USE, "id"):
        packet_update(packet_id=given_packet.packet_id, name="New", intro="", items=[TASK])
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        packet_update(packet_id=uuid4(), name="New", intro="", items=[TASK])


def test_a_packet_that_nobody_has_is_rewritten_whole() -> None:
    made = packet_create(name="Welcome", intro="", items=[FORM, FILE])
    packet_update(packet_id=made.id, name="New", intro="x", items=[LINK])
    made.refresh_from_db()
    assert (made.name, made.intro, [each.title for each in made.items.all()]) == (
        "New",
        "x",
        ["Book a session"],
    )


def with_fields(*fields: FormField) -> ItemContent:
    return replace(FORM, fields=fields)


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([], CoreErrorCode.INVALID),
        ([replace(TASK, title=" ")], CoreErrorCode.INVALID),
        ([replace(TASK, title="x" * 201)], CoreErrorCode.INVALID),
        ([replace(TASK, body="<script>x</script>")], TemplateErrorCode.HTML_NOT_ALLOWED),
        ([replace(LINK, url="javascript:alert(1)")], CoreErrorCode.INVALID),
        ([replace(LINK, url="")], CoreErrorCode.INVALID),
        ([replace(LINK, url="https://a.example/\nx")], CoreErrorCode.INVALID),
        ([replace(LINK, url="https://a.example/x\n")], CoreErrorCode.INVALID),
        ([replace(LINK, url="https://a.example/" + "x" * 200)], CoreErrorCode.INVALID),
        ([replace(FILE, content=b"")], CoreErrorCode.INVALID),
        ([replace(FILE, content=b"x" * (MAX_FILE_BYTES + 1))], CoreErrorCode.INVALID),
        ([replace(FILE, filename="../../etc/passwd")], CoreErrorCode.INVALID),
        ([replace(FILE, filename='a".pdf\r\nX: y')], CoreErrorCode.INVALID),
        ([replace(FILE, filename="a.pdf\n")], CoreErrorCode.INVALID),
        ([replace(FILE, filename="")], CoreErrorCode.INVALID),
        ([replace(FILE, content_type="x" * 81)], CoreErrorCode.INVALID),
        ([with_fields()], CoreErrorCode.INVALID),
        ([with_fields(GOAL, GOAL)], CoreErrorCode.INVALID),
        ([with_fields(replace(GOAL, name="A b"))], CoreErrorCode.INVALID),
        ([with_fields(replace(GOAL, name="goal\n"))], CoreErrorCode.INVALID),
        ([with_fields(replace(GOAL, kind="password"))], CoreErrorCode.INVALID),
        ([with_fields(replace(GOAL, kind="choice", choices=["one"]))], CoreErrorCode.INVALID),
    ],
)
def test_a_bad_item_is_refused_and_leaves_no_packet(items: Any, code: Any) -> None:
    with refused(code, "items"):
        packet_create(name="Welcome", intro="", items=items)


def test_html_in_the_introduction_and_an_empty_name_are_refused() -> None:
    with refused(TemplateErrorCode.HTML_NOT_ALLOWED, "intro"):
        packet_create(name="Welcome", intro="<b>x</b>", items=[TASK])
    with refused(CoreErrorCode.INVALID, "name"):
        packet_create(name="", intro="", items=[TASK])


def test_a_client_who_accepts_gets_the_templates_packet_once() -> None:
    made = packet_create(name="Welcome", intro="", items=[TASK])
    agreement, _ = agreement_accepted(template_published(packet_id=made.id))
    relay_due()
    event = AgreementAccepted(agreement_id=str(agreement.id))
    before = rows()
    packet_give_client(event)
    assert rows() == before
    assert PacketAssignment.objects.get().trigger == f"agreement:{agreement.id}"


def test_without_a_packet_nothing_is_given() -> None:
    agreement, _ = agreement_accepted()
    packet_give_client(AgreementAccepted(agreement_id=str(agreement.id)))
    assert not PacketAssignment.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_handlers_and_clicks_at_once_give_and_complete_once() -> None:
    made = packet_create(name="Welcome", intro="", items=[TASK])
    event = ProductPurchased(
        purchase_id="1",
        product_id="p",
        email=EMAIL,
        sequence_id=None,
        packet_id=str(made.id),
        product_name="Workbook",
        first_name="",
        last_name="",
        language="en",
    )

    def give(_: int) -> None:
        with transaction.atomic():
            packet_give_buyer(event)

    assert at_once(10, give) == [None] * 10
    assignment = PacketAssignment.objects.get()
    done = at_once(10, lambda _: complete(assignment, TASK.title))
    assert {type(each) for each in done} == {PacketAssignment}
    assert ItemCompletion.objects.count() == 1
    stamps = at_once(5, lambda _: hand_in(assignment, now=utc_now()).completed_at)
    assert len(set(stamps)) == 1
