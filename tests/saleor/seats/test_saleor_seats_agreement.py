"""An agreement with five seats: what its order in Saleor shows, paid and with one given back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from factories.contracts import SEATS_BODY
from saleor_agreements import AGREEMENT_ACCEPT, accepting, agreement_sent, done, office, terms_made
from saleor_seats import EDITH, GRACE, PAYER, mail_to, worked
from saleor_shop import Api, SaleorShop

pytestmark = pytest.mark.django_db

SEATS_PLAN = """mutation ($id: ID!, $people: [SeatParticipantInput!]!) {
  agreementSeatsPlan(agreementId: $id, participants: $people) {
    seatPlan { participants { email } } errors { field code message } } }"""
AGREEMENT = """query ($id: ID!) { clientAgreement(id: $id) { orderId invoices { id }
  seatGroup { title seats { id status participant { email } } } } }"""
INVOICE_PAID = """mutation ($id: ID!) { clientInvoiceMarkPaid(id: $id, reference: "bank-1") {
  errors { field code message } } }"""
SEAT_REFUND = """mutation ($id: ID!) { seatRefund(id: $id) {
  clientRefunds { id amount { amount currency } } errors { field code message } } }"""
REFUND_SENT = """mutation ($id: ID!) { clientRefundMarkSent(id: $id, reference: "bank-2") {
  errors { field code message } } }"""
ORDER = """query ($id: ID!) { order(id: $id) {
  status chargeStatus paymentStatus isPaid
  total { gross { amount } } totalCharged { amount } totalRefunded { amount }
  lines { quantity unitPrice { gross { amount } } }
  events { app { name } } seatGroups { id }
  transactions { events { type pspReference createdBy { ... on App { name } } } } } }"""
COACHING = {"name": "Coaching"}
CHARGED_AT_FIRST = ("FULL", "FULLY_CHARGED", True)
CHARGED_LESS_A_SEAT = ("FULL", "FULLY_CHARGED", False)
"""Charged in full, as what was granted counts off the total, which itself stays as agreed."""


def seats_of(api: Api, agreement_id: str) -> list[dict[str, Any]]:
    found = api.data(AGREEMENT, id=agreement_id)["clientAgreement"]
    seats: list[dict[str, Any]] = found["seatGroup"]["seats"]
    return seats


def seats_agreed(saleor: SaleorShop, api: Api, fee: str) -> str:
    """Id of an accepted agreement on five seats, two of them named."""
    sent = agreement_sent(
        saleor,
        api,
        saleor.product("Family"),
        PAYER,
        termsId=terms_made(api, SEATS_BODY, "Contract", has_seats=True),
        fee={"amount": fee, "currency": "EUR"},
        instalments=1,
        seats=5,
    )
    done(api, SEATS_PLAN, id=sent.id, people=[GRACE, EDITH])
    done(Api(), AGREEMENT_ACCEPT, **accepting(sent))
    worked()
    return sent.id


def paid(api: Api, agreement_id: str) -> str:
    """The id of its order, paid by bank transfer."""
    agreement = api.data(AGREEMENT, id=agreement_id)["clientAgreement"]
    (invoice,) = agreement["invoices"]
    done(api, INVOICE_PAID, id=invoice["id"])
    worked()
    return str(agreement["orderId"])


def charge_of(order: dict[str, Any]) -> tuple[str, str, bool]:
    return order["chargeStatus"], order["paymentStatus"], order["isPaid"]


@pytest.mark.parametrize(
    ("fee", "lines", "share"),
    [
        ("12345.65", [(5, 2469.13)], 2469.13),
        ("1000.01", [(1, 200.01), (4, 200)], 200.01),
    ],
)
def test_order_has_the_very_fee_and_shows_what_went_back_for_a_seat(
    saleor: SaleorShop, fee: str, lines: list[tuple[int, float]], share: float
) -> None:
    api = office(saleor)
    agreement_id = seats_agreed(saleor, api, fee)
    order_id = paid(api, agreement_id)
    whole = api.data(ORDER, id=order_id)["order"]
    assert lines == [
        (line["quantity"], line["unitPrice"]["gross"]["amount"]) for line in whole["lines"]
    ]
    assert whole["total"]["gross"]["amount"] == whole["totalCharged"]["amount"] == float(fee)
    assert charge_of(whole) == CHARGED_AT_FIRST
    assert len(whole["seatGroups"]) == 1
    assert [
        (seat["status"], seat["participant"] and seat["participant"]["email"])
        for seat in seats_of(api, agreement_id)
    ] == [("INVITED", GRACE["email"]), ("INVITED", EDITH["email"]), *[("FREE", None)] * 3]

    (refund,) = done(api, SEAT_REFUND, id=seats_of(api, agreement_id)[0]["id"])["clientRefunds"]
    assert refund["amount"] == {"amount": share, "currency": "EUR"}
    done(api, REFUND_SENT, id=refund["id"])
    worked()
    after = api.data(ORDER, id=order_id)["order"]
    assert after["totalRefunded"]["amount"] == share
    assert Decimal(str(after["totalCharged"]["amount"])) == Decimal(fee) - Decimal(str(share))
    assert charge_of(after) == CHARGED_LESS_A_SEAT
    assert after["status"] == whole["status"] == "UNFULFILLED"
    assert after["total"] == whole["total"]
    assert seats_of(api, agreement_id)[0]["status"] == "REFUNDED"
    assert mail_to(PAYER, "refund")
    assert all(event["app"] == COACHING for event in after["events"])
    (transaction,) = after["transactions"]
    assert transaction["events"] == [
        {"type": "REFUND_SUCCESS", "pspReference": "bank-2", "createdBy": COACHING},
        {"type": "CHARGE_SUCCESS", "pspReference": "bank-1", "createdBy": COACHING},
    ]
