"""Terms that are asked for by mail: the client's side by token, and the staff's list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from factories.late_terms import required_of, token_queued
from factories.ledger import facts_of
from graphql_api import ask, code_of, do, errors_of, everything
from graphql_cases import (
    CASES,
    checkout_asked_about,
    late_acceptance_typed,
    node,
    order_asked_about,
)
from graphql_examples import ticked

from saleor_coaching_plugin.checkout.models import TermsLink, TermsRequest
from saleor_coaching_plugin.checkout.services.sweep_checkouts import terms_requests_expire
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.sandbox.shop.order_cancel import order_cancel
from saleor_coaching_plugin.terms.wording import wording_for

BY_TOKEN = """query($token: String!) { orderTermsByToken(token: $token) {
    subject status orderNumber fingerprint statement button accepted acceptedAt expiresAt
    lines { productName quantity total { amount currency } } total { amount currency }
    texts { title html sha256 language versionNumber productNames
            consents { key text required } } } }"""
REQUESTS = """query($status: [OrderTermsRequestStatusEnum!], $subject: OrderTermsSubjectEnum) {
    orderTermsRequests(status: $status, subject: $subject) { edges { node {
        id subject status reason orderId orderNumber checkoutId email language sentAt expiresAt
        acceptedAt closedAt evidenceChain total { amount currency } } } } }"""
ACCEPT = CASES["orderTermsAccept"].query

pytestmark = pytest.mark.django_db


def shown() -> Any:
    return ask(BY_TOKEN, token=token_queued())


def listed(by: str, **filters: Any) -> list[Any]:
    return [edge["node"] for edge in ask(REQUESTS, by=by, **filters)["edges"]]


def test_a_buyer_sees_what_was_ordered_and_its_texts() -> None:
    request = order_asked_about()
    seen, words = shown(), wording_for("en")
    assert (seen["subject"], seen["status"], seen["accepted"]) == ("ORDER", "OPEN", False)
    assert seen["orderNumber"] == request.order_number
    assert seen["lines"] == [
        {
            "productName": "Workbook",
            "quantity": 1,
            "total": {"amount": "49.00", "currency": "EUR"},
        }
    ]
    assert (seen["statement"], seen["button"]) == (words.purchase_statement, words.purchase_button)
    (text,) = seen["texts"]
    assert "<strong>Workbook</strong>" in text["html"]
    assert [consent["key"] for consent in text["consents"]] == ["terms-1", "recording-1"]
    assert seen["fingerprint"] == required_of(request).fingerprint


@pytest.mark.parametrize("asked_about", [order_asked_about, checkout_asked_about])
def test_accepting_is_told_and_recorded(asked_about: Any) -> None:
    asked_about()
    before = shown()
    acceptance = do(
        ACCEPT,
        token=token_queued(),
        fingerprint=before["fingerprint"],
        consents=[ticked("terms-1")],
        presentation={"component": "storefront", "version": "1.2"},
    )["acceptance"]
    after = shown()
    assert (after["status"], after["accepted"], after["fingerprint"]) == ("ACCEPTED", True, None)
    assert after["acceptedAt"] == acceptance["acceptedAt"]
    assert after["texts"] == before["texts"]
    facts = facts_of(LedgerEntry.objects.get())
    shown_by = facts["presentation"]
    assert (shown_by["component"], shown_by["version"]) == ("storefront", "1.2")
    assert facts["fingerprint"] == before["fingerprint"]


def test_a_link_that_is_none_or_expired_opens_nothing() -> None:
    order_asked_about()
    assert code_of(BY_TOKEN, token="x") == "LINK_INVALID"
    typed = late_typed_of(TermsRequest.objects.get())
    TermsLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    assert code_of(BY_TOKEN, token=token_queued()) == "LINK_EXPIRED"
    before = everything()
    assert errors_of(ACCEPT, **typed) == [("LINK_EXPIRED", "token")]
    assert everything() == before


def late_typed_of(request: TermsRequest) -> dict[str, Any]:
    return {
        "token": token_queued(),
        "fingerprint": required_of(request).fingerprint,
        "consents": [ticked("terms-1")],
    }


def test_a_cancelled_order_has_nothing_to_accept() -> None:
    typed = late_acceptance_typed()
    order_cancel(TermsRequest.objects.get().subject_id)
    assert (shown()["status"], shown()["texts"]) == ("CANCELLED", [])
    assert errors_of(ACCEPT, **typed) == [("NOT_ACCEPTABLE", None)]


def test_staff_see_whom_the_plugin_waits_for(orders: str) -> None:
    of_order, of_checkout = order_asked_about(), checkout_asked_about()
    newest, oldest = listed(orders)
    assert (newest["subject"], newest["checkoutId"]) == ("CHECKOUT", of_checkout.subject_id)
    assert (newest["orderId"], newest["orderNumber"]) == (None, "")
    assert (oldest["subject"], oldest["orderId"]) == ("ORDER", of_order.subject_id)
    assert (oldest["checkoutId"], oldest["orderNumber"]) == (None, of_order.order_number)
    for each in (newest, oldest):
        assert each["email"] == "ada@client.example"
        assert each["total"] == {"amount": "49.00", "currency": "EUR"}
        assert (each["status"], each["reason"]) == ("OPEN", "NOT_ACCEPTED")
        assert (each["acceptedAt"], each["evidenceChain"]) == (None, None)
    assert [each["id"] for each in listed(orders, subject="CHECKOUT")] == [newest["id"]]
    assert [each["id"] for each in listed(orders, subject="ORDER")] == [oldest["id"]]
    assert listed(orders, status=["ACCEPTED", "EXPIRED"]) == []


def test_staff_see_what_was_accepted_with_its_evidence(orders: str) -> None:
    do(ACCEPT, **late_acceptance_typed())
    (request,) = listed(orders, status=["ACCEPTED"])
    assert request["evidenceChain"] == f"order:{request['orderId']}"
    assert request["acceptedAt"] == request["closedAt"]
    verify = "query($chain: String!) { evidenceVerify(chain: $chain) { intact } }"
    assert ask(verify, by=orders, chain=request["evidenceChain"]) == {"intact": True}


@pytest.mark.parametrize("kind", ["products", "users", "ada"])
def test_the_list_is_for_those_who_manage_orders(kind: str, request: Any) -> None:
    token = request.getfixturevalue(kind)
    order_asked_about()
    assert code_of(REQUESTS, by=token) == "PermissionDenied"
    assert code_of(REQUESTS) == "PermissionDenied"


def test_staff_send_an_expired_request_again(orders: str) -> None:
    request = order_asked_about()
    old = token_queued()
    terms_requests_expire(now=request.expires_at or utc_now())
    assert [each["status"] for each in listed(orders)] == ["EXPIRED"]
    resend = CASES["orderTermsResend"].query
    sent = do(resend, by=orders, orderId=request.subject_id)["orderTermsRequest"]
    assert (sent["status"], sent["orderId"]) == ("OPEN", request.subject_id)
    assert code_of(BY_TOKEN, token=old) == "LINK_INVALID"
    assert shown()["status"] == "OPEN"


def test_what_was_accepted_is_not_sent_again(orders: str) -> None:
    do(ACCEPT, **late_acceptance_typed())
    before = everything()
    order_id = TermsRequest.objects.get().subject_id
    resend = CASES["orderTermsResend"].query
    assert errors_of(resend, by=orders, orderId=order_id) == [("NOT_SENDABLE", None)]
    assert everything() == before


def test_the_mails_of_a_request_are_in_the_log(orders: str) -> None:
    request = checkout_asked_about()
    query = "query($id: ID!) { coachingMails(about: $id) { edges { node { kind html } } } }"
    mails = ask(query, by=orders, id=node("OrderTermsRequest", request))["edges"]
    kinds = {edge["node"]["kind"] for edge in mails}
    assert kinds == {"terms_request", "coach_checkout_blocked"}
    assert not any(token_queued() in edge["node"]["html"] for edge in mails)
