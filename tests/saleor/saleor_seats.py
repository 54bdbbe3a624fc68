"""Seats sold in Saleor: who buys them, who is invited, and who sees what, through its API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr
from html import unescape
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from factories.contracts import SEATS_PRODUCT_BODY, terms_published
from saleor.account.models import User
from saleor.product.models import Product
from saleor_agreements import done
from saleor_checkout import accept_in_storefront, cart, complete, pay, terms_put_on
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id

from saleor_coaching_plugin import tasks
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

PAYER = "pia@payer.example"
GRACE = {"firstName": "Grace", "lastName": "Hopper", "email": "grace@friend.example"}
EDITH = {"firstName": "Edith", "lastName": "Clarke", "email": "edith@friend.example"}

SEATS_PLAN = """mutation ($checkout: ID!, $product: ID!, $people: [SeatParticipantInput!]!) {
  checkoutSeatsPlan(checkoutId: $checkout, productId: $product, participants: $people,
      sharedName: "Pia") {
    seats { productName quantity planned } errors { field code message } } }"""
SEATS_IN_CART = """query ($id: ID!) {
  checkoutTerms(checkoutId: $id) { seats { quantity planned } } }"""
SEAT_ASSIGN = """mutation ($id: ID!, $who: SeatParticipantInput!) {
  seatAssign(id: $id, participant: $who) {
    seat { status } errors { field code message } } }"""
PLACE = """query ($token: String!) {
  participantAgreementByToken(token: $token) { html sha256 consents { key } } }"""
PLACE_ACCEPT = """mutation ($token: String!, $sha256: String!, $consents: [ConsentAnswerInput!]!) {
  participantAgreementAccept(token: $token, textSha256: $sha256, consents: $consents) {
    participantAgreement { number status } errors { field code message } } }"""
GROUPS = """query ($id: ID!) { order(id: $id) { seatGroups {
  id title payerEmail orderId seats { id status participant { email } } } } }"""


def course(saleor: SaleorShop) -> Product:
    """A product whose terms have seats, for 60 euros."""
    product = saleor.product("Team course", "60.00")
    terms = terms_published(SEATS_PRODUCT_BODY, title="Course terms", has_seats=True, now=LONG_AGO)
    terms_put_on(product, terms)
    return product


def bought(
    saleor: SaleorShop,
    product: Product,
    quantity: int = 5,
    *,
    people: Sequence[dict[str, Any]] = (),
    buyer: User | None = None,
) -> str:
    """Id of an order with so many units, accepted and paid; `people` were named before."""
    api = saleor.api_of(buyer)
    checkout_id = cart(saleor, product, api=api, quantity=quantity, email=PAYER)
    if people:
        seats_plan(checkout_id, product, people, api)
    return paid_for(saleor, checkout_id, product, quantity, api)


def paid_for(
    saleor: SaleorShop, checkout_id: str, product: Product, quantity: int, api: Api | None = None
) -> str:
    """Id of the order, once its terms are accepted and it is paid."""
    accept_in_storefront(checkout_id, api)
    price = product.variants.get().channel_listings.get().price_amount
    pay(saleor, checkout_id, price * quantity)
    payload = complete(checkout_id, api)
    assert payload["errors"] == [], payload
    return str(payload["order"]["id"])


def seats_plan(
    checkout_id: str, product: Product, people: Sequence[dict[str, Any]], api: Api | None = None
) -> dict[str, Any]:
    """What the cart then says of its seats."""
    made: dict[str, Any] = done(
        api or Api(), SEATS_PLAN, checkout=checkout_id, product=global_id(product), people=people
    )["seats"]
    return made


def worked() -> None:
    """All that was due is done, and nothing failed."""
    tasks.work()
    assert not OutboxMessage.objects.exclude(status="done").exists()


def groups_of(saleor: SaleorShop, order_id: str) -> list[dict[str, Any]]:
    """As an app sees them that may see orders."""
    app = saleor.api_of(saleor.app(["MANAGE_ORDERS"]))
    groups: list[dict[str, Any]] = app.data(GROUPS, id=order_id)["order"]["seatGroups"]
    return groups


def states_of(saleor: SaleorShop, order_id: str) -> list[tuple[str, str]]:
    """State and address of each seat of the only group."""
    (group,) = groups_of(saleor, order_id)
    return [
        (seat["status"], (seat["participant"] or {}).get("email", "")) for seat in group["seats"]
    ]


def mail_to(email: str, words: str = "") -> EmailMessage:
    """The only mail to that address whose subject has these words."""
    (found,) = [
        each for each in mail.outbox if parseaddr(each.to[0])[1] == email and words in each.subject
    ]
    return found


def invitation_of(email: str) -> str:
    """The raw token in the only invitation to that address."""
    (token,) = set(re.findall(r"/p/([\w-]+)/", str(mail_to(email, "place").body)))
    return str(token)


def place_accept(email: str) -> None:
    """Somebody has read their invitation, ticks every box, and agrees."""
    api, token = Api(), invitation_of(email)
    shown = api.data(PLACE, token=token)["participantAgreementByToken"]
    ticked = [
        {"key": each["key"], "accepted": True, "initiallyChecked": False}
        for each in shown["consents"]
    ]
    done(api, PLACE_ACCEPT, token=token, sha256=shown["sha256"], consents=ticked)


def assert_nothing_of_the_payer(shown: str, order_id: str) -> None:
    """No price, address or order in what a participant is shown."""
    for leak in ("€", "60.00", "300.00", PAYER, order_id):
        assert leak not in unescape(shown)
