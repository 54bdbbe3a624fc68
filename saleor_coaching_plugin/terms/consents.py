"""Boxes to tick: what a text asks, and whether an answer will do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import DomainError

from .errors import TermsError, TermsErrorCode

TERMS_KEY = "terms"
"""Key of the box that stands for the terms themselves."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Consent:
    key: str
    text: str
    required: bool


@dataclass(frozen=True)
class ConsentAnswer:
    """What the page reports: how the box stood at first, and how in the end."""

    key: str
    accepted: bool
    initially_checked: bool


class ConsentErrorCode(StrEnum):
    CONSENT_MISSING = "consent_missing"
    CONSENT_PRE_TICKED = "consent_pre_ticked"
    CONSENT_UNKNOWN = "consent_unknown"


class ConsentError(DomainError):
    """The boxes do not make a consent."""


def consents_clean(raw: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As stored on a terms version. Raises TermsError (CONSENT_INVALID)."""
    found: dict[str, Consent] = {}
    for item in raw:
        key = str(item["key"])
        if not _KEY.fullmatch(key) or key == TERMS_KEY or key in found:
            raise TermsError(
                TermsErrorCode.CONSENT_INVALID,
                f"A consent's key is lower-case letters, digits and _, unique, and not "
                f"{TERMS_KEY!r}: {key!r}.",
                "consents",
            )
        text = line_clean(str(item["text"]), field="consents", max_length=500)
        found[key] = Consent(key, text, bool(item["required"]))
    return [asdict(consent) for consent in found.values()]


def consents_asked(terms_text: str, stored: Sequence[Mapping[str, Any]]) -> tuple[Consent, ...]:
    """The box for the terms themselves, then those of the version."""
    extra = (Consent(item["key"], item["text"], item["required"]) for item in stored)
    return (Consent(TERMS_KEY, terms_text, True), *extra)


def consents_check(asked: Sequence[Consent], answers: Sequence[ConsentAnswer]) -> list[str]:
    """The keys that were ticked.

    Raises ConsentError when a required box is not ticked, a box came ticked already (no consent:
    CJEU C-673/17 "Planet49") or nobody asked for it.
    """
    given = {answer.key: answer for answer in answers}
    unknown = given.keys() - {consent.key for consent in asked}
    if unknown:
        raise ConsentError(
            ConsentErrorCode.CONSENT_UNKNOWN,
            f"Nobody asked for this consent: {', '.join(sorted(unknown))}.",
            "consents",
        )
    for answer in answers:
        if answer.initially_checked:
            raise ConsentError(
                ConsentErrorCode.CONSENT_PRE_TICKED,
                f"The box {answer.key!r} was ticked before the client saw it. Show it unticked.",
                "consents",
            )
    for consent in asked:
        if consent.required and not (consent.key in given and given[consent.key].accepted):
            raise ConsentError(
                ConsentErrorCode.CONSENT_MISSING,
                f"Please tick the box “{consent.text}”.",
                "consents",
            )
    return [
        consent.key for consent in asked if consent.key in given and given[consent.key].accepted
    ]
