"""One spelling for all that looks the same: hidden, accented and full-width letters made plain."""

from __future__ import annotations

import unicodedata
from html import unescape
from urllib.parse import unquote

_GONE = "*~`\\\u115f\u1160\u3164\uffa0\ufdfa\ufdfb"
"""Marks of Markdown, letters without a shape, and two ligatures of up to 18 letters."""
_NAMED = {**dict.fromkeys(map(ord, _GONE), ""), **dict.fromkeys(map(ord, "元円圓원"), "¤")}


class _Plain(dict[int, str]):
    """For `str.translate`, filled as characters come."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Nd":
                plain = str(unicodedata.decimal(char))
            case "Cf" | "Mn" | "Me":
                plain = ""
            case "Zl" | "Zp":
                plain = "\n"
            case "Cc":
                plain = char if char in "\t\n" else ""
            case _:
                plain = {"ł": "l", "Ł": "L"}.get(char, char)
        self[code] = plain
        return plain


_PLAIN = _Plain()


def spelled(text: str) -> str:
    """`text` as people read it: entities and %20 undone, digits 0-9, no accents, no zero widths."""
    shown = unquote(unescape(text)).translate(_NAMED)
    return unicodedata.normalize("NFKD", shown).translate(_PLAIN)
