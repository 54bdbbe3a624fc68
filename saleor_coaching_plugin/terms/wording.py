"""The fixed words around a contract, per language: what is on the button stands in the notice.

Row 6 of the feature table: the statement names the button's words exactly. So both have one source,
ours with the setting COACHING_WORDING laid over it, and a statement holds `{button}` in place of
the words. What was sent or accepted keeps the words that it was frozen with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.languages import language_clean, said_in


@dataclass(frozen=True)
class Wording:
    language: str
    accept_button: str
    accept_statement: str
    amendment_statement: str
    """Of an agreement's text that takes the place of one accepted before."""
    participant_statement: str
    """Of a participant's text: somebody else pays."""
    consent_terms: str
    """Text of the box that stands for an agreement's text itself."""
    consent_purchase: str
    """The same for the terms of a product."""
    purchase_statement: str
    purchase_button: str


BUTTON = "{button}"
MAX_BUTTON = 60
MAX_WORDS = 500
_KEYS = tuple(each.name for each in fields(Wording) if each.name != "language")
_BUTTONS = {
    "accept_statement": "accept_button",
    "amendment_statement": "accept_button",
    "participant_statement": "accept_button",
    "purchase_statement": "purchase_button",
}
_MUST_NAME_BUTTON = ("accept_statement", "amendment_statement", "participant_statement")
_OURS: dict[str, dict[str, str]] = {
    "en": {
        "accept_button": "I Accept",
        "accept_statement": (
            "By clicking “{button}” you enter into this agreement and its payment obligations."
        ),
        "amendment_statement": (
            "By clicking “{button}” you agree to this text in place of the one that you accepted "
            "before."
        ),
        "participant_statement": "By clicking “{button}” you agree to this text.",
        "consent_terms": "I have read this agreement and agree to it.",
        "consent_purchase": "I have read these terms and agree to them.",
        "purchase_statement": (
            "By purchasing this product, you agree to the following terms and conditions"
        ),
        "purchase_button": "Agree and continue",
    },
    "de": {
        "accept_button": "Ich stimme zu",
        "accept_statement": (
            "Mit dem Klick auf „{button}“ schließen Sie diesen Vertrag mit seinen "
            "Zahlungspflichten."
        ),
        "amendment_statement": (
            "Mit dem Klick auf „{button}“ stimmen Sie diesem Text anstelle des bisher "
            "vereinbarten zu."
        ),
        "participant_statement": "Mit dem Klick auf „{button}“ stimmen Sie diesem Text zu.",
        "consent_terms": "Ich habe diesen Vertrag gelesen und stimme ihm zu.",
        "consent_purchase": "Ich habe diese Bedingungen gelesen und stimme ihnen zu.",
        "purchase_statement": (
            "Mit dem Kauf dieses Produkts stimmen Sie den folgenden Vertragsbedingungen zu"
        ),
        "purchase_button": "Zustimmen und weiter",
    },
}


def wording_for(language: str) -> Wording:
    """The wording in `language`, or of its base language, or English (see `.language`).

    Raises ValueError naming language and key where the setting is not right.
    """
    laid_over = conf().wording
    fault = next(wording_faults(laid_over), None)
    if fault:
        raise ValueError(f"COACHING_WORDING: {fault}")
    written = {**_OURS, **{each: _over_ours(each, laid_over[each]) for each in laid_over}}
    tag = said_in({each: each for each in written}, language)
    words = written[tag]
    named = {key: words[key].replace(BUTTON, words[button]) for key, button in _BUTTONS.items()}
    return Wording(language=tag, **{**words, **named})


def wording_faults(laid_over: Mapping[str, Any]) -> Iterator[str]:
    """What cannot be taken of the setting, one sentence each, with language and key."""
    for language, words in laid_over.items():
        if not _is_language(language):
            yield f"{language!r} is not a language tag such as en or pt-BR."
        elif not isinstance(words, Mapping):
            yield f"{language} must be an object of JSON."
        else:
            yield from _faults_of(language, words)


def _faults_of(language: str, words: Mapping[str, Any]) -> Iterator[str]:
    for key in words:
        if key not in _KEYS:
            yield f"{language} has {key!r}, which is none of {', '.join(_KEYS)}."
    for key, said in _over_ours(language, words).items():
        if key in _KEYS and (fault := _fault_of(key, said)):
            yield f"{language}.{key} {fault}."
    lacking = [key for key in _KEYS if key not in _over_ours(language, words)]
    if lacking:
        yield f"{language} lacks {', '.join(lacking)}, which the plugin has no words for."


def _fault_of(key: str, said: Any) -> str:
    longest = MAX_BUTTON if key in _BUTTONS.values() else MAX_WORDS
    try:
        if not isinstance(said, str) or line_clean(said, field=key, max_length=longest) != said:
            return "must be text without space around it"
    except InvalidInput:
        return f"must be one line of 1 to {longest} characters"
    if key in _MUST_NAME_BUTTON and BUTTON not in said:
        return f"must have {BUTTON} where the words of the button belong"
    return ""


def _over_ours(language: str, words: Mapping[str, Any]) -> dict[str, Any]:
    return {**_OURS.get(language, {}), **words}


def _is_language(tag: Any) -> bool:
    try:
        return language_clean(str(tag)) == tag
    except InvalidInput:
        return False
