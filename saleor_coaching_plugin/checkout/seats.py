"""Which products of a cart, and which lines of an order, are seats, and who is planned for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Line, Order
from saleor_coaching_plugin.seats.models import SeatPlan
from saleor_coaching_plugin.seats.plan import PlannedSeat, plan_subject_of, planned_read
from saleor_coaching_plugin.terms.selectors import seat_terms_of

from .order_terms import order_seat_terms


@dataclass(frozen=True)
class CheckoutSeats:
    """A product of a cart whose terms have seats."""

    product_id: str
    product_name: str
    quantity: int
    """How many seats one line has at most: so many can be named before the payment."""
    planned: tuple[PlannedSeat, ...]

    @property
    def unnamed(self) -> int:
        return max(self.quantity - len(self.planned), 0)


@dataclass(frozen=True)
class LineSeats:
    """A line of an order whose units are seats."""

    terms_id: UUID
    plan_subject: str
    """Of the plan for them, if there is one; empty where there can be none."""
    planned: int
    """How many of them those get whom the plan names; see `Opening.is_free`."""


def checkout_seats(checkout: Checkout) -> list[CheckoutSeats]:
    """In the order of the cart, in a constant number of queries."""
    lines: dict[str, list[Line]] = {}
    for line in checkout.lines:
        lines.setdefault(line.product_id, []).append(line)
    places = commerce().places_get(lines.keys(), channel=checkout.channel)
    found = seat_terms_of(places.values())
    plans = _plans(checkout.id, found.keys())
    return [
        CheckoutSeats(
            product_id=product_id,
            product_name=of_product[0].product_name,
            quantity=_planned_line(of_product).quantity,
            planned=plans.get(product_id, ()),
        )
        for product_id, of_product in lines.items()
        if product_id in found
    ]


def order_seats(order: Order) -> dict[str, LineSeats]:
    """Line id -> its seats, for each line that has some: of several units, or given away.

    Whoever buys one unit and names nobody takes part himself.
    """
    terms = order_seat_terms(order)
    plans = _plans(order.checkout_id, terms.keys()) if order.checkout_id else {}
    found = {}
    for product_id, terms_id in terms.items():
        lines = [line for line in order.lines if line.product_id == product_id]
        planned_line = _planned_line(lines)
        for line in lines:
            people = plans.get(product_id, ()) if line is planned_line else []
            if line.quantity > 1 or people:
                found[line.id] = LineSeats(
                    terms_id=terms_id,
                    plan_subject=_plan_subject(order, line) if line is planned_line else "",
                    planned=min(len(people), line.quantity) if order.total.minor else 0,
                )
    return found


def _plan_subject(order: Order, line: Line) -> str:
    return plan_subject_of(order.checkout_id, line.product_id) if order.checkout_id else ""


def _planned_line(lines: list[Line]) -> Line:
    """The line that the plan of a product is for: two variants of it are two lines."""
    return max(lines, key=lambda line: line.quantity)


def _plans(checkout_id: str, product_ids: Collection[str]) -> dict[str, tuple[PlannedSeat, ...]]:
    """Product id -> who is planned for its seats."""
    subjects = {plan_subject_of(checkout_id, each): each for each in product_ids}
    plans = SeatPlan.objects.filter(subject__in=subjects)
    return {
        subjects[plan.subject]: tuple(planned_read(each) for each in plan.people) for plan in plans
    }
