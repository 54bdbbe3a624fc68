"""Whose seats those are: staff and apps by permission all, a payer those that they pay for.

To anybody else, a participant of the same group among them, there are none.
"""

from __future__ import annotations

from django.http import HttpRequest

from saleor_coaching_plugin.commerce.port import Permission
from saleor_coaching_plugin.core.errors import NotFound
from saleor_coaching_plugin.graphql.core.access import own_or
from saleor_coaching_plugin.graphql.core.context import client_email, requestor_of
from saleor_coaching_plugin.graphql.core.ids import uuid_of
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.selectors import group_get, group_of

from .types import Seat, SeatGroup

PAYER_OR_STAFF = own_or(Permission.MANAGE_ORDERS)


def group_for(context: HttpRequest, group_id: str) -> models.SeatGroup:
    """By its global id. Raises NotFound."""
    key = uuid_of(SeatGroup, group_id)
    if requestor_of(context).may(Permission.MANAGE_ORDERS):
        return group_get(key)
    return group_of(client_email(context), key)


def seat_for(context: HttpRequest, seat_id: str) -> models.Seat:
    """By its global id. Raises NotFound."""
    seats = models.Seat.objects.select_related("group", "participant")
    if not requestor_of(context).may(Permission.MANAGE_ORDERS):
        seats = seats.filter(group__payer_email=client_email(context))
    seat = seats.filter(id=uuid_of(Seat, seat_id)).first()
    if seat is None:
        raise NotFound("seat")
    return seat
