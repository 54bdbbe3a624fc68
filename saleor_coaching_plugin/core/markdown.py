"""Markdown to HTML that is safe to show, and to plain text for mails."""

from __future__ import annotations

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

from .templating import TemplateError, TemplateErrorCode

# A line break is one: coaches write letters and addresses, not wrapped source text.
_SAFE = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_WITH_HTML = MarkdownIt("commonmark", {"html": True}).enable("table")
_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "em", "strong", "blockquote"),
    *("ul", "ol", "li", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def markdown_to_html(text: str) -> str:
    """Sanitised HTML: no script, no style, no image, links to http, https and mailto only."""
    return nh3.clean(
        _SAFE.render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def markdown_refuse_html(text: str, *, field: str = "body") -> None:
    """Raise TemplateError when the text holds HTML: it would be shown as text, surely unwanted."""
    for token in _WITH_HTML.parse(text):
        for part in (token, *(token.children or ())):
            if part.type in {"html_block", "html_inline"}:
                line = f" in line {token.map[0] + 1}" if token.map else ""
                raise TemplateError(
                    TemplateErrorCode.HTML_NOT_ALLOWED,
                    f"HTML is not allowed here, use Markdown: {part.content.strip()[:60]!r}{line}.",
                    field,
                )


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
