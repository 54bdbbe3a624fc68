"""Why there is no time stamp."""

from __future__ import annotations

from enum import StrEnum


class StampLack(StrEnum):
    """For those who print that there is none."""

    NO_AUTHORITY = "no_authority"
    """None is set up."""
    NO_ANSWER = "no_answer"
    BAD_ANSWER = "bad_answer"
    """It answered, but with nothing that can be believed; or its roots cannot be read."""


class AuthorityError(Exception):
    """The authority gave no stamp; the text says why, for staff."""

    def __init__(self, lack: StampLack, message: str) -> None:
        super().__init__(message)
        self.lack = lack


def unanswered(message: str) -> AuthorityError:
    return AuthorityError(StampLack.NO_ANSWER, message)


def unusable(message: str) -> AuthorityError:
    return AuthorityError(StampLack.BAD_ANSWER, message)
