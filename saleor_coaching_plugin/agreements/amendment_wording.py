"""How a client is told that the terms of an accepted agreement have changed, per language."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class AmendmentWording:
    """Those with braces are filled by `str.format`."""

    subject: str
    greeting: str
    intro: str
    changes: str
    button: str
    stays: str
    close: str


_WORDINGS = {
    "en": AmendmentWording(
        subject="Agreement {number}: what has changed",
        greeting="Hello {first_name},",
        intro=(
            "on {date} you accepted **{title}**. Its terms have a new version. Please read what "
            "has changed, and tell us whether you agree."
        ),
        changes="What has changed",
        button="Read the changes and answer",
        stays=(
            "Until you accept the new version, and if you decline it, your agreement of {date} "
            "stays as it is."
        ),
        close=(
            "The link is for you alone and works until **{expires_on}**. If anything is unclear, "
            "simply reply to this mail."
        ),
    ),
    "de": AmendmentWording(
        subject="Vertrag {number}: was sich ändert",
        greeting="Guten Tag {first_name},",
        intro=(
            "am {date} haben Sie **{title}** zugestimmt. Die Bedingungen gibt es jetzt in einer "
            "neuen Fassung. Bitte lesen Sie, was sich ändert, und sagen Sie uns, ob Sie "
            "einverstanden sind."
        ),
        changes="Was sich ändert",
        button="Änderungen lesen und antworten",
        stays=(
            "Bis Sie der neuen Fassung zustimmen, und auch wenn Sie sie ablehnen, bleibt Ihr "
            "Vertrag vom {date} wie er ist."
        ),
        close=(
            "Der Link ist nur für Sie bestimmt und gilt bis zum **{expires_on}**. Wenn etwas "
            "unklar ist, antworten Sie einfach auf diese Mail."
        ),
    ),
}


def amendment_wording_for(language: str) -> AmendmentWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_WORDINGS, language)
