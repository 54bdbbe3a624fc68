"""Refusals of the seats domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class SeatErrorCode(StrEnum):
    LINK_INVALID = "link_invalid"
    LINK_EXPIRED = "link_expired"
    NOT_ASSIGNABLE = "not_assignable"
    NOT_ANSWERABLE = "not_answerable"
    NOT_REMINDABLE = "not_remindable"
    NOT_REFUNDABLE = "not_refundable"
    TOO_SOON = "too_soon"
    TOO_MANY_SEATS = "too_many_seats"
    GUARDIAN_REQUIRED = "guardian_required"


class SeatError(DomainError):
    """The seat cannot be used or changed like this."""


def link_invalid() -> SeatError:
    """One answer for a wrong link and a revoked one, so that links cannot be probed."""
    return SeatError(
        SeatErrorCode.LINK_INVALID,
        "This link is not valid. Please use the newest link that you received, or ask the person "
        "who invited you.",
        "token",
    )
