"""Refusals of the agreements domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class AgreementErrorCode(StrEnum):
    LINK_INVALID = "link_invalid"
    LINK_EXPIRED = "link_expired"
    NOT_ACCEPTABLE = "not_acceptable"
    NOT_EDITABLE = "not_editable"
    NOT_SENDABLE = "not_sendable"
    NOT_REVOCABLE = "not_revocable"
    NOT_COUNTERSIGNABLE = "not_countersignable"
    TEXT_CHANGED = "text_changed"
    CLIENT_ONLY = "client_only"
    STAFF_ONLY = "staff_only"
    TEMPLATE_NOT_PUBLISHED = "template_not_published"
    TERMS_NOT_PUBLISHED = "terms_not_published"
    TERMS_WITHOUT_SEATS = "terms_without_seats"
    MERGE_FIELD_MISSING = "merge_field_missing"
    BILLING_ADDRESS_REQUIRED = "billing_address_required"


class AgreementError(DomainError):
    """The agreement or template cannot be used or changed like this."""


def terms_without_seats() -> AgreementError:
    return AgreementError(
        AgreementErrorCode.TERMS_WITHOUT_SEATS,
        "These contract terms have no rendering for participants, so there can be no seats. Give "
        "the terms one, or leave the seats out.",
        "seats",
    )


def link_invalid() -> AgreementError:
    """One answer for a wrong link and a revoked one, so that links cannot be probed."""
    return AgreementError(
        AgreementErrorCode.LINK_INVALID,
        "This link is not valid. Please use the newest link that you received, "
        "or ask your coach for a new one.",
        "token",
    )
