"""What no service looks at: text that PostgreSQL cannot store, and language tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from saleor_coaching_plugin.core.errors import InvalidInput

_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
_LONGEST_LANGUAGE = 16


def language_check(tag: str) -> str:
    """The tag itself. Raises InvalidInput naming `language`."""
    if len(tag) > _LONGEST_LANGUAGE or not _LANGUAGE.match(tag):
        raise InvalidInput("This is not a language tag such as en or pt-BR.", "language")
    return tag


def inputs_check(arguments: Mapping[str, Any]) -> None:
    """Raises InvalidInput naming the argument with a NUL or half a surrogate pair in it."""
    # Not arguments.items(): an input object of graphene's hides it behind a field of that name.
    for name in arguments:
        _check(arguments[name], name)


def _check(value: Any, field: str) -> None:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise InvalidInput("This text has characters that cannot be stored.", field)
    elif isinstance(value, Mapping):
        inputs_check(value)
    elif isinstance(value, list):
        for item in value:
            _check(item, field)
