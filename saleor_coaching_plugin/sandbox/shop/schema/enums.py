"""Languages and countries by Saleor's enum names."""

from __future__ import annotations

import graphene
from django.conf.global_settings import LANGUAGES

from saleor_coaching_plugin.core.countries import COUNTRIES


def _bcp47(code: str) -> str:
    language, _, rest = code.partition("-")
    return "-".join([language, rest.upper() if len(rest) == 2 else rest.capitalize()]).rstrip("-")


_TAGS = [_bcp47(code) for code, _ in LANGUAGES]

LanguageCodeEnum = graphene.Enum(
    "LanguageCodeEnum", [(tag.upper().replace("-", "_"), tag) for tag in _TAGS]
)
CountryCode = graphene.Enum("CountryCode", [(code, code) for code in COUNTRIES])
_KNOWN = frozenset(_TAGS)


def language_shown(language: str) -> str:
    """The nearest value that the enum has: the tag, its language, or English."""
    candidates = (language, language.partition("-")[0])
    return next((one for one in candidates if one in _KNOWN), "en")
