"""Descriptions: text in the shop, EditorJS blocks in Saleor's API (https://editorjs.io)."""

from __future__ import annotations

from html import escape, unescape
from typing import Any

from saleor_coaching_plugin.core.errors import InvalidInput


def text_to_blocks(text: str) -> dict[str, Any] | None:
    """A document of one paragraph per line."""
    if not text:
        return None
    return {
        "blocks": [
            {"type": "paragraph", "data": {"text": escape(line, quote=False)}}
            for line in text.split("\n")
            if line
        ]
    }


def blocks_to_text(document: Any) -> str:
    """Raises InvalidInput when it is no document of paragraphs and headers."""
    try:
        return "\n".join(unescape(str(block["data"]["text"])) for block in document["blocks"])
    except (KeyError, TypeError):
        raise InvalidInput("This is no EditorJS document of paragraphs.", "description") from None
