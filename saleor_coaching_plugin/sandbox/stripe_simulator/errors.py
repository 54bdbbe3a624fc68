"""Refusals in Stripe's shape: `{"error": {"type", "message", "code"?, "param"?}}`.

https://docs.stripe.com/api/errors
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refused request.

    `replayable` says whether an idempotency key keeps this answer: Stripe keeps what an endpoint
    answered once it began to run, not what failed before that.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        replayable: bool = True,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.replayable = replayable
        self._error = {"type": kind, "message": message, "code": code, "param": param}

    def body(self) -> dict[str, Any]:
        return {"error": {key: value for key, value in self._error.items() if value is not None}}


def refusal(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """The object is not in a state for this."""
    return ApiError(message, code=code, param=param)


def parameter_error(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """The request itself is wrong; nothing ran."""
    return ApiError(message, code=code, param=param, replayable=False)


def resource_missing(noun: str, identifier: str, *, param: str, status: int = 404) -> ApiError:
    """Status 404 where the path names it, 400 where a parameter does."""
    message = f"No such {noun}: '{identifier}'"
    return ApiError(message, status=status, code="resource_missing", param=param)


def unknown_url(method: str, path: str) -> ApiError:
    message = f"Unrecognized request URL ({method}: {path})."
    return ApiError(message, status=404, replayable=False)
