"""A text as words, numbers and signs, with all ways to get from one to the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from saleor_coaching_plugin.core.template_parts import Choice, Part

from .amount_spelling import spelled
from .amount_words import is_number

WINDOW = 10
"""So many tokens are looked at together."""
_REACH = 6
"""An amount ends at most so many tokens behind its number."""
_MOST_WAYS = 30
"""Behind conditions beside conditions only so many ways to get there are followed."""
_TOKEN = re.compile(
    r"(?P<secret>[-\w]{40,})"
    r"|(?P<number>\d+(?:[-.,:'/_\u00b7\u060c\u066b\u066c\u2013\u2019\u2044\u2e41]\d+| \d{3}(?!\d))*"
    r"(?:[kKmM](?![^\W_]))?)"
    r"|(?P<word>[^\W\d_]+(?:[.\u05f4](?=[^\W\d_]{1,3}(?:\W|$))[^\W\d_]+)*)"
    r"|(?P<sign>(?:(?<=\d),|(?<=\d{3})\.)(?:--?|[\u2013\u2014])(?!\s*\d))"  # 500,- 500.--
    r"|(?P<line>\n)"
    r"|(?P<stop>[.!?;\u2026\u3002](?=\s|$))"
    r"|(?P<comma>,(?=\s)|[&/](?=[^\W\d]))"
    r"|(?P<colon>[:=])"
    r"|(?P<other>[^\s\w])"
)
_BLOCK = re.compile(r"\n(?=[ \t]*(?:[#>|+-]|\d{1,9}[.)]\s))")


class Kind(Enum):
    NUMBER = auto()
    WORD = auto()
    SIGN = auto()
    """Of a currency, or the dash in the place of cents."""
    PERCENT = auto()
    LINE = auto()
    """End of a line; two of them are the end of a paragraph."""
    STOP = auto()
    """End of a sentence."""
    COMMA = auto()
    """Or what else parts without ending anything."""
    COLON = auto()
    SECRET = auto()
    """Of a link: so long that any short form may stand in it by chance."""


class Token(NamedTuple):
    kind: Kind
    text: str
    word: str = ""
    """In small letters, without the dots of an abbreviation; of a number in words too."""
    is_glued: bool = False
    """Nothing is between it and what comes before."""


END = Token(Kind.STOP, "")


def windows(text: str) -> Iterator[Sequence[Token]]:
    """Tokens of a plain text, each with the `WINDOW` before it, where a number is near.

    The last one is an `END`.
    """
    ways = _Ways()
    ways.add(END, ways.add_all(spelled(text), ()))
    yield from ways.near_numbers()


def windows_of_parts(parts: Sequence[Part]) -> Iterator[Sequence[Token]]:
    """The same for Markdown with choices in it, whichever way they go."""
    ways = _Ways()
    ways.add(END, ways.walk(parts, ()))
    yield from ways.near_numbers()


class _Ways:
    """Tokens, and of each the places of those that may come right before it."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._before: list[tuple[int, ...]] = []
        self._in_a_row: list[int] = []
        """How many before it can but come one after the other."""
        self._since_number: list[int] = []
        """How many tokens ago there was one."""

    def add(self, token: Token, before: tuple[int, ...]) -> tuple[int, ...]:
        place = len(self._tokens)
        if before == (place - 1,):
            in_a_row, since = self._in_a_row[-1] + 1, self._since_number[-1] + 1
        else:
            in_a_row = 0
            since = min((self._since_number[each] for each in before), default=_REACH) + 1
        self._tokens.append(token)
        self._before.append(before)
        self._in_a_row.append(in_a_row)
        self._since_number.append(0 if token.kind is Kind.NUMBER else since)
        return (place,)

    def add_all(self, text: str, before: tuple[int, ...]) -> tuple[int, ...]:
        for token in _tokens(text):
            before = self.add(token, before)
        return before

    def walk(self, parts: Sequence[Part], before: tuple[int, ...]) -> tuple[int, ...]:
        """Add what is in `parts` behind `before`; the places that it may end with."""
        for part in parts:
            if isinstance(part, Choice):
                ends = [self.walk(branch, before) for branch in part.branches]
                either = dict.fromkeys(each for end in (*ends, before) for each in end)
                before = tuple(either)[:_MOST_WAYS]
            else:
                before = self.add_all(_BLOCK.sub("\n\n", spelled(part)), before)
        return before

    def near_numbers(self) -> Iterator[Sequence[Token]]:
        for place, since in enumerate(self._since_number):
            if since <= _REACH:
                yield from self._to(place)

    def _to(self, place: int) -> Iterator[Sequence[Token]]:
        if self._in_a_row[place] >= WINDOW:
            yield self._tokens[place - WINDOW : place + 1]
            return
        ways = [[place]]
        for _ in range(WINDOW):
            ways = [
                longer
                for way in ways
                for longer in ([[each, *way] for each in self._before[way[0]]] or [way])
            ][:_MOST_WAYS]
        for way in ways:
            yield [self._tokens[each] for each in way]


def _tokens(text: str) -> Iterator[Token]:
    end = -1
    for match in _TOKEN.finditer(text):
        kind = _kind_of(match)
        if kind:
            found = match.group()
            is_word = match.lastgroup == "word"
            word = "".join(filter(str.isalnum, found)).casefold() if is_word else ""
            yield Token(kind, found, word, match.start() == end)
            end = match.end()


def _kind_of(match: re.Match[str]) -> Kind | None:
    found, group = match.group(), str(match.lastgroup)
    if group == "word" and is_number(found.casefold()):
        return Kind.NUMBER
    if group != "other":
        return Kind[group.upper()]
    if found in "%\u2030":
        return Kind.PERCENT
    return Kind.SIGN if unicodedata.category(found) == "Sc" else None
