"""What has changed between two texts: the new one with `<ins>` and `<del>` in it.

The texts are compared block by block (paragraph, item, cell), changed blocks word by word. Each
mark stands inside one block and around whole inline elements, so lists and tables stay whole (as
they do not in lxml's `htmldiff`), and a link that leads elsewhere shows as changed too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from saleor_coaching_plugin.core.markdown import html_clean

from .html_parts import Block, Word, blocks_of, html_of, in_tag

ALIKE = 0.5
"""How many of their words two blocks share to count as the same block, changed."""
LOOK_AHEAD = 20
MOST_COMPARED = 2_000
"""Of more pieces in one place only those at both ends are compared: the time grows faster."""
_BY_PLACE = frozenset({"ul", "ol", "blockquote", "table", "thead", "tbody", "th", "td"})
"""Of these the next one counts as the same, however little is left of it: its parts tell more."""
Change = tuple[str, int, int, int, int]
"""As difflib's get_opcodes has them: what, and from where to where in the old and in the new."""


def redline(old: str, new: str) -> str:
    """Of two contracts' HTML. Without what stands in `<del>` it has the words of `new`, without
    what stands in `<ins>` those of `old`."""
    marked = "\n".join(_compared(blocks_of(old), blocks_of(new)))
    return html_clean(marked, more_tags={"ins", "del"})


def _compared(old: Sequence[Block], new: Sequence[Block]) -> Iterator[str]:
    changes = _changes([each.html for each in old], [each.html for each in new])
    for what, old_from, old_to, new_from, new_to in changes:
        if what == "equal":
            yield from (each.html for each in new[new_from:new_to])
        else:
            yield from _replaced(old[old_from:old_to], new[new_from:new_to])


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[str]:
    """Each old block beside its successor among the next new ones, if it has one."""
    reached = 0
    for block in old:
        ahead = enumerate(new[reached : reached + LOOK_AHEAD], reached)
        successor = next((place for place, each in ahead if _is_successor(each, block)), None)
        if successor is None:
            yield _marked(block, "del")
            continue
        yield from (_marked(each, "ins") for each in new[reached:successor])
        yield _changed(block, new[successor])
        reached = successor + 1
    yield from (_marked(each, "ins") for each in new[reached:])


def _is_successor(new: Block, old: Block) -> bool:
    if new.name != old.name:
        return False
    shared = (new.vocabulary & old.vocabulary).total()
    both = new.vocabulary.total() + old.vocabulary.total()
    return new.name in _BY_PLACE or shared >= ALIKE * both / 2


def _changed(old: Block, new: Block) -> str:
    inside = [*_compared(old.parts, new.parts)]
    return in_tag(new.tag, _changed_words(old.words, new.words) + "".join(inside))


def _changed_words(old: Sequence[Word], new: Sequence[Word]) -> str:
    found = []
    for what, old_from, old_to, new_from, new_to in _changes(_keys(old), _keys(new)):
        gone, come = old[old_from:old_to], new[new_from:new_to]
        if what == "equal":
            found.append(_group(come, is_spaced=any(each.has_space for each in gone[-1:])))
        else:
            found.append(_group(gone, "del") + _group(come, "ins"))
    return "".join(found)


def _keys(words: Sequence[Word]) -> list[Word]:
    """What of each word makes it another one; the last has no space only because it is last."""
    return [*words[:-1], *(replace(last, has_space=True) for last in words[-1:])]


def _group(words: Sequence[Word], mark: str = "", *, is_spaced: bool = False) -> str:
    """`is_spaced`: even if these are the last words of the new text, the old one went on."""
    if not words:
        return ""
    inside = html_of(words)
    space = " " if is_spaced or words[-1].has_space else ""
    return (f"<{mark}>{inside}</{mark}>" if mark else inside) + space


def _marked(block: Block, mark: str) -> str:
    """All of it new, or all of it gone."""
    if block.name == "hr":
        return f"<{mark}>{block.html}</{mark}>"
    inside = "".join(_marked(part, mark) for part in block.parts)
    return in_tag(block.tag, _group(block.words, mark) + inside)


def _changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Change]:
    """How `old` becomes `new`. What is alike at both ends is passed by first."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    yield "equal", 0, start, 0, start
    if max(old_end, new_end) - start > MOST_COMPARED:
        yield "replace", start, old_end, start, new_end
    else:
        matcher = SequenceMatcher(None, old[start:old_end], new[start:new_end])
        for what, *places in matcher.get_opcodes():
            old_from, old_to, new_from, new_to = (start + each for each in places)
            yield what, old_from, old_to, new_from, new_to
    yield "equal", old_end, len(old), new_end, len(new)


def _alike(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many at the start."""
    pairs = zip(old, new, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))
