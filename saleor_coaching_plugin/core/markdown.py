"""Markdown to HTML that is safe to show, and to plain text for mails."""

from __future__ import annotations

import re
from collections.abc import Set
from html import unescape

import nh3
from markdown_it import MarkdownIt

from .templating import TemplateError, TemplateErrorCode

MAX_MARKS = 12_000
"""What takes time is not a text's length but its lines, and what could be Markdown in them."""
_MARKS = "\n\r\\*_`[]<&|"
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

# A line break is one: coaches write letters and addresses, not wrapped source text. A long address
# behind `[x]: ` would be repeated with each `[x]`: gigabytes out of a short text.
_SAFE = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("reference")
)
_WITH_HTML = MarkdownIt("commonmark", {"html": True}).enable("table").disable("reference")
_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "em", "strong", "blockquote"),
    *("ul", "ol", "li", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def markdown_to_html(text: str) -> str:
    """Sanitised HTML, as `html_clean` leaves it. Raises TemplateError (TEMPLATE_LIMIT)."""
    _check_marks(text, "body")
    return html_clean(_SAFE.render(text))


def html_clean(html: str, *, more_tags: Set[str] = frozenset()) -> str:
    """No script, no style, no image, links to http, https and mailto only."""
    return nh3.clean(
        html,
        tags=_TAGS | more_tags,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def markdown_refuse_html(text: str, *, field: str = "body") -> None:
    """Raise TemplateError when the text holds HTML: it would be shown as text, surely unwanted.

    Also when there is more in it than can be rendered.
    """
    _check_marks(text, field)
    for token in _WITH_HTML.parse(text):
        for part in (token, *(token.children or ())):
            if part.type in {"html_block", "html_inline"}:
                line = f" in line {token.map[0] + 1}" if token.map else ""
                raise TemplateError(
                    TemplateErrorCode.HTML_NOT_ALLOWED,
                    f"HTML is not allowed here, use Markdown: {part.content.strip()[:60]!r}{line}.",
                    field,
                )


def _check_marks(text: str, field: str) -> None:
    marks = sum(map(text.count, _MARKS))
    if marks > MAX_MARKS or marks + _table_cells(text) > MAX_MARKS:
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_LIMIT,
            "This text has too many lines, table cells or special characters.",
            field,
        )


def _table_cells(text: str) -> int:
    """At most: a row of a table that is too short gets as many cells as the longest one."""
    if "|" not in text:
        return 0
    blocks = (block.split("\n") for block in _BLANK_LINE.split(text))
    return sum(len(rows) * max(row.count("|") for row in rows) for rows in blocks)


def html_to_text(html: str) -> str:
    """Plain text of our own rendered HTML, links written out after their words."""
    text = re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', _link_as_text, html, flags=re.DOTALL)
    text = re.sub(r"<li>\s*", "- ", text)
    text = re.sub(r"</t[dh]>\s*(?=<t[dh])", "  |  ", text)
    text = re.sub(r"<br\s*/?>\n?|</tr>\s*|</(p|h\d|li|blockquote|pre)>", "\n", text)
    text = nh3.clean(text, tags=set(), link_rel=None)
    return re.sub(r"\n\s*\n+", "\n\n", unescape(text)).strip() + "\n"


def _link_as_text(match: re.Match[str]) -> str:
    address, words = match.groups()
    return words if words == address else f"{words} ({address})"
