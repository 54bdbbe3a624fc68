"""Every page, as a participant asks for it: what is linked, and what is not theirs to open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from django.urls import URLPattern, reverse
from plants import GONE, Someone
from scene import Scene
from search import Piece
from visitor import Visitor

from saleor_coaching_plugin.agreements.models import Party
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItem
from saleor_coaching_plugin.portal.urls import urlpatterns
from saleor_coaching_plugin.sandbox.shop.models import Product
from saleor_coaching_plugin.seats.models import Participant, ParticipantText, Seat, SeatGroup

LOGOUT = "/portal/logout/"
Values = Mapping[str, Sequence[str]]


def pages_linked(scene: Scene, person: Someone) -> list[Piece]:
    """All that leads from page to page; logged in, and with the mailed links alone."""
    member, stranger = _member(scene, person), Visitor(person.email)
    before = len(member.pieces)
    for visitor in (member, stranger):
        visitor.crawl("/", "/portal/", "/verify/", *own_links(scene, person))
    return [*member.pieces[before:], *stranger.pieces]


def pages_tried(scene: Scene, person: Someone) -> list[Piece]:
    """Every address there is, typed by hand with everybody's ids, read and sent to."""
    member = _member(scene, person)
    before = len(member.pieces)
    for path in addresses(values_known(tokens_in(own_links(scene, person)))):
        if path != LOGOUT:
            member.get(path)
            member.post(path, {})
    return member.pieces[before:]


def _member(scene: Scene, person: Someone) -> Visitor:
    return scene.visitor(person) if person in GONE else scene.log_in(person)


def own_links(scene: Scene, person: Someone) -> list[str]:
    """Paths of all links that were ever mailed to them."""
    found = [link for mail in scene.mailbox.messages(to=person.email) for link in mail.links]
    host = "http://testserver"
    return sorted({link.removeprefix(host) for link in found if link.startswith(f"{host}/")})


def tokens_in(links: Sequence[str]) -> list[str]:
    return [link.split("/")[2] for link in links if link.startswith("/p/")]


def values_known(tokens: Sequence[str]) -> Values:
    """What can stand in an address: the reader's own secrets, and everybody's ids."""
    return {
        "token": [*tokens, "x"],
        "name": ["coaching.css"],
        "number": [certificate_number(each) for each in _column(Certificate, "entry__hash")],
        "sha256": [*_column(ParticipantText, "sha256"), "0" * 64],
        "slug": _column(Product, "slug"),
        "party_id": _column(Party, "pk"),
        "purchase_id": _column(Purchase, "pk"),
        "invoice_id": _column(Invoice, "pk"),
        "group_id": _column(SeatGroup, "pk"),
        "seat_id": _column(Seat, "pk"),
        "participant_id": _column(Participant, "pk"),
        "assignment_id": _column(PacketAssignment, "pk"),
        "item_id": _column(PacketItem, "pk"),
    }


def addresses(values: Values) -> Iterator[str]:
    """Of each route with each of the values; a route with an unheard-of argument fails here."""
    for route in urlpatterns:
        names = list(route.pattern.regex.groupindex)
        for chosen in product(*(values[name] for name in names)):
            yield f"/{_filled(route, dict(zip(names, chosen, strict=True)))}"


def _filled(route: URLPattern, chosen: Mapping[str, str]) -> str:
    return reverse(route.callback, kwargs=chosen).removeprefix("/")


def _column(model: Any, name: str) -> list[str]:
    return [str(each) for each in model.objects.values_list(name, flat=True)]
