"""Saleor's language codes are lower-case tags from a list of its own."""

from __future__ import annotations

from django.conf import settings


def language_code_enum(tag: str) -> str:
    """The member of Saleor's LanguageCodeEnum that is nearest to a BCP 47 tag."""
    known = {code for code, _ in settings.LANGUAGES}
    wanted = tag.lower()
    candidates = (wanted, wanted.partition("-")[0], settings.LANGUAGE_CODE)
    code = next((each for each in candidates if each in known), settings.LANGUAGE_CODE)
    return code.replace("-", "_").upper()


def language_tag(code: str) -> str:
    """As BCP 47 writes it (RFC 5646 2.1.1): `pt-br` is `pt-BR`, `zh-hant` is `zh-Hant`."""
    language, *subtags = code.split("-")
    return "-".join([language, *(_cased(subtag) for subtag in subtags)])


def _cased(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag
