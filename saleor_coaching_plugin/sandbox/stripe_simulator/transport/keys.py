"""API keys: any test key opens the simulator, in a Bearer or a Basic header.

A live key is refused: it has no business here.
"""

from __future__ import annotations

import base64
import binascii
import re

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import ApiError

_TEST_KEY = re.compile(r"[sr]k_test_[A-Za-z0-9_]+")


def key_check(authorization: str | None) -> None:
    """Raises ApiError (401)."""
    key = _key(authorization)
    if key is None:
        raise _unauthorised(
            "You did not provide an API key. You need to provide your API key in the "
            "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer "
            "YOUR_SECRET_KEY')."
        )
    if _TEST_KEY.fullmatch(key) is None:
        raise _unauthorised(f"Invalid API Key provided: {_masked(key)}")


def _key(authorization: str | None) -> str | None:
    scheme, _, value = (authorization or "").strip().partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer" and value:
        return value
    if scheme.lower() == "basic" and value:
        return _basic_user(value)
    return None


def _basic_user(value: str) -> str | None:
    try:
        decoded = base64.b64decode(value, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return decoded.partition(":")[0] or None


def _masked(key: str) -> str:
    kind = re.match(r"[sr]k_(?:test|live)_", key)
    return f"{kind.group() if kind else ''}********{key[-4:] if len(key) > 12 else ''}"


def _unauthorised(message: str) -> ApiError:
    return ApiError(message, status=401, replayable=False)
