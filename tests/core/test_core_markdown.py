"""Contract text to HTML: nothing in it may act, and HTML in it is refused."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from saleor_coaching_plugin.core.markdown import (
    MAX_MARKS,
    html_to_text,
    markdown_refuse_html,
    markdown_to_html,
)
from saleor_coaching_plugin.core.templating import TemplateError, TemplateErrorCode


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("Fine.\n\n<script>alert(1)</script>", "<script>"),
        ("a <b>bold</b> word", "<b>"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("text <!-- hidden --> text", "<!-- hidden"),
        ("<div\nonclick=alert(1)>x</div>", "<div"),
        ("- item\n\n  <style>*{}</style>", "<style>"),
        ("| a |\n|---|\n| <i>x</i> |", "<i>"),
        ("<?php x ?>", "<?php"),
    ],
)
def test_html_in_the_text_is_refused_and_quoted(source: str, quoted: str) -> None:
    with pytest.raises(TemplateError) as caught:
        markdown_refuse_html(source, field="thank_you")
    assert (caught.value.code, caught.value.field) == (
        TemplateErrorCode.HTML_NOT_ALLOWED,
        "thank_you",
    )
    assert quoted in caught.value.message


@pytest.mark.parametrize("source", ["2 < 3 and 4 > 3", "`<b>`", "<https://coach.example>", "a & b"])
def test_what_only_looks_like_html_is_taken(source: str) -> None:
    markdown_refuse_html(source)


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        '[x](https://a.example "onmouseover=alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
        '<img src=x onerror="alert(1)">',
    ],
)
def test_nothing_that_acts_gets_into_the_page(source: str) -> None:
    tags = TagsOf(markdown_to_html(source)).found
    assert {tag for tag, _ in tags} <= {"p", "a"}
    for _, attributes in tags:
        assert attributes.keys() <= {"href", "title", "rel"}
        assert attributes.get("href", "https:").startswith("https:")


class TagsOf(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_what_contracts_need_stays() -> None:
    source = "# T\n\n1. **a**\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[me](mailto:a@b.example)"
    html = markdown_to_html(source)
    for part in (
        "<h1>T</h1>",
        "<ol>",
        "<strong>a</strong>",
        "<td>1</td>",
        'href="mailto:a@b.example"',
    ):
        assert part in html
    assert 'rel="noopener noreferrer"' in html


def test_plain_text_says_where_a_link_leads() -> None:
    source = "# Hi\n\nRead [the *terms*](https://a.example/?a=1&b=2).\n\n- one\n- two\n\n<https://b.example/>"
    assert html_to_text(markdown_to_html(source)) == (
        "Hi\n\nRead the terms (https://a.example/?a=1&b=2).\n\n- one\n\n- two\n\nhttps://b.example/\n"
    )


def test_plain_text_keeps_what_looks_like_a_tag() -> None:
    assert html_to_text(markdown_to_html("`<b>` & 1 < 2")) == "<b> & 1 < 2\n"


def test_a_long_contract_is_taken() -> None:
    section = "## Fees\n\nSam pays *in advance*, by transfer.\n\n| due | amount |\n|---|---|\n"
    rows = "| 1 June 2027 | 100.00 |\n" * 24
    contract = (section + rows + "\n" + "A clause of some length. " * 80 + "\n\n") * 30
    assert len(contract) > 70_000
    markdown_refuse_html(contract)
    assert markdown_to_html(contract).count("<table>") == 30


@pytest.mark.parametrize(
    "source",
    ["a\n" * (MAX_MARKS + 1), "*" * (MAX_MARKS + 1), "|a" * 120 + "\n" + "|-" * 120 + "\n|" * 120],
)
def test_more_than_can_be_rendered_at_once_is_refused(source: str) -> None:
    for render in (markdown_to_html, markdown_refuse_html):
        with pytest.raises(TemplateError) as caught:
            render(source)
        assert caught.value.code == TemplateErrorCode.TEMPLATE_LIMIT


def test_a_link_says_its_address_where_it_stands() -> None:
    """One long address, repeated with each `[x]`, would become gigabytes."""
    html = markdown_to_html("[x]: https://a.example/\n\n[x] and [y](https://b.example/)")
    assert re.findall(r'href="([^"]*)"', html) == ["https://b.example/"]
