"""States of a seat."""

from saleor_coaching_plugin.graphql.core.enums import enum_of
from saleor_coaching_plugin.seats.states import SeatStatus

SeatStatusEnum = enum_of("SeatStatusEnum", SeatStatus)
