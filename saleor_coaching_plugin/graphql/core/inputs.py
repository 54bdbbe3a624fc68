"""What no service looks at: text that PostgreSQL cannot store, or too much to search for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saleor_coaching_plugin.core.errors import InvalidInput

MAX_SEARCH = 200


def inputs_check(arguments: Mapping[str, Any]) -> None:
    """Raises InvalidInput naming the argument with a NUL or half a surrogate pair in it."""
    # Not arguments.items(): an input object of graphene's hides it behind a field of that name.
    for name in arguments:
        _check(arguments[name], name)


def search_check(search: str) -> None:
    """Raises InvalidInput naming `search`."""
    if len(search) > MAX_SEARCH:
        raise InvalidInput(f"Please search for at most {MAX_SEARCH} characters.", "search")


def _check(value: Any, field: str) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise InvalidInput("This text has characters that cannot be stored.", field)
    elif isinstance(value, Mapping):
        inputs_check(value)
    elif isinstance(value, list):
        for item in value:
            _check(item, field)
