"""Refusals of the checkout domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class CheckoutErrorCode(StrEnum):
    TERMS_NOT_ACCEPTED = "terms_not_accepted"
    TERMS_STALE = "terms_stale"
    NOTHING_TO_ACCEPT = "nothing_to_accept"
    CLIENT_ONLY = "client_only"
    EMAIL_NOT_SET = "email_not_set"
    LINK_EXPIRED = "link_expired"
    LINK_INVALID = "link_invalid"
    NOT_ACCEPTABLE = "not_acceptable"
    NOT_SENDABLE = "not_sendable"
    NO_SEATS = "no_seats"


class CheckoutError(DomainError):
    """The checkout cannot go on like this, nor can the terms of an order be accepted."""
