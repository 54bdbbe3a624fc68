"""Errors of the domain: a code, a message that says what to do, and the field it is about."""

from __future__ import annotations

from enum import StrEnum


class DomainError(Exception):
    """Base of all refusals. Only the entrances (GraphQL, pages, webhooks) translate it.

    `code` is a member of the domain's own enum, `field` the input's name in snake_case or None.
    """

    def __init__(self, code: StrEnum, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class CoreErrorCode(StrEnum):
    """Refusals that any domain can answer with."""

    GRAPHQL_ERROR = "graphql_error"
    INVALID = "invalid"
    NOT_FOUND = "not_found"
    PERMISSION_DENIED = "permission_denied"
    REQUIRED = "required"
    UNIQUE = "unique"


class InvalidInput(DomainError):
    """A value cannot be taken as it is."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(CoreErrorCode.INVALID, message, field)


class NotFound(DomainError):
    """Nothing by that id; says no more, so that ids cannot be probed."""

    def __init__(self, what: str, field: str | None = "id") -> None:
        super().__init__(CoreErrorCode.NOT_FOUND, f"No {what} with this id.", field)


class PermissionDenied(DomainError):
    """The one who asks may not."""

    def __init__(self, message: str = "You are not allowed to do this.") -> None:
        super().__init__(CoreErrorCode.PERMISSION_DENIED, message)
