"""The texts of the sandbox's coach, as files a person can read."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent / "texts"


def text(name: str) -> str:
    """E.g. `text("proposal")`: the Markdown of texts/proposal.md."""
    return (_FOLDER / f"{name}.md").read_text()
