"""A contract's HTML taken apart: blocks in blocks, and the words in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import takewhile
from typing import Any

from lxml import html as lxml_html

BLOCKS = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "hr", "blockquote", "ul", "ol", "li", "pre"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
Tag = tuple[str, tuple[tuple[str, str], ...]]
"""An element's name and its attributes."""
_WORDS = re.compile(r"\S+\s*|\s+")
_VERBATIM_WORDS = re.compile(r"\S+|\s")


@dataclass(frozen=True)
class Word:
    """`around` are the inline elements that it stands in, the outermost first."""

    text: str
    around: tuple[Tag, ...]
    has_space: bool = False
    """Whether a space follows."""
    is_break: bool = False


@dataclass(frozen=True)
class Block:
    """A block element; without a `tag`, words that stand beside blocks."""

    tag: Tag | None
    parts: tuple[Block, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def name(self) -> str:
        return self.tag[0] if self.tag else ""

    @cached_property
    def html(self) -> str:
        return in_tag(self.tag, html_of(self.words) + "".join(part.html for part in self.parts))

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """How often it has which word."""
        found = Counter(word.text for word in self.words)
        for part in self.parts:
            found.update(part.vocabulary)
        return found


def blocks_of(html: str) -> tuple[Block, ...]:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return tuple(_blocks(root, is_verbatim=False))


def html_of(words: Sequence[Word]) -> str:
    """With each inline element opened once for the words in a row that stand in it."""
    found: list[str] = []
    opened: tuple[Tag, ...] = ()
    space = ""
    for word in words:
        pairs = zip(opened, word.around, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        found += [f"</{name}>" for name, _ in reversed(opened[shared:])]
        found.append(space)
        found += [_opening(tag) for tag in word.around[shared:]]
        found.append("<br>" if word.is_break else escape(word.text, quote=False))
        opened, space = word.around, " " if word.has_space else ""
    found += [f"</{name}>" for name, _ in reversed(opened)]
    return "".join(found)


def in_tag(tag: Tag | None, inside: str) -> str:
    if tag is None:
        return inside
    return _opening(tag) + ("" if tag[0] == "hr" else f"{inside}</{tag[0]}>")


def _opening(tag: Tag) -> str:
    name, attributes = tag
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes)
    return f"<{name}{written}>"


def _blocks(element: Any, *, is_verbatim: bool) -> Iterator[Block]:
    words = _words(element.text, (), is_verbatim)
    for child in element:
        if child.tag in BLOCKS:
            yield from _beside(words)
            parts = tuple(_blocks(child, is_verbatim=is_verbatim or child.tag == "pre"))
            yield Block(_tag(child), parts)
            words = _words(child.tail, (), is_verbatim)
        else:
            words += _inline(child, (), is_verbatim)
    yield from _beside(words)


def _beside(words: Sequence[Word]) -> Iterator[Block]:
    """The words as a block, unless there is nothing but space between two blocks."""
    found: list[Word] = []
    for word in words:
        if word.text or word.is_break:
            found.append(word)
        elif found:
            found[-1] = replace(found[-1], has_space=True)
    if found:
        found[-1] = replace(found[-1], has_space=False)
        yield Block(None, words=tuple(found))


def _inline(element: Any, around: tuple[Tag, ...], is_verbatim: bool) -> list[Word]:
    if element.tag == "br":
        found = [Word("", around, is_break=True)]
    else:
        inside = (*around, _tag(element))
        found = _words(element.text, inside, is_verbatim)
        for child in element:
            found += _inline(child, inside, is_verbatim)
    return found + _words(element.tail, around, is_verbatim)


def _words(text: str | None, around: tuple[Tag, ...], is_verbatim: bool) -> list[Word]:
    """In a `<pre>` each space is a word; elsewhere it only stands between words."""
    if is_verbatim:
        return [Word(each, around) for each in _VERBATIM_WORDS.findall(text or "")]
    return [
        Word(each.strip(), around, has_space=each != each.rstrip())
        for each in _WORDS.findall(text or "")
    ]


def _tag(element: Any) -> Tag:
    return str(element.tag), tuple(sorted(element.attrib.items()))
