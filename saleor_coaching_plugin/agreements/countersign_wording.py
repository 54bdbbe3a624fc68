"""How a client is told that the coach has signed too, per language."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.languages import said_in
from saleor_coaching_plugin.core.templating import markdown_escaped

from .models import Countersignature


@dataclass(frozen=True)
class CountersignWording:
    """All are filled by `str.format`. Once the client has accepted, the certificate tells."""

    proposal_note: str
    greeting: str
    subject: str
    body: str


_WORDINGS = {
    "en": CountersignWording(
        proposal_note="{name} has signed this agreement already, on {date}.",
        greeting="Hello {first_name},",
        subject="{name} has signed agreement {number}",
        body=(
            "**{name}** has signed **{title}**, agreement {number}, on {date}. Its text is the "
            "one that you know, word for word. You can read and accept it through the link in the "
            "mail that brought it to you."
        ),
    ),
    "de": CountersignWording(
        proposal_note="{name} hat diesen Vertrag bereits unterzeichnet, am {date}.",
        greeting="Guten Tag {first_name},",
        subject="{name} hat den Vertrag {number} unterzeichnet",
        body=(
            "**{name}** hat **{title}**, Vertrag {number}, am {date} unterzeichnet. Der Text ist "
            "Wort für Wort der, den Sie kennen. Sie können ihn über den Link in der Mail lesen und "
            "annehmen, mit der er zu Ihnen kam."
        ),
    ),
}


def countersign_wording_for(language: str) -> CountersignWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_WORDINGS, language)


def countersigned_note(signature: Countersignature, language: str) -> str:
    """A sentence of Markdown for the proposal's mail."""
    return countersign_wording_for(language).proposal_note.format(
        name=markdown_escaped(signature.name),
        date=markdown_escaped(day_in(signature.signed_at, language)),
    )
