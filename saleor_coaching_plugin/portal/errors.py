"""Refusals of the portal domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class PortalErrorCode(StrEnum):
    LINK_INVALID = "link_invalid"
    PACKET_IN_USE = "packet_in_use"
    PACKET_INCOMPLETE = "packet_incomplete"
    ANSWER_REQUIRED = "answer_required"
    ANSWER_INVALID = "answer_invalid"


class PortalError(DomainError):
    """The portal refuses."""
