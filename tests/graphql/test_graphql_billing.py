"""Client invoices, the mail log and the evidence ledger, as staff see them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from factories.contracts import token_of
from graphql_api import ask, code_of, do, errors_of, everything, post
from graphql_cases import CASES, node
from graphql_examples import agreement_accepted, agreement_sent, invoice_open, refund_owed
from graphql_relay import to_global_id

from saleor_coaching_plugin.billing.models import Invoice, Payment
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.services.login import login_request

INVOICES = """query($status: [ClientInvoiceStatusEnum!], $agreement: ID) {
    clientInvoices(status: $status, agreementId: $agreement) { edges { node {
        id number status agreementId instalment instalments
        total { amount currency } remaining { amount } url instructions
        lines { description quantity unitPrice { amount } total { amount } }
        billingAddress { country } } } } }"""
MAILS = """query($about: ID, $to: String) { coachingMails(about: $about, toEmail: $to) {
    edges { node { kind status toEmail subject html text } } } }"""
SENT = {"reference": "transfer-7"}
PAY = CASES["clientInvoiceMarkPaid"].query

pytestmark = pytest.mark.django_db


def nodes(query: str, by: str, **variables: Any) -> list[Any]:
    return [edge["node"] for edge in ask(query, by=by, **variables)["edges"]]


def test_invoices_are_found_by_state_and_agreement(orders: str) -> None:
    invoice = invoice_open()
    invoice_open()
    agreement = node("ClientAgreement", invoice.agreement)
    assert len(nodes(INVOICES, orders)) == 4
    assert len(nodes(INVOICES, orders, status=["OPEN"])) == 2
    assert [each["instalment"] for each in nodes(INVOICES, orders, agreement=agreement)] == [2, 1]
    (shown,) = nodes(INVOICES, orders, agreement=agreement, status=["OPEN"])
    assert shown["number"] == invoice.number
    assert shown["agreementId"] == agreement
    assert shown["total"] == {"amount": "750.00", "currency": "EUR"}
    assert shown["lines"] == [
        {
            "description": invoice.lines[0]["description"],
            "quantity": 1,
            "unitPrice": {"amount": "750.00"},
            "total": {"amount": "750.00"},
        }
    ]
    assert shown["url"].endswith(f"/portal/invoices/{invoice.id}/")
    assert code_of(INVOICES, by=orders, agreement=shown["id"]) == "NOT_FOUND"


def test_a_bank_transfer_is_counted_in_parts(orders: str) -> None:
    key = node("ClientInvoice", invoice_open())
    part = {"amount": "250.00", "currency": "EUR"}
    first = do(PAY, by=orders, id=key, reference="bank-1", amount=part)
    assert first["payment"] == {"reference": "bank-1"}
    assert first["clientInvoice"] == {
        "status": "OPEN",
        "paid": {"amount": "250.00"},
        "remaining": {"amount": "500.00"},
    }
    rest = do(PAY, by=orders, id=key, reference="bank-2")
    assert rest["clientInvoice"]["status"] == "PAID"
    assert sorted(Payment.objects.values_list("amount_minor", flat=True)) == [250_00, 500_00]


def test_a_paid_invoice_takes_no_more(orders: str) -> None:
    key = node("ClientInvoice", invoice_open())
    do(PAY, by=orders, id=key, reference="bank-1")
    before = everything()
    found = errors_of(PAY, by=orders, id=key, reference="bank-2")
    assert found == [("INVOICE_NOT_OPEN", "id")]
    assert everything() == before


def test_a_reference_stands_for_one_payment(orders: str) -> None:
    first, second = invoice_open(), invoice_open()
    whole = {"amount": "750.00", "currency": "EUR"}
    do(PAY, by=orders, id=node("ClientInvoice", first), reference="bank-1", amount=whole)
    before = everything()
    variables = {"id": node("ClientInvoice", second), "reference": "bank-1", "amount": whole}
    assert errors_of(PAY, by=orders, **variables) == [("PAYMENT_CONFLICT", "reference")]
    assert everything() == before
    assert Invoice.objects.get(id=second.id).paid_minor == 0


# refunds

REFUNDS = """query($status: [ClientRefundStatusEnum!]) { clientRefunds(status: $status) {
    edges { node { id number status seatId orderId amount { amount currency } description payerName
        payerEmail paymentReference gateway reference sentAt } } } }"""
REFUNDED = """query($id: ID!) { clientInvoice(id: $id) { number refunds {
    number status amount { amount } } } }"""


def test_refunds_are_found_by_state(orders: str) -> None:
    refund = refund_owed()
    refund_owed()
    do(CASES["clientRefundMarkSent"].query, by=orders, id=node("ClientRefund", refund), **SENT)
    assert len(nodes(REFUNDS, orders)) == 2
    (shown,) = nodes(REFUNDS, orders, status=["SENT"])
    assert shown.pop("sentAt")
    assert shown == {
        "id": node("ClientRefund", refund),
        "number": refund.number,
        "status": "SENT",
        "seatId": to_global_id("Seat", refund.seat_id),
        "orderId": None,
        "amount": {"amount": "750.00", "currency": "EUR"},
        "description": "Family coaching, seat 1",
        "payerName": "Ada Lovelace",
        "payerEmail": "ada@client.example",
        "paymentReference": refund.payment_reference,
        "gateway": "",
        "reference": "transfer-7",
    }
    assert [each["status"] for each in nodes(REFUNDS, orders, status=["OWED"])] == ["OWED"]


def test_an_invoice_tells_its_own_refunds_to_staff_and_payer(orders: str, ada: str) -> None:
    refund_owed()
    refund = refund_owed()
    payment = Payment.objects.get(reference=refund.payment_reference)
    shown = ask(REFUNDED, by=orders, id=node("ClientInvoice", payment.invoice))
    told = [{"number": refund.number, "status": "OWED", "amount": {"amount": "750.00"}}]
    assert shown == {"number": payment.invoice.number, "refunds": told}
    portal = ask("{ clientPortal { invoices { number refunds { number } } } }", by=ada)
    seen = {each["number"]: each["refunds"] for each in portal["invoices"]}
    assert seen[payment.invoice.number] == [{"number": refund.number}]


# the mail log


def test_mails_are_found_by_subject_and_recipient(orders: str) -> None:
    agreement = agreement_sent()
    agreement_sent()
    login_request(email="ada@client.example", now=utc_now())
    about = nodes(MAILS, orders, about=node("ClientAgreement", agreement))
    assert [mail["kind"] for mail in about] == ["proposal"]
    assert len(nodes(MAILS, orders, to="ADA@client.example")) == 3
    assert nodes(MAILS, orders, to="grace@client.example") == []
    unknown = node("ClientInvoice", agreement)
    assert len(nodes(MAILS, orders, about=unknown)) == 1  # ids are unique among all of them
    assert code_of(MAILS, by=orders, about=node("Sequence", agreement)) == "NOT_FOUND"


def test_the_log_shows_no_secret(orders: str) -> None:
    token = token_of(agreement_sent())
    login_request(email="ada@client.example", now=utc_now())
    answer = json.dumps(post(MAILS, by=orders))
    assert token not in answer
    for mail in MailMessage.objects.all():
        assert mail.sealed_links
        assert mail.sealed_links not in answer
    assert ".link.invalid/" in answer


# the ledger

VERIFY = "query($c: String!) { evidenceVerify(chain: $c) { chain intact entries faults } }"
EXPORT = "query($c: String!) { evidenceExport(chain: $c) }"


def test_a_chain_is_verified_and_exported_for_the_offline_verifier(orders: str) -> None:
    chain = f"agreement:{agreement_accepted().id}"
    agreement_accepted()
    verified = {"chain": chain, "intact": True, "entries": 2, "faults": []}
    assert ask(VERIFY, by=orders, c=chain) == verified
    bundle = json.loads(ask(EXPORT, by=orders, c=chain))
    assert bundle_faults(bundle) == []
    assert {entry["chain"] for entry in bundle["entries"]} == {chain}


@pytest.mark.parametrize("query", [VERIFY, EXPORT])
def test_an_unknown_chain_is_not_found(query: str, orders: str) -> None:
    assert code_of(query, by=orders, c="agreement:none") == "NOT_FOUND"
