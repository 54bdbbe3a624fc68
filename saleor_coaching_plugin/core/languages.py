"""Language tags (BCP 47), as far as the plugin stores them."""

from __future__ import annotations

import re

from .errors import InvalidInput

LONGEST_TAG = 16
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def language_clean(tag: str, *, field: str = "language") -> str:
    """The tag itself. Raises InvalidInput naming `field`."""
    if len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag):
        raise InvalidInput("This is not a language tag such as en or pt-BR.", field)
    return tag
