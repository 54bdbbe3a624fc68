"""Liquid's `{% payer %} … {% endpayer %}` and `{% participant %} … {% endparticipant %}`.

What is for somebody else is dropped when the text is parsed: in the rendering for an audience it
is not there at all, so nothing that stands in it can be filled in, looked up or found.
"""

from __future__ import annotations

from liquid import Environment, Tag
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidSyntaxError
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_TAG

from .audience import Audience


class _PartTag(Tag):
    block = True

    def parse(self, stream: TokenStream) -> Node:
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind == TOKEN_EXPRESSION:
            raise LiquidSyntaxError(f"Nothing may follow {self.name!r} in its tag.", token=token)
        part = get_parser(self.env).parse_block(stream, frozenset({self.end, TOKEN_EOF}))
        stream.expect(TOKEN_TAG, value=self.end)
        return self.kept(part)

    def kept(self, part: BlockNode) -> Node:
        return part


class _DroppedTag(_PartTag):
    def kept(self, part: BlockNode) -> Node:
        return BlockNode(part.token, [])


def audience_tags_add(env: Environment, audience: Audience) -> None:
    """Both tags, as this audience reads them."""
    for each in Audience:
        base = _PartTag if each is audience else _DroppedTag
        env.add_tag(type(base.__name__, (base,), {"name": each.value, "end": f"end{each.value}"}))
