"""What must not be found, and how it is recognised however it is written or encoded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from number_words import in_english, in_german

_ROUNDS = 4
"""So often a text is unwrapped: percent-encoding in an entity in a JSON string, and so on."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_SEPARATED = re.compile(r"(?<=\d)[^\w<>{}\[\]\"/:;=&]{1,3}(?=\d)|(?<=\d)_(?=\d)")
_LINKING = re.compile(r"\band\b")


@dataclass(frozen=True)
class Needle:
    """`digits` in any writing; `letters` in any; `words` but for case and white space."""

    name: str
    digits: str = ""
    letters: tuple[str, ...] = ()
    words: str = ""

    def is_in(self, text: Text) -> bool:
        return (
            bool(self.digits and self.digits in text.digits)
            or any(each in text.letters for each in self.letters)
            or bool(self.words and self.words in text.plain)
        )


def amount(name: str, major: int) -> Needle:
    """By its whole units, which every writing of it begins with, that in minor units too."""
    digits = str(major)
    assert len(digits) >= 8, f"{name} could be found by chance"
    return Needle(
        name,
        digits=digits,
        letters=(_letters(in_english(major)), _letters(in_german(major))),
    )


def number(name: str, digits: str) -> Needle:
    assert len(digits) >= 8, f"{name} could be found by chance"
    return Needle(name, digits=digits)


def words(name: str, said: str) -> Needle:
    assert len(said) >= 6, f"{name} could be found by chance"
    return Needle(name, words=_plain(said))


def found_in(text: str, needles: Iterable[Needle]) -> Iterator[Needle]:
    """Those needles that the text holds, as it is or unwrapped."""
    seen = Text(text)
    yield from (needle for needle in needles if needle.is_in(seen))


@dataclass(frozen=True)
class Text:
    """One text with all its encodings undone, the way it is looked at for each kind of needle."""

    raw: str

    @cached_property
    def plain(self) -> str:
        unwrapped = _unwrapped(self.raw)
        whole = self.raw if unwrapped == self.raw else f"{self.raw}\n{unwrapped}"
        return _plain(whole)

    @cached_property
    def digits(self) -> str:
        """Numbers that stand beside each other run into one; that hides none of them."""
        return _SEPARATED.sub("", self.plain)

    @cached_property
    def letters(self) -> str:
        return _letters(_LINKING.sub("", self.plain))


def _unwrapped(text: str) -> str:
    for _ in range(_ROUNDS):
        before = text
        text = unquote(unescape(_ESCAPED.sub(_character, text)))
        if text == before:
            break
    return text


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))


def _plain(text: str) -> str:
    """Small letters, Western digits, nothing invisible, each run of white space as one space."""
    if text.isascii():
        return " ".join(text.lower().split())
    shown = "".join(map(_shown, unicodedata.normalize("NFKC", text)))
    return " ".join(shown.casefold().split())


def _shown(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width and direction marks
        return ""
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def _letters(text: str) -> str:
    """a to z alone; ß is ss, an umlaut its base letter, and "ein" left out before "hundert"."""
    plain = text.casefold().replace("ae", "a").replace("oe", "o").replace("ue", "u")
    run = "".join(each for each in unicodedata.normalize("NFKD", plain) if "a" <= each <= "z")
    return run.replace("einhundert", "hundert").replace("eintausend", "tausend")
