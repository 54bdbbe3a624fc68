"""Lists: their rows in pages, and a constant number of queries whatever there is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import version_published
from factories.contracts import BROWSER
from factories.late_terms import accept_late, token_queued
from factories.seat_amendments import seat_amendment_accepted, seat_amendment_asked
from factories.seats import ANNA, BEN
from factories.shop import shop_customer, shop_customer_token, shop_product, shop_staff
from graphql_api import ask, code_of
from graphql_cases import order_asked_about
from graphql_examples import (
    agreement_accepted,
    agreement_sent,
    checkout_with_terms,
    invoice_open,
    packet_given,
    packet_made,
    participant_invited,
    product_with_terms,
    purchase_made,
    refund_owed,
    seats_opened,
    sequence_published,
    template_published,
    terms_published,
)

from saleor_coaching_plugin.agreements.acting import ActingFor, Capacity
from saleor_coaching_plugin.agreements.models import Amendment, Countersignature
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.billing.services.payment import invoice_mark_paid_offline
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.models import PacketItemKind
from saleor_coaching_plugin.portal.services.complete import packet_item_complete
from saleor_coaching_plugin.sandbox.shop.adapter import SandboxCommerce
from saleor_coaching_plugin.seats.models import SeatGroup, SeatPlan
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.sequences.services.enrolment import Recipient
from saleor_coaching_plugin.sequences.services.staff import enrol_by_staff
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import terms_assign

pytestmark = pytest.mark.django_db

MONEY = "{ amount currency }"
TERMS = "id name versions { id body consents { key } } assignments { id objectId }"
SEQUENCE = "id name versions { id number steps { id subject delaySeconds } }"
PACKET = "id name items { id kind title fields { name choices } content }"
VERSION = (
    f"id number fee {MONEY} customFields {{ name }} terms {{ {TERMS} }} sequence {{ {SEQUENCE} }} "
    f"packet {{ {PACKET} }}"
)
INVOICE = (
    f"id number status agreementId total {MONEY} paid {MONEY} remaining {MONEY} url "
    f"lines {{ total {MONEY} }} payments {{ id reference amount {MONEY} }} "
    f"refunds {{ id number amount {MONEY} }} "
    "billingAddress { street }"
)
REFUND = f"id number status seatId orderId amount {MONEY} payerEmail gateway createdAt sentAt"
SEAT_PERSON = "firstName email isMinor invitedAt number declineReason evidenceChain replacedAt"
SEATS = (
    "id title payerEmail agreementId orderId url seats { id position status expiresAt "
    f"participant {{ {SEAT_PERSON} }} participants {{ {SEAT_PERSON} }} }}"
)
AGREEMENT = (
    f"id number status fee {MONEY} template {{ name versions {{ id }} }} "
    f"templateVersion {{ {VERSION} }} client {{ email status billingAddress {{ city }} }} "
    f"text {{ html sha256 consents {{ key }} actingFor {{ name }} }} customValues {{ name value }} "
    f"invoices {{ {INVOICE} }} countersignature {{ name timing }} "
    "amendments { status party { email } text { sha256 } } "
    f"seatPlan {{ participants {{ email }} }} seatGroup {{ {SEATS} }}"
)
ENROLMENT = (
    f"id recipientEmail sequence {{ {SEQUENCE} }} version {{ id steps {{ id }} }} "
    "messages { status dueAt step { position subject } }"
)
ASSIGNMENT = (
    f"id email packet {{ {PACKET} }} items {{ completedAt answers {{ name value }} "
    "item { id title content } }"
)
PURCHASE = (
    f"id orderNumber productName total {MONEY} termsAccepted evidenceChain held boughtAt "
    "actingFor { name }"
)
TERMS_REQUEST = (
    f"id subject status reason orderId checkoutId orderNumber email total {MONEY} sentAt expiresAt "
    "acceptedAt closedAt evidenceChain actingFor { name }"
)
CONSENT = "id key text accepted email givenAt termsVersionId evidenceChain evidenceHash"
MAIL = "id kind status toEmail subject html text createdAt"


GRACE_ACTS = replace(BROWSER, acting_for=ActingFor(Capacity.GUARDIAN, "Grace Hopper", ""))


class Listed(NamedTuple):
    field: str
    node: str
    make: Callable[[int], Any]
    """Makes one more row, with all that it can have."""


def person(number: int) -> Client:
    return Client("Sam", f"No. {number}", f"sam{number}@client.example")


def terms_assigned(number: int) -> None:
    terms = terms_published("For {{ product.name }}.")
    product = shop_product(f"Product {number}")
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)


def template_full(number: int) -> Any:
    return template_published(sequence_id=sequence_published().id, packet_id=packet_made().id)


def agreement_full(number: int) -> None:
    agreement = agreement_accepted(person(number), template_full(number), act=GRACE_ACTS)
    amendment_made(agreement)
    of_agreement = f"agreement:{agreement.id}"
    SeatGroup.objects.filter(id=seats_full(number).id).update(subject=of_agreement)
    SeatPlan.objects.create(subject=of_agreement, people=[PlannedSeat(ANNA).stored()])
    Countersignature.objects.create(
        text=agreement.parties.get().texts.get(revision=1),
        name="Alex",
        signed_at=utc_now(),
        timing="after",
    )
    invoice_paid(agreement)


def seats_full(number: int, person: Person | None = None) -> SeatGroup:
    """One of two seats is held, and was held by somebody else before."""
    group = seats_opened()
    seat, _ = participant_invited(BEN, group)
    planned = PlannedSeat(person or replace(ANNA, email=f"anna{number}@family.example"))
    seat_assign(seat_id=seat.id, planned=planned, now=utc_now())
    return group


def amendment_made(agreement: Any) -> None:
    version = version_published(agreement.template_version.terms, "New {{ client.name }}")
    amendment_ask(party_id=agreement.parties.get().id, version_id=version.id, now=utc_now())
    assert Amendment.objects.filter(party__agreement=agreement).exists()


def invoice_paid(agreement: Any = None) -> None:
    invoice = invoice_open(agreement)
    invoice_mark_paid_offline(
        invoice_id=invoice.id, reference=f"bank-{invoice.number}", now=utc_now()
    )


def enrolment_full(number: int) -> None:
    enrol_by_staff(
        sequence_id=sequence_published().id,
        recipient=Recipient(person(number).email, "Sam Client", "en"),
        first_name="Sam",
        values={},
        now=utc_now(),
    )


def assignment_full(number: int, email: str | None = None) -> None:
    given = packet_given(email or person(number).email, trigger=f"agreement:{number}")
    packet_item_complete(
        email=given.email,
        assignment_id=given.id,
        item_id=given.packet.items.get(kind=PacketItemKind.FORM).id,
        answers={"first_goal": "Sleep"},
        now=utc_now(),
    )


def terms_accepted_late(number: int) -> Any:
    request = order_asked_about(number)
    return accept_late(request, token=token_queued(), act=GRACE_ACTS).acceptance


def purchase_full(number: int) -> None:
    """As all that `purchase_made` makes, with an acceptance."""
    made = purchase_made(number)
    made.acceptance = CheckoutAcceptance.objects.create(
        checkout_id=f"checkout-{number}",
        fingerprint="0" * 64,
        email=made.email,
        language="en",
        cart={},
        texts=[],
    )
    made.save()


LISTS = [
    Listed("contractTermsList", TERMS, terms_assigned),
    Listed("agreementTemplates", f"id name versions {{ {VERSION} }}", template_full),
    Listed("clientAgreements", AGREEMENT, agreement_full),
    Listed("clientInvoices", INVOICE, lambda number: invoice_paid()),
    Listed("clientRefunds", REFUND, lambda number: refund_owed()),
    Listed("seatGroups", SEATS, seats_full),
    Listed("clientConsents", CONSENT, agreement_full),
    Listed("coachingMails", MAIL, lambda number: agreement_sent(person(number))),
    Listed("sequences", SEQUENCE, lambda number: sequence_published()),
    Listed("sequenceEnrolments", ENROLMENT, enrolment_full),
    Listed("welcomePackets", PACKET, lambda number: packet_made()),
    Listed("welcomePacketAssignments", ASSIGNMENT, assignment_full),
    Listed("productPurchases", PURCHASE, purchase_full),
    Listed("orderTermsRequests", TERMS_REQUEST, terms_accepted_late),
]
PAGE = (
    "query($first: Int, $after: String) {{ {field}(first: $first, after: $after) {{ "
    "totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} "
    "edges {{ cursor node {{ {node} }} }} }} }}"
)


@pytest.fixture
def staff() -> str:
    return shop_staff(list(Permission))[1]


def queries_of(query: str, by: str | None, **variables: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        found = ask(query, by=by, **variables)
    return len(captured), found


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.field)
def test_ten_rows_cost_as_many_queries_as_one(listed: Listed, staff: str) -> None:
    query = PAGE.format(field=listed.field, node=listed.node)
    listed.make(1)
    for_one, page = queries_of(query, staff)
    before = page["totalCount"]
    for number in range(2, 11):
        listed.make(number)
    for_ten, page = queries_of(query, staff)
    assert page["totalCount"] == len(page["edges"]) == before * 10
    assert for_ten == for_one


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.field)
def test_pages_follow_one_another_without_a_gap_or_a_repeat(listed: Listed, staff: str) -> None:
    query = PAGE.format(field=listed.field, node="id")
    for number in range(1, 6):
        listed.make(number)
    everything = ask(query, by=staff, first=100)
    ids = [edge["node"]["id"] for edge in everything["edges"]]
    found: list[str] = []
    after = None
    for _ in range(len(ids)):
        page = ask(query, by=staff, first=2, after=after)
        assert page["totalCount"] == len(ids)
        assert page["pageInfo"]["hasPreviousPage"] is bool(found)
        found += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == ids
    assert len(set(found)) == len(found) >= 5


def test_new_rows_do_not_shift_the_next_page(staff: str) -> None:
    query = PAGE.format(field="sequences", node="id")
    for _ in range(4):
        sequence_published()
    first = ask(query, by=staff, first=2)
    sequence_published()
    rest = ask(query, by=staff, first=10, after=first["pageInfo"]["endCursor"])
    assert len(rest["edges"]) == 2


def test_a_page_has_twenty_rows_unless_asked_otherwise(staff: str) -> None:
    for _ in range(21):
        packet_made()
    query = "{ welcomePackets { edges { node { id } } } }"
    assert len(ask(query, by=staff)["edges"]) == 20


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_has_one_to_a_hundred_rows(first: int, staff: str) -> None:
    query = PAGE.format(field="sequences", node="id")
    assert code_of(query, by=staff, first=first) == "INVALID"


@pytest.mark.parametrize(
    "cursor", ["x", "é", "W10=", "WzEsMl0=", "WyJ4IiwieSJd", "eyJhIjoxfQ==", "bnVsbA=="]
)
def test_what_is_no_cursor_is_refused(cursor: str, staff: str) -> None:
    query = PAGE.format(field="sequences", node="id")
    assert code_of(query, by=staff, after=cursor) == "INVALID"


def test_the_count_is_made_only_when_it_is_asked_for(staff: str) -> None:
    packet_made()
    with_count, _ = queries_of("{ welcomePackets { totalCount edges { cursor } } }", staff)
    without, _ = queries_of("{ welcomePackets { edges { cursor } } }", staff)
    assert without == with_count - 1


def test_the_client_area_costs_the_same_whatever_is_in_it() -> None:
    ada = shop_customer_token(shop_customer("ada@client.example"))
    query = (
        "{ clientPortal { agreements { number title html evidenceHash "
        "certificateNumber certificateUrl } "
        f"invoices {{ {INVOICE} }} purchases {{ {PURCHASE} }} packets {{ {ASSIGNMENT} }} "
        "seatGroups { title seats { status participant { firstName } } } "
        "participations { number status html invitedBy evidenceHash certificateUrl changeWaits "
        "amends { status acceptedAt changeNotes redline } } } }"
    )
    taking_part, now = Person("Ada", "Lovelace", "ada@client.example"), utc_now()

    def make(number: int) -> None:
        invoice_paid(agreement_accepted())
        purchase_made(number)
        assignment_full(number, "ada@client.example")
        seats_full(number, taking_part)
        amendment = seat_amendment_asked(taking_part, accepted_on=now, now=now)
        seat_amendment_accepted(amendment, now=now)

    make(1)
    for_one, _ = queries_of(query, ada)
    for number in range(2, 11):
        make(number)
    for_ten, portal = queries_of(query, ada)
    assert {name: len(rows) for name, rows in portal.items()} == {
        "agreements": 10,
        "invoices": 10,
        "purchases": 10,
        "packets": 10,
        "seatGroups": 10,
        "participations": 20,
    }
    assert sum(each["amends"] is not None for each in portal["participations"]) == 10
    assert for_ten == for_one


def test_the_terms_of_a_checkout_cost_the_same_whatever_is_in_it() -> None:
    query = "query($id: ID!) { checkoutTerms(checkoutId: $id) { texts { html } accepted } }"
    for_one, _ = queries_of(query, None, id=checkout_with_terms().id)
    products = [product_with_terms(f"Product {number}") for number in range(10)]
    checkout = SandboxCommerce().checkout_create(
        channel=products[0].channel,
        language="en",
        email="ada@client.example",
        customer_id=None,
        billing_address=None,
        lines={product.variants[0].id: 1 for product in products},
    )
    for_ten, terms = queries_of(query, None, id=checkout.id)
    assert len(terms["texts"]) == 10
    assert for_ten == for_one
