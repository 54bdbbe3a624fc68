"""The coach's signature: given by staff, seen by staff and by the client."""

from __future__ import annotations

import pytest
from factories.contracts import token_of
from factories.shop import shop_app
from graphql_api import ask, do, errors_of, everything
from graphql_cases import CASES, countersignature_typed, node
from graphql_examples import agreement_accepted, agreement_drafted, agreement_sent

from saleor_coaching_plugin.agreements.models import ClientAgreement, Countersignature
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.shop.models import User

pytestmark = pytest.mark.django_db

SIGN = CASES["clientAgreementCountersign"].query
SEND = """mutation($id: ID!, $countersign: Boolean, $name: String) {
    clientAgreementSend(id: $id, countersign: $countersign, signerName: $name) {
        clientAgreement { status countersignature { name timing } }
        errors { field code message } } }"""
BY_STAFF = """query($id: ID!) {
    clientAgreement(id: $id) { countersignature { name signedAt timing } } }"""
BY_CLIENT = """query($t: String!) {
    clientAgreementByToken(token: $t) { countersignature { name timing } } }"""


def seen_by_staff(agreement: ClientAgreement, by: str) -> object:
    found = ask(BY_STAFF, by=by, id=node("ClientAgreement", agreement))
    return found["countersignature"]


def test_staff_and_client_see_who_signed(orders: str) -> None:
    agreement = agreement_sent()
    assert seen_by_staff(agreement, orders) is None
    assert ask(BY_CLIENT, t=token_of(agreement)) == {"countersignature": None}
    signed = do(SIGN, by=orders, **countersignature_typed(agreement))
    assert signed["clientAgreement"] == {"status": "VIEWED"}
    assert seen_by_staff(agreement, orders) == signed["countersignature"]
    shown = {"name": "Alex Morgan", "timing": "BEFORE"}
    assert ask(BY_CLIENT, t=token_of(agreement)) == {"countersignature": shown}


def test_after_acceptance_it_says_so(orders: str) -> None:
    signed = do(SIGN, by=orders, **countersignature_typed(agreement_accepted()))
    assert signed["countersignature"]["timing"] == "AFTER"


def test_what_showed_the_text_is_kept_with_the_evidence(orders: str) -> None:
    shown = {"component": "dashboard", "version": "3", "timeZone": "Europe/Berlin"}
    do(SIGN, by=orders, **countersignature_typed(agreement_sent(), presentation=shown))
    facts = LedgerEntry.objects.get(kind="agreement_countersigned").facts
    assert '"component":"dashboard"' in facts
    assert '"time_zone":"Europe/Berlin"' in facts


def test_a_draft_is_sent_and_signed_at_once(orders: str) -> None:
    draft = node("ClientAgreement", agreement_drafted())
    done = do(SEND, by=orders, id=draft, countersign=True)["clientAgreement"]
    shown = {"name": "Alex Morgan", "timing": "BEFORE"}
    assert done == {"status": "SENT", "countersignature": shown}
    assert "Alex Morgan has signed" in MailMessage.objects.get(kind="proposal").text
    before = everything()
    assert do(SEND, by=orders, id=draft, countersign=True)["clientAgreement"] == done
    assert everything() == before


def test_without_saying_so_nothing_is_signed(orders: str) -> None:
    do(SEND, by=orders, id=node("ClientAgreement", agreement_drafted()))
    assert not Countersignature.objects.exists()


def test_an_app_can_send_but_not_sign() -> None:
    app = shop_app(["MANAGE_ORDERS"])[1]
    draft = node("ClientAgreement", agreement_drafted())
    before = everything()
    assert errors_of(SEND, by=app, id=draft, countersign=True) == [("STAFF_ONLY", None)]
    assert everything() == before
    assert do(SEND, by=app, id=draft)["clientAgreement"]["countersignature"] is None


def test_who_has_no_name_in_the_shop_gives_one(orders: str) -> None:
    User.objects.update(first_name="", last_name="")
    draft = node("ClientAgreement", agreement_drafted())
    before = everything()
    assert errors_of(SEND, by=orders, id=draft, countersign=True) == [("INVALID", "signerName")]
    assert everything() == before
    done = do(SEND, by=orders, id=draft, countersign=True, name="Dr. Morgan")["clientAgreement"]
    assert done["countersignature"]["name"] == "Dr. Morgan"
