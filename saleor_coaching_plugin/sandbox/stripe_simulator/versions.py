"""Which Stripe API versions the simulator answers for."""

from __future__ import annotations

import re

from .errors import ApiError, parameter_error

ACCOUNT_VERSION = "2026-08-26.dahlia"
"""What an answer has when the request names no version, and what events are rendered in."""

_OLDEST_DATE = "2025-03-31"  # basil: the version that moved payments out of the invoice
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(\.[a-z_]+)?")


def version_accepted(header: str | None) -> str:
    """The version to answer in. Raises ApiError for a malformed version or one before basil."""
    if header is None:
        return ACCOUNT_VERSION
    match = _VERSION.fullmatch(header)
    if match is None:
        raise parameter_error(f"Invalid Stripe API version: {header}")
    if match.group(1) < _OLDEST_DATE:
        raise _too_old(header)
    return header


def _too_old(header: str) -> ApiError:
    return parameter_error(
        f"The simulator does not speak API version {header}: its objects have the shape of "
        f"{_OLDEST_DATE}.basil and later. Pin a newer `stripe_version` on the call."
    )
