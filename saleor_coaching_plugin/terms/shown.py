"""A contract's HTML as people see it: its lines of text, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator

from .html_parts import Block, Word, blocks_of

_LONGEST_HEADING = 200


def texts_shown(html: str) -> Iterator[str]:
    """Each paragraph, row and cell (below its column's heading), and each link's address."""
    for block in blocks_of(html):
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    if block.words:
        yield _text(block)
        yield from _attributes(block.words)
    elif block.name == "table":
        yield from _table(block)
    else:
        for part in block.parts:
            yield from _texts(part)


def _text(block: Block) -> str:
    if not block.words:
        return " ".join(_text(part) for part in block.parts)
    return "".join(
        "\n" if word.is_break else word.text + " " * word.has_space for word in block.words
    )


def _attributes(words: tuple[Word, ...]) -> Iterator[str]:
    tags = dict.fromkeys(tag for word in words for tag in word.around)
    for _, attributes in tags:
        yield from (value for _, value in attributes)


def _table(table: Block) -> Iterator[str]:
    rows = [row for part in table.parts for row in part.parts]
    headings = [_text(cell)[:_LONGEST_HEADING] for cell in rows[0].parts] if rows else []
    for row in rows:
        yield _text(row)
        for heading, cell in zip(headings, row.parts, strict=False):
            yield f"{heading}: {_text(cell)[:_LONGEST_HEADING]}"
            for part in cell.parts:
                yield from _attributes(part.words)
