"""For whom a text is written: one template has a rendering for each."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """A client without participants is the payer. Only a payer ever reads an amount."""

    PAYER = "payer"
    PARTICIPANT = "participant"
