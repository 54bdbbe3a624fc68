"""Orders of five units that no hook told of, or that no checkout led to: seats open once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from saleor.order.models import Order
from saleor_agreements import done
from saleor_checkout import pay
from saleor_orders import (
    DRAFT_COMPLETE,
    MARK_AS_PAID,
    draft_made,
    staff_of_all_channels,
)
from saleor_seats import GRACE, PAYER, bought, course, groups_of, mail_to, states_of, worked
from saleor_shop import Api, SaleorShop

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.seats.models import SeatGroup

pytestmark = pytest.mark.django_db

SWITCH = """mutation ($on: Boolean!) { pluginUpdate(id: "coaching", input: { active: $on }) {
  errors { field code message } } }"""
FREE = [("FREE", "")] * 5
TERMS = """query ($token: String!) { orderTermsByToken(token: $token) {
  fingerprint texts { html consents { key } } } }"""
TERMS_ACCEPT = """mutation ($token: String!, $fingerprint: String!,
    $consents: [ConsentAnswerInput!]!) {
  orderTermsAccept(token: $token, fingerprint: $fingerprint, consents: $consents) {
    errors { field code message } } }"""


def by_staff(saleor: SaleorShop) -> str:
    """A draft order, that somebody in the office marks as paid."""
    return _drafted(saleor, staff_of_all_channels(saleor))


def by_an_app(saleor: SaleorShop) -> str:
    return _drafted(saleor, saleor.api_of(saleor.app(["MANAGE_ORDERS", "HANDLE_PAYMENTS"])))


def _drafted(saleor: SaleorShop, api: Api) -> str:
    draft = draft_made(api, saleor, saleor.customer(PAYER), course(saleor), quantity=5)
    done(api, DRAFT_COMPLETE, id=draft)
    done(api, MARK_AS_PAID, id=draft)
    return draft


each_path = pytest.mark.parametrize("path", [by_staff, by_an_app], ids=lambda path: path.__name__)


def swept() -> None:
    tasks.sweep()
    worked()


def terms_accepted_late() -> str:
    """What the buyer was shown, by the link in the mail."""
    body = str(mail_to(PAYER, "One step left").body)
    (token,) = set(re.findall(r"/t/([\w-]+)/", body))
    shown = Api().data(TERMS, token=token)["orderTermsByToken"]
    (text,) = shown["texts"]
    ticked = [
        {"key": each["key"], "accepted": True, "initiallyChecked": False}
        for each in text["consents"]
    ]
    done(Api(), TERMS_ACCEPT, token=token, fingerprint=shown["fingerprint"], consents=ticked)
    worked()
    return str(text["html"])


def test_an_order_that_no_hook_told_of_opens_its_seats_once(saleor: SaleorShop) -> None:
    api = saleor.api_of(saleor.app(["MANAGE_PLUGINS"]))
    done(api, SWITCH, on=False)
    order_id = bought(saleor, course(saleor), people=[GRACE])
    swept()
    assert not SeatGroup.objects.exists()
    done(api, SWITCH, on=True)
    for _ in range(2):
        swept()
        assert states_of(saleor, order_id) == [("INVITED", GRACE["email"]), *FREE[1:]]
    assert mail_to(GRACE["email"])
    assert mail_to(PAYER, "seats")


def test_hooks_and_sweep_together_open_them_once(saleor: SaleorShop) -> None:
    order_id = bought(saleor, course(saleor), people=[GRACE])
    swept()
    Order.objects.get().save()
    swept()
    assert len(groups_of(saleor, order_id)) == 1
    assert mail_to(GRACE["email"])


@each_path
def test_units_that_somebody_else_ordered_are_seats(
    saleor: SaleorShop, path: Callable[[SaleorShop], str]
) -> None:
    order_id = path(saleor)
    worked()
    assert states_of(saleor, order_id) == FREE
    html = terms_accepted_late()
    assert "You buy 5 for" in html
    assert "is yours alone" not in html
    assert len(groups_of(saleor, order_id)) == 1
    assert Purchase.objects.get().acceptance == CheckoutAcceptance.objects.get()


def test_seats_wait_for_the_buyers_acceptance_where_purchases_do(
    saleor: SaleorShop, settings: Any
) -> None:
    settings.COACHING_HOLD_UNTIL_ACCEPTED = True
    order_id = by_staff(saleor)
    swept()
    assert groups_of(saleor, order_id) == []
    terms_accepted_late()
    swept()
    assert states_of(saleor, order_id) == FREE
    chain = CheckoutAcceptance.objects.get().chain
    assert LedgerEntry.objects.filter(chain=chain, kind="seats_opened").count() == 1


def test_an_unpaid_order_of_an_app_opens_none_before_the_money(saleor: SaleorShop) -> None:
    api = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    draft = draft_made(api, saleor, saleor.customer(PAYER), course(saleor), quantity=5)
    done(api, DRAFT_COMPLETE, id=draft)
    swept()
    assert groups_of(saleor, draft) == []
    pay(saleor, draft, "300", "bank")
    worked()
    assert states_of(saleor, draft) == FREE
