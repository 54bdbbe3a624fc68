"""Language tags (BCP 47), as far as the plugin stores them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from .errors import InvalidInput

LONGEST_TAG = 16
FALLBACK_LANGUAGE = "en"
Text = TypeVar("Text")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def language_clean(tag: str, *, field: str = "language") -> str:
    """The tag itself. Raises InvalidInput naming `field`."""
    if len(tag) > LONGEST_TAG or not _TAG.fullmatch(tag):
        raise InvalidInput("This is not a language tag such as en or pt-BR.", field)
    return tag


def languages_tried(language: str) -> list[str]:
    """The language, its base language, then English."""
    return [language, language.split("-")[0], FALLBACK_LANGUAGE]


def said_in(texts: Mapping[str, Text], language: str) -> Text:
    """The first there is of `languages_tried`; `texts` has one in English."""
    return next(texts[each] for each in languages_tried(language) if each in texts)
