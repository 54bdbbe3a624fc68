"""A template taken apart without filling it in: its text, and what may stand there or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liquid import RenderContext
from liquid.ast import BlockNode, Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions import StringLiteral
from liquid.expression import Expression


@dataclass(frozen=True)
class Choice:
    """One of the branches stands there, or none."""

    branches: tuple[tuple[Part, ...], ...]


Part = str | Choice


def parts_of(nodes: Sequence[Node], context: RenderContext) -> tuple[Part, ...]:
    """Text as it is, and each tag as a choice: its blocks, and the words quoted in it."""
    return tuple(part for node in nodes for part in _parts(node, context))


def _parts(node: Node, context: RenderContext) -> Iterator[Part]:
    children = list(node.children(context))
    if isinstance(node, ContentNode):
        yield node.text
    elif isinstance(node, BlockNode):
        yield from parts_of(children, context)
    else:
        quoted = [(words,) for each in node.expressions() for words in _quoted(each)]
        branches = (*(parts_of([child], context) for child in children), *quoted)
        if branches:
            yield Choice(branches)


def _quoted(expression: Expression) -> Iterator[str]:
    if isinstance(expression, StringLiteral):
        yield expression.value
    for each in expression.children():
        yield from _quoted(each)
