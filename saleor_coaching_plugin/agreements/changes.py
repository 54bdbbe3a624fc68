"""What a text changes of the one before it, as its reader is shown it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.terms.redline import redline
from saleor_coaching_plugin.terms.selectors import changes_told_each

from .models import AmendableText, PartyText
from .selectors import accepted_at


@dataclass(frozen=True)
class AmendedText:
    """What an amendment asks somebody to agree to, against what they accepted before."""

    status: str
    accepted_at: datetime
    """When they accepted what stands in force until they accept this."""
    closed_at: datetime | None
    notes: Sequence[str]
    redline: str
    """HTML with `<ins>` and `<del>`."""
    client_note: str


def amended_of(text: AmendableText) -> AmendedText | None:
    """None for a text that amends nothing."""
    return amended_each([text])[0] if text.is_amendment else None


def amended_each(texts: Sequence[AmendableText]) -> list[AmendedText]:
    """The same of many, all of which amend something; their notes in one query."""
    spans = [(text.previous.terms_version, text.terms_version) for text in texts]
    return [
        AmendedText(
            status=text.amendment.status,
            accepted_at=accepted_at(text.previous),
            closed_at=text.amendment.closed_at,
            notes=notes,
            redline=redline(text.previous.html, text.html),
            client_note=text.amendment.client_note,
        )
        for text, notes in zip(texts, changes_told_each(spans), strict=True)
    ]


def revision_redline(text: PartyText) -> str:
    """Against what was sent before; empty where nothing was, or where it reads the same."""
    previous = text.previous
    if previous is None or previous.html == text.html:
        return ""
    return redline(previous.html, text.html)
