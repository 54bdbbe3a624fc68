"""Refusals of the terms domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class TermsErrorCode(StrEnum):
    ALREADY_PUBLISHED = "already_published"
    NOT_PUBLISHED = "not_published"
    FIELD_NOT_FOR_PRODUCTS = "field_not_for_products"
    CONSENT_INVALID = "consent_invalid"
    MATERIAL_UNSAID = "material_unsaid"
    BOXES_CHANGED = "boxes_changed"
    AMOUNT_FOR_PARTICIPANTS = "amount_for_participants"
    SEATS_TWICE = "seats_twice"


class TermsError(DomainError):
    """Terms cannot be used or changed like this."""
