"""Every field and every mutation of the schema, asked as a participant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from factories.shop import shop_customer_token
from factories.whole_schema import Ask, Ids, ask_everything, asking_as, try_everything
from graphene.utils.str_converters import to_camel_case
from graphql_relay import to_global_id
from plants import ISOLDE, PARTICIPANTS, Someone
from reach_pages import own_links, tokens_in
from scene import Scene
from search import Piece

from saleor_coaching_plugin.agreements.models import (
    AgreementTemplate,
    ClientAgreement,
    Party,
    TemplateVersion,
)
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.graphql.extensions.order import order_fields
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItem, WelcomePacket
from saleor_coaching_plugin.sandbox.shop import models as shop
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id
from saleor_coaching_plugin.seats.models import Participant, ParticipantText, Seat, SeatGroup
from saleor_coaching_plugin.sequences.models import Enrolment
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion

NODES = {
    "AgreementTemplate": AgreementTemplate,
    "AgreementTemplateVersion": TemplateVersion,
    "ClientAgreement": ClientAgreement,
    "ClientAgreementParty": Party,
    "ClientInvoice": Invoice,
    "ClientRefund": Refund,
    "ContractTerms": ContractTerms,
    "ContractTermsVersion": TermsVersion,
    "ParticipantAgreement": Participant,
    "ProductPurchase": Purchase,
    "Seat": Seat,
    "SeatGroup": SeatGroup,
    "SequenceEnrolment": Enrolment,
    "WelcomePacket": WelcomePacket,
    "WelcomePacketAssignment": PacketAssignment,
}
SHOP = {
    Kind.CHECKOUT: shop.Checkout,
    Kind.ORDER: shop.Order,
    Kind.PRODUCT: shop.Product,
    Kind.USER: shop.User,
}
BY_ID = ("order", "checkout", "checkoutComplete")
"""The shop itself, as Saleor does, shows an order to whoever knows its id, which is a secret that
no participant is told. What the plugin adds to an order has to stay closed to them all the same."""
OURS = {to_camel_case(name) for name in order_fields(str)}
_ROOT = re.compile(r"^(?:mutation )?\{ (?:\w+: )?(\w+)")


def fields_reached(scene: Scene, person: Someone) -> list[Piece]:
    """Logged in with the shop, and with the participant's own links."""
    asked = Asked(person)
    ask_everything(asked, ids_known(scene, person, of_each=4))
    return asked.pieces


def mutations_reached(scene: Scene, person: Someone) -> list[Piece]:
    """What each says, whether it is refused or not; nothing stays of what it does."""
    asked = Asked(person)
    ids = ids_known(scene, person, of_each=1)

    def ask(query: str) -> bytes:
        with transaction.atomic():
            content = asked(query)
            transaction.set_rollback(True)
        return content

    try_everything(ask, ids)
    return asked.pieces


class Asked:
    """An `Ask` that keeps the answers."""

    def __init__(self, person: Someone) -> None:
        self.person = person
        self.pieces: list[Piece] = []
        customer = commerce().customer_find(person.email)
        self._ask: Ask = asking_as(shop_customer_token(customer) if customer else None)

    def __call__(self, query: str) -> bytes:
        content = self._ask(query)
        root = _ROOT.match(query)
        name = root[1] if root else "introspection"
        told = _ours(content) if name in BY_ID else content
        self.pieces.append(Piece(self.person.email, "GraphQL", name, told, asked=query))
        return content


def _ours(content: bytes) -> bytes:
    """The answer without the shop's own fields of an order."""
    answer = json.loads(content)
    for found in (answer.get("data") or {}).values():
        order = (found or {}).get("order", found) or {}
        for key in order.keys() - OURS:
            del order[key]
    return json.dumps(answer).encode()


def ids_known(scene: Scene, person: Someone, *, of_each: int) -> Ids:
    """The reader's own secrets, and everybody's ids and addresses: so many of each kind."""
    own = Participant.objects.filter(email=person.email)
    chains = LedgerEntry.objects.order_by("chain").values_list("chain", flat=True).distinct()
    nodes = {name: _nodes(name, model)[:of_each] for name, model in NODES.items()}
    sold = {kind: _sold(kind, model)[:of_each] for kind, model in SHOP.items()}
    assignments, items = _items()
    texts = ParticipantText.objects.filter(participant__in=own)
    return {
        "id": [*_own(own), *(each for ids in (*nodes.values(), *sold.values()) for each in ids)],
        "token": [*tokens_in(own_links(scene, person)), "x"],
        "chain": list(chains),
        "email": [person.email, ISOLDE.email, *(each.email for each in PARTICIPANTS)],
        "textSha256": list(texts.values_list("sha256", flat=True)) or ["x"],
        "agreementId": nodes["ClientAgreement"],
        "checkoutId": sold[Kind.CHECKOUT],
        "orderId": sold[Kind.ORDER],
        "productId": sold[Kind.PRODUCT],
        "objectId": sold[Kind.PRODUCT],
        "assignmentId": assignments,
        "itemId": items,
        "initiallyChecked": [False],
        "key": ["terms"],
    }


def _own(places: QuerySet[Participant]) -> Iterator[str]:
    for place in places:
        yield to_global_id("ParticipantAgreement", place.pk)
        for given in PacketAssignment.objects.filter(trigger=place.trigger):
            yield to_global_id("WelcomePacketAssignment", given.pk)


def _nodes(name: str, model: Any) -> list[str]:
    return [to_global_id(name, key) for key in model.objects.values_list("pk", flat=True)]


def _sold(kind: Kind, model: Any) -> list[str]:
    return [global_id(kind, key) for key in model.objects.values_list("pk", flat=True)]


def _items() -> tuple[list[str], list[str]]:
    """Each item of each packet that somebody was given."""
    pairs = [
        (given, item)
        for given in PacketAssignment.objects.all()
        for item in PacketItem.objects.filter(packet=given.packet)
    ]
    return (
        [to_global_id("WelcomePacketAssignment", given.pk) for given, _ in pairs],
        [to_global_id("WelcomePacketItem", item.pk) for _, item in pairs],
    )
