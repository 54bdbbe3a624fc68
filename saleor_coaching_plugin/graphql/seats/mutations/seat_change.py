"""What the payer, or staff, can do about somebody who has not accepted a seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Self

import graphene
from graphql import ResolveInfo

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.core.mutation import BaseMutation
from saleor_coaching_plugin.graphql.seats.errors import SeatError
from saleor_coaching_plugin.graphql.seats.types import Seat
from saleor_coaching_plugin.graphql.seats.whose import PAYER_OR_STAFF, seat_for
from saleor_coaching_plugin.seats import models
from saleor_coaching_plugin.seats.services.assign import seat_free
from saleor_coaching_plugin.seats.services.invite import seat_remind


class _Change(BaseMutation):
    """Runs one `service` on the seat; all it needs is which one."""

    class Meta:
        abstract = True

    class Arguments:
        id = graphene.ID(required=True)

    seat = graphene.Field(Seat)
    service: ClassVar[Callable[..., models.Seat]]

    @classmethod
    def perform(cls, info: ResolveInfo, id: str) -> Self:
        seat = seat_for(info.context, id)
        return cls(seat=cls.service(seat_id=seat.id, now=utc_now()))


class SeatFree(_Change):
    class Meta:
        description = (
            "Take somebody out of a seat that is not accepted; the link dies. Freeing a free seat "
            "is harmless."
        )
        access = PAYER_OR_STAFF
        error_type = SeatError

    service = staticmethod(seat_free)


class SeatRemind(_Change):
    class Meta:
        description = (
            "Mail the invitation once more under a new link, also when it has expired; the old "
            "link dies. At most once a day."
        )
        access = PAYER_OR_STAFF
        error_type = SeatError

    service = staticmethod(seat_remind)
