"""Saleor's rich text (EditorJS blocks with inline HTML) as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags


def plain_text(content: dict[str, Any] | None) -> str:
    """One paragraph, heading or list item a line, paragraphs apart."""
    return "\n\n".join(filter(None, map(_block, (content or {}).get("blocks", ()))))


def _block(block: dict[str, Any]) -> str:
    data = block.get("data", {})
    lines = _items(data["items"]) if "items" in data else iter([data.get("text", "")])
    return "\n".join(filter(None, (unescape(strip_tags(line)).strip() for line in lines)))


def _items(items: list[Any]) -> Iterator[str]:
    """Items are texts, or with EditorJS's nested lists `{content, items}`."""
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield item.get("content", "")
            yield from _items(item.get("items", []))
