"""What a text changes of the one before it, as its party is shown it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from saleor_coaching_plugin.terms.redline import redline
from saleor_coaching_plugin.terms.selectors import changes_told

from .models import PartyText
from .selectors import accepted_at


@dataclass(frozen=True)
class AmendedText:
    """What an amendment asks a party to agree to, against what it accepted before."""

    status: str
    accepted_at: datetime
    """When it accepted what stands in force until it accepts this."""
    closed_at: datetime | None
    notes: Sequence[str]
    redline: str
    """HTML with `<ins>` and `<del>`."""
    client_note: str


def amended_of(text: PartyText) -> AmendedText | None:
    """None for a text that amends nothing."""
    if not text.is_amendment:
        return None
    amendment, previous = text.amendment, text.previous
    return AmendedText(
        status=amendment.status,
        accepted_at=accepted_at(previous),
        closed_at=amendment.closed_at,
        notes=changes_told(previous.terms_version, text.terms_version),
        redline=redline(previous.html, text.html),
        client_note=amendment.client_note,
    )


def revision_redline(text: PartyText) -> str:
    """Against what was sent before; empty where nothing was, or where it reads the same."""
    previous = text.previous
    if previous is None or previous.html == text.html:
        return ""
    return redline(previous.html, text.html)
