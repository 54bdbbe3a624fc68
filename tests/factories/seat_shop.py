"""What is sold by the place: products whose terms have seats, and people to name for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from factories.contracts import SEATS_PRODUCT_BODY, terms_published
from factories.shop import shop_product
from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign


def seat_terms(body: str = SEATS_PRODUCT_BODY) -> ContractTerms:
    return terms_published(body, title="Course terms", has_seats=True, now=utc_now())


def product_with_seats(
    name: str = "Team course", price_minor: int = 60_00, *, terms: ContractTerms | None = None
) -> Product:
    product = shop_product(name, price_minor)
    carried = terms or seat_terms()
    terms_assign(terms_id=carried.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return product


def planned(
    first_name: str = "Grace", *, message: str = "", on: date | None = None, **person: Any
) -> PlannedSeat:
    values = {"last_name": "Hopper", "email": f"{first_name.lower()}@friend.example", **person}
    return PlannedSeat(Person(first_name=first_name, **values), gift_message=message, invite_on=on)
