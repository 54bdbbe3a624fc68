"""Seats of an order just made, for the thank-you page: how many are free, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.checkout.seats import order_seats
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.seats.models import SeatGroup
from saleor_coaching_plugin.seats.states import SeatStatus


@dataclass(frozen=True)
class SeatsBought:
    name: str
    seats: int
    unnamed: int
    path: str
    """Of the page where they are named, or of the client area until that is there."""


def seats_bought(order: Order) -> list[SeatsBought]:
    """In the order of its lines; before the worker has opened them, too."""
    groups = {group.order_line_id: group for group in _groups(order)}
    lines = order_seats(order)
    return [
        SeatsBought(
            name=line.product_name,
            seats=line.quantity,
            unnamed=_unnamed(groups[line.id])
            if line.id in groups
            else line.quantity - lines[line.id].planned,
            path=f"portal/seats/{groups[line.id].id}/" if line.id in groups else "portal/",
        )
        for line in order.lines
        if line.id in groups or line.id in lines
    ]


def _groups(order: Order) -> list[SeatGroup]:
    return list(SeatGroup.objects.filter(order_id=order.id).prefetch_related("seats"))


def _unnamed(group: SeatGroup) -> int:
    return sum(seat.status == SeatStatus.FREE for seat in group.seats.all())
