"""Refusals of the sequences domain."""

from __future__ import annotations

from enum import StrEnum

from saleor_coaching_plugin.core.errors import DomainError


class SequenceErrorCode(StrEnum):
    NO_STEPS = "no_steps"
    NOT_PUBLISHED = "not_published"


class SequenceError(DomainError):
    """The sequence cannot be used like this."""
