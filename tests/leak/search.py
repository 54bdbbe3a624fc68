"""Everything that somebody reached, and which needles are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from contents import mail_texts, texts_in
from needles import Needle, found_in


@dataclass(frozen=True)
class Piece:
    """Some bytes that reached `reader`.

    `name` says of what, such as a path. `asked` is what the reader sent for it: what they typed
    themselves is not told to them.
    """

    reader: str
    channel: str
    name: str
    content: bytes
    asked: str = ""


@dataclass(frozen=True)
class Leak:
    reader: str
    channel: str
    name: str
    where: str
    needle: str


@dataclass(frozen=True)
class Permitted:
    """What may stand in some pieces after all, and why."""

    needle: str
    is_there: Callable[[Piece], bool]
    reason: str


def leaks(
    pieces: Iterable[Piece], needles: Sequence[Needle], permitted: Sequence[Permitted] = ()
) -> list[Leak]:
    """Each needle at each place in each piece. The same bytes are searched once."""
    seen: set[tuple[str, str, bytes]] = set()
    found: list[Leak] = []
    for piece in pieces:
        key = (piece.channel, piece.asked, piece.content)
        if key not in seen:
            seen.add(key)
            found += _leaks_of(piece, needles, permitted)
    return found


def _leaks_of(
    piece: Piece, needles: Sequence[Needle], permitted: Sequence[Permitted]
) -> Iterator[Leak]:
    unpack = mail_texts if piece.channel == "mail" else texts_in
    found = [
        (where, needle.name)
        for where, text in unpack(piece.content)
        for needle in found_in(text, needles)
    ]
    known = {each.needle for each in permitted if each.is_there(piece)}
    if found:
        known |= {needle.name for needle in found_in(piece.asked, needles)}
    for where, needle in found:
        if needle not in known:
            yield Leak(piece.reader, piece.channel, piece.name, where, needle)
