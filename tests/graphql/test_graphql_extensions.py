"""What a shop's Order and User get: whose it is, and what it costs. Product: test_graphql_terms.

Asked as a gateway asks the endpoint; the sandbox's and Saleor's own types have the same fields.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.shop import shop_app, shop_customer, shop_customer_token, shop_staff
from graphql_api import ask, post
from graphql_examples import (
    ADA,
    acceptance_given,
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    checkout_with_terms,
    invoice_open,
    participant_invited,
    purchase_made,
    seats_opened,
    sequence_published,
)
from graphql_relay import to_global_id

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, TermsRequest
from saleor_coaching_plugin.checkout.states import TermsReason, TermsRequestStatus, TermsSubject
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.sandbox.shop.models import User
from saleor_coaching_plugin.sequences.services.enrolment import Recipient
from saleor_coaching_plugin.sequences.services.staff import enrol_by_staff

pytestmark = pytest.mark.django_db

ORDER = """query($these: [_Any!]!) { _entities(representations: $these) { ... on Order {
    acceptedTerms { acceptedAt language fingerprint evidenceChain
        texts { title html sha256 language versionNumber productNames } }
    clientAgreement { agreementId number status title html sha256 acceptedAt evidenceHash }
    clientInvoices { number status total { amount currency } }
    termsRequest { status } seatGroups { title seats { status participant { email } } } } } }"""
USER = """query($these: [_Any!]!) { _entities(representations: $these) { ... on User {
    clientAgreements { number title html evidenceHash }
    productPurchases { productName termsAccepted evidenceChain total { amount } }
    seatGroups { title seats { participant { email } } } } } }"""
ENROLMENTS = """query($these: [_Any!]!) { _entities(representations: $these) { ... on User {
    sequenceEnrolments { sequence { name } messages { status step { subject } } } } } }"""
ORDER_FIELDS = [
    "acceptedTerms { fingerprint }",
    "termsRequest { id }",
    "clientAgreement { number }",
    "clientInvoices { id }",
    "seatGroups { id }",
]
USER_FIELDS = ["clientAgreements { number }", "productPurchases { id }", "seatGroups { title }"]


def orders_of(query: str, *ids: str, by: str | None) -> Any:
    return ask(query, by=by, these=[{"__typename": "Order", "id": each} for each in ids])


def users_of(query: str, *emails: str, by: str | None) -> Any:
    return ask(query, by=by, these=[{"__typename": "User", "email": each} for each in emails])


def accepted(order_id: str, email: str = ADA.email) -> CheckoutAcceptance:
    """And bound to an order."""
    acceptance = acceptance_given(checkout_with_terms(email=email))
    CheckoutAcceptance.objects.filter(id=acceptance.id).update(order_id=order_id)
    return acceptance


def asked(order_id: str, email: str = ADA.email) -> None:
    TermsRequest.objects.create(
        subject=TermsSubject.ORDER,
        subject_id=order_id,
        status=TermsRequestStatus.OPEN,
        reason=TermsReason.NOT_ACCEPTED,
        email=email,
        language="en",
        total_minor=49_00,
        currency="EUR",
    )


def agreed(order_id: str, client: Client = ADA) -> ClientAgreement:
    """An agreement with one issued and one planned invoice, and the order made from it."""
    agreement = invoice_open(agreement_accepted(client)).agreement
    assert agreement is not None
    Invoice.objects.filter(agreement=agreement).update(order_id=order_id)
    ClientAgreement.objects.filter(id=agreement.id).update(order_id=order_id)
    return agreement


@pytest.fixture(params=["staff", "app", "owner"])
def who_may(request: pytest.FixtureRequest, ada: str) -> str:
    permissions = ["MANAGE_ORDERS", "MANAGE_USERS"]
    if request.param == "owner":
        return ada
    return (shop_staff if request.param == "staff" else shop_app)(permissions)[1]


def test_what_the_buyer_of_an_order_agreed_to(who_may: str) -> None:
    acceptance = accepted("order-1")
    (order,) = orders_of(ORDER, "order-1", by=who_may)
    (text,) = acceptance.texts
    assert order["acceptedTerms"] == {
        "acceptedAt": acceptance.accepted_at.isoformat(),
        "language": "en",
        "fingerprint": acceptance.fingerprint,
        "evidenceChain": f"checkout:{acceptance.checkout_id}",
        "texts": [
            {
                "title": "Coaching agreement",
                "html": text["html"],
                "sha256": text["sha256"],
                "language": "en",
                "versionNumber": 1,
                "productNames": ["Workbook"],
            }
        ],
    }
    assert "<strong>Workbook</strong>" in text["html"]
    assert LedgerEntry.objects.filter(chain=order["acceptedTerms"]["evidenceChain"]).exists()
    assert (order["clientAgreement"], order["clientInvoices"]) == (None, [])


def test_the_agreement_that_an_order_was_made_from(who_may: str) -> None:
    agreement = agreed("order-2")
    (order,) = orders_of(ORDER, "order-2", by=who_may)
    text = agreement.parties.get().texts.get()
    shown = order["clientAgreement"]
    assert shown["agreementId"] == to_global_id("ClientAgreement", agreement.id)
    assert (shown["number"], shown["status"]) == (agreement.number, "ACCEPTED")
    assert (shown["title"], shown["html"], shown["sha256"]) == (text.title, text.html, text.sha256)
    assert shown["evidenceHash"] == LedgerEntry.objects.get(kind="agreement_accepted").hash
    assert order["acceptedTerms"] is None


def test_a_client_sees_invoices_once_they_are_issued(ada: str, orders: str) -> None:
    agreed("order-2")
    (for_staff,) = orders_of(ORDER, "order-2", by=orders)
    (for_client,) = orders_of(ORDER, "order-2", by=ada)
    assert [each["status"] for each in for_staff["clientInvoices"]] == ["OPEN", "PLANNED"]
    assert for_client["clientInvoices"] == for_staff["clientInvoices"][:1]
    assert for_client["clientInvoices"][0]["total"] == {"amount": "750.00", "currency": "EUR"}


def test_that_the_buyer_is_asked_by_mail(who_may: str) -> None:
    asked("order-3")
    query = """query($these: [_Any!]!) { _entities(representations: $these) {
        ... on Order { termsRequest { status reason orderId email total { amount } } } } }"""
    assert orders_of(query, "order-3", "order-4", by=who_may) == [
        {
            "termsRequest": {
                "status": "OPEN",
                "reason": "NOT_ACCEPTED",
                "orderId": "order-3",
                "email": ADA.email,
                "total": {"amount": "49.00"},
            }
        },
        {"termsRequest": None},
    ]


def test_what_a_person_has(who_may: str) -> None:
    agreement, purchase = agreed("order-2"), purchase_made()
    (user,) = users_of(USER, "Ada@Client.example", by=who_may)
    assert [each["number"] for each in user["clientAgreements"]] == [agreement.number]
    assert user["productPurchases"] == [
        {
            "productName": purchase.product_name,
            "termsAccepted": False,
            "evidenceChain": None,
            "total": {"amount": "49.00"},
        }
    ]


def test_a_person_has_no_agreement_before_it_is_sent(orders: str) -> None:
    agreement_drafted()
    agreement_sent(Client("Grace", "Hopper", "grace@client.example"))
    query = """query($these: [_Any!]!) { _entities(representations: $these) {
        ... on User { clientAgreements { status } } } }"""
    found = users_of(query, ADA.email, "grace@client.example", by=orders)
    assert found == [{"clientAgreements": []}, {"clientAgreements": [{"status": "SENT"}]}]


def test_the_sequences_that_a_person_gets(users: str) -> None:
    enrolled(ADA.email)
    (user,) = users_of(ENROLMENTS, ADA.email, by=users)
    assert user["sequenceEnrolments"] == [
        {
            "sequence": {"name": "Welcome"},
            "messages": [
                {"status": "DUE", "step": {"subject": "Welcome, {{ client.first_name }}"}}
            ],
        }
    ]


def test_the_seats_that_an_order_has_paid_for(who_may: str) -> None:
    agreement = agreed("order-2")
    seats_opened(order_id="order-1", title="Team course")
    seats_opened(subject=f"agreement:{agreement.id}", title="Family coaching")
    seats_opened(title="Of another order")
    query = """query($these: [_Any!]!) { _entities(representations: $these) {
        ... on Order { seatGroups { title seats { status } } } } }"""
    free = [{"status": "FREE"}] * 2
    assert orders_of(query, "order-1", "order-2", "order-3", by=who_may) == [
        {"seatGroups": [{"title": "Team course", "seats": free}]},
        {"seatGroups": [{"title": "Family coaching", "seats": free}]},
        {"seatGroups": []},
    ]


def test_a_participant_sees_no_seats_of_the_order_or_the_payer() -> None:
    seat, _ = participant_invited(group=seats_opened(order_id="order-1"))
    participant = shop_customer_token(shop_customer(seat.participant.email))
    (order,) = orders_of(ORDER, "order-1", by=participant)
    payer, own = users_of(USER, ADA.email, seat.participant.email, by=participant)
    assert order["seatGroups"] == payer["seatGroups"] == own["seatGroups"] == []


def test_another_customer_sees_nothing_of_it(grace: str) -> None:
    """As if there were nothing."""
    accepted("order-1")
    agreed("order-2")
    purchase_made()
    asked("order-2")
    seats_opened(order_id="order-1")
    nothing: dict[str, Any] = {"acceptedTerms": None, "clientAgreement": None, "clientInvoices": []}
    nothing |= {"termsRequest": None, "seatGroups": []}
    assert orders_of(ORDER, "order-1", "order-2", "order-3", by=grace) == [nothing] * 3
    (user,) = users_of(USER, ADA.email, by=grace)
    assert user == {"clientAgreements": [], "productPurchases": [], "seatGroups": []}


def test_an_address_that_nobody_confirmed_opens_nothing() -> None:
    accepted("order-1")
    impostor = shop_customer_token(shop_customer(ADA.email))
    User.objects.filter(email=ADA.email).update(is_confirmed=False)
    for field in (*ORDER_FIELDS, *USER_FIELDS):
        assert refused(field, by=impostor) == ["PermissionDenied"]


@pytest.mark.parametrize("field", [*ORDER_FIELDS, *USER_FIELDS, "sequenceEnrolments { id }"])
def test_nobody_else_may_ask(field: str) -> None:
    needed = {
        "productPurchases { id }": "MANAGE_USERS",
        "sequenceEnrolments { id }": "MANAGE_USERS",
    }.get(field, "MANAGE_ORDERS")
    others = sorted({"MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_USERS"} - {needed})
    for token in (None, shop_staff(others)[1], shop_app(others)[1]):
        assert refused(field, by=token) == ["PermissionDenied"]
    assert refused(field, by=shop_staff([needed], email="needed@coach.example")[1]) == []


def test_how_sequences_go_on_is_not_for_customers(ada: str) -> None:
    enrolled(ADA.email)
    assert refused("sequenceEnrolments { id }", by=ada) == ["PermissionDenied"]


def test_ten_orders_and_people_cost_as_many_queries_as_one() -> None:
    token = shop_staff(["MANAGE_ORDERS", "MANAGE_USERS"])[1]
    clients = [Client("Sam", f"No. {n}", f"sam{n}@client.example") for n in range(10)]
    for number, client in enumerate(clients):
        accepted(f"order-{number}", client.email)
        agreed(f"order-{number}", client)
        purchase_made(number, client.email)
        enrolled(client.email)
        asked(f"order-{number}", client.email)
        participant_invited(group=seats_opened(client, order_id=f"order-{number}"))
    ids = [f"order-{number}" for number in range(10)]
    emails = [client.email for client in clients]
    for query, ask_for, keys in [
        (ORDER, orders_of, ids),
        (USER, users_of, emails),
        (ENROLMENTS, users_of, emails),
    ]:
        with CaptureQueriesContext(connection) as one:
            ask_for(query, keys[0], by=token)
        with CaptureQueriesContext(connection) as ten:
            found = ask_for(query, *keys, by=token)
        assert all(all(entity.values()) for entity in found), found
        assert len(ten) == len(one)


def refused(field: str, *, by: str | None) -> list[str]:
    """Codes of the refusals of one field; refused, it is null."""
    name = "Order" if field in ORDER_FIELDS else "User"
    query = f"""query($these: [_Any!]!) {{ _entities(representations: $these) {{
        ... on {name} {{ {field} }} }} }}"""
    answer = post(query, by=by, these=[{"__typename": name, "id": "x", "email": ADA.email}])
    (entity,) = answer["data"]["_entities"]
    codes = [each["extensions"]["exception"]["code"] for each in answer.get("errors", [])]
    assert (list(entity.values()) == [None]) == (bool(codes) or field in ORDER_FIELDS[:3])
    return codes


def enrolled(email: str) -> None:
    enrol_by_staff(
        sequence_id=sequence_published().id,
        recipient=Recipient(email, "Sam Client", "en"),
        first_name="Sam",
        values={},
        now=utc_now(),
    )
