"""The redline: every word of both texts stands in it, marked, in whole HTML."""

from __future__ import annotations

import re
import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.terms.redline import redline

TABLE = "| Part | Due |\n|---|---|\n| 1 | May |\n| 2 | June |\n"
_WORD = st.sampled_from(
    ["fee", "of", "500", "**bold**", "*now*", "[link](https://a.example/)", "x<y", "&", "`code`"]
)
_LINE = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_BLOCK = st.one_of(
    _LINE,
    _LINE.map("## {}".format),
    _LINE.map("> {}".format),
    st.lists(_LINE, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(_LINE, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {i}" for i in items)),
    st.lists(_LINE, min_size=1, max_size=3).map("\n".join),
    st.just(TABLE),
    st.just("---"),
    st.just("    verbatim  text\n    of two lines"),
)
_TEXT = st.lists(_BLOCK, max_size=6).map(lambda blocks: markdown_to_html("\n\n".join(blocks)))


def words(html: str, *, without: str = "none") -> list[str]:
    """What is read, word by word, past the elements `without`."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(f".//{without}"):
        element.drop_tree()
    for element in root.iter("p", "li", "td", "th", "br", "hr", "pre", "h1", "h2"):
        element.tail = f" {element.tail or ''}"
    return root.text_content().split()


def shape(html: str) -> list[str]:
    """The block elements of what is new, in their order."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return [element.tag for element in root.iter("p", "li", "ul", "ol", "tr", "td", "h2")]


@given(old=_TEXT, new=_TEXT)
def test_without_the_removed_it_reads_as_the_new_and_without_the_added_as_the_old(
    old: str, new: str
) -> None:
    marked = redline(old, new)
    assert words(marked, without="del") == words(new)
    assert words(marked, without="ins") == words(old)


@given(text=_TEXT)
def test_a_text_against_itself_has_no_marks(text: str) -> None:
    marked = redline(text, text)
    assert "<ins>" not in marked
    assert "<del>" not in marked
    assert (words(marked), shape(marked)) == (words(text), shape(text))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "The fee is 500 a month.",
            "The fee is 600 a month.",
            "<p>The fee is <del>500</del> <ins>600</ins> a month.</p>",
        ),
        (
            "One.\n\nThree.",
            "One.\n\nTwo.\n\nThree.",
            "<p>One.</p>\n<p><ins>Two.</ins></p>\n<p>Three.</p>",
        ),
        ("One.\n\nTwo.", "Two.", "<p><del>One.</del></p>\n<p>Two.</p>"),
        (
            "Pay it now please",
            "Pay it **now** please",
            "<p>Pay it <del>now</del> <ins><strong>now</strong></ins> please</p>",
        ),
        ("- a\n- b", "- a\n- x\n- b", "<ul><li>a</li><li><ins>x</ins></li><li>b</li></ul>"),
        (
            "as [agreed](https://a.example/) here",
            "as [agreed](https://b.example/) here",
            '<p>as <del><a href="https://a.example/" rel="noopener noreferrer">agreed</a></del> '
            '<ins><a href="https://b.example/" rel="noopener noreferrer">agreed</a></ins> here</p>',
        ),
        (
            "- gone\n- a",
            "- another",
            "<ul><li><del>gone</del></li><li><del>a</del></li><li><ins>another</ins></li></ul>",
        ),
        ("# A", "A", "<h1><del>A</del></h1>\n<p><ins>A</ins></p>"),
        ("A\n\n---\n\nB", "A\n\nB", "<p>A</p>\n<del><hr></del>\n<p>B</p>"),
        ("x &lt;ins&gt; y", "x &lt;ins&gt; z", "<p>x &lt;ins&gt; <del>y</del> <ins>z</ins></p>"),
        ("", "New", "<p><ins>New</ins></p>"),
    ],
)
def test_a_change_is_marked_where_it_is_and_no_further(old: str, new: str, marked: str) -> None:
    found = redline(markdown_to_html(old), markdown_to_html(new))
    assert re.sub(r"(</(?:ins|del)>)(?=<(?:ins|del)>)", r"\1 ", found) == marked


def test_a_changed_cell_leaves_the_table_whole() -> None:
    new = TABLE.replace("June", "July")
    marked = redline(markdown_to_html(TABLE), markdown_to_html(new))
    assert marked.count("<tr>") == 3
    assert "<td><del>June</del><ins>July</ins></td>" in marked


def test_what_a_contract_may_not_hold_is_not_in_it_either() -> None:
    marked = redline("<p>a</p>", '<p onclick="x()">b<script>x()</script><img src="x"></p>')
    assert marked == "<p><del>a</del></p>\n<p><ins>b</ins></p>"


@pytest.mark.parametrize("kept", [1.0, 0.9, 0.0])
def test_two_texts_of_100_kb_take_less_than_a_second(kept: float) -> None:
    random = Random(1)
    vocabulary = [f"word{number}" for number in range(900)]

    def paragraphs(count: int) -> list[str]:
        return [" ".join(random.choices(vocabulary, k=60)) for _ in range(count)]

    old = paragraphs(230)
    fresh = paragraphs(230)
    new = [old[i] if random.random() < kept else fresh[i] for i in range(230)]
    texts = [markdown_to_html("\n\n".join(each)) for each in (old, new)]
    assert min(map(len, texts)) > 100_000
    began = time.process_time()
    redline(*texts)
    assert time.process_time() - began < 1


def test_a_text_of_the_same_words_over_and_over_takes_no_longer() -> None:
    old, new = (markdown_to_html(f"{end} " + "a b " * 25_000 + end) for end in ("x", "y"))
    began = time.process_time()
    marked = redline(old, new)
    assert time.process_time() - began < 1
    assert words(marked, without="del") == words(new)
