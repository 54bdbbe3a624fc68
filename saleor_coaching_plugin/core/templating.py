"""Strict Liquid for texts that coaches write: contracts and mails.

Only values, conditions and loops; filters that shape text but cannot compute; hard limits. So a
template can neither reach anything that it was not given nor keep a worker busy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TextIO

from liquid import BoundTemplate, Environment, RenderContext, StrictUndefined
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import LiquidError, ResourceLimitError, UndefinedError
from liquid.expression import Expression
from liquid.static_analysis import TemplateAnalysis
from liquid.stringify import to_liquid_string

from .audience import Audience
from .audience_tags import audience_tags_add
from .errors import DomainError
from .template_parts import Part, parts_of

MAX_SOURCE_CHARS = 100_000
MAX_TAGS = 500
MAX_TAG_CHARS = 150
_TAGS = frozenset({"if", "unless", "case", "for", "comment", "output", "content", "illegal", "#"})
_FILTERS = frozenset({"upcase", "downcase", "capitalize", "strip", "default", "size", "join"})
_DELIMITER = re.compile(r"\{\{|\{%|\}\}|%\}")
_CLOSES = {"{{": "}}", "{%": "%}"}
_VERBATIM_TAG = re.compile(r"\{%-?\s*(raw|doc)\b")
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&:@=])")


class TemplateErrorCode(StrEnum):
    """Why a text cannot be used as a template."""

    TEMPLATE_SYNTAX = "template_syntax"
    TEMPLATE_LIMIT = "template_limit"
    UNKNOWN_MERGE_FIELD = "unknown_merge_field"
    HTML_NOT_ALLOWED = "html_not_allowed"


class TemplateError(DomainError):
    """A template cannot be read or rendered; the message quotes the place."""


class _Limited(Environment):
    loop_iteration_limit = 200
    output_stream_limit = 4 * MAX_SOURCE_CHARS  # in bytes
    local_namespace_limit = 10_000
    context_depth_limit = 10


class OwnAddress(str):
    """An address of ours: it must work in `<...>` too, where Markdown knows no escapes."""

    __slots__ = ()


class _EscapedOutputNode(OutputNode):
    """Escapes where a value is written, so that conditions still compare the value itself."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        value = self.expression.evaluate(context)
        text = to_liquid_string(value, autoescape=False)
        return buffer.write(text if isinstance(value, OwnAddress) else markdown_escaped(text))


class _EscapedOutput(Output):
    node_class = _EscapedOutputNode


def _environment(audience: Audience, *, markdown: bool) -> Environment:
    env = _Limited(undefined=StrictUndefined)
    if markdown:
        env.add_tag(_EscapedOutput)
    for name in set(env.tags) - _TAGS:
        del env.tags[name]
    for name in set(env.filters) - _FILTERS:
        del env.filters[name]
    audience_tags_add(env, audience)
    return env


_TEXT = {audience: _environment(audience, markdown=False) for audience in Audience}
_MARKDOWN = {audience: _environment(audience, markdown=True) for audience in Audience}


def template_render(
    source: str,
    values: Mapping[str, Any],
    *,
    field: str = "body",
    audience: Audience = Audience.PAYER,
) -> str:
    """What `audience` reads of `source`; `values` are plain dicts, lists, strings, numbers.

    Raises TemplateError when the syntax is wrong, a field is missing or a limit is reached.
    """
    return _rendered(_TEXT[audience], source, values, field)


def markdown_render(
    source: str,
    values: Mapping[str, Any],
    *,
    field: str = "body",
    audience: Audience = Audience.PAYER,
) -> str:
    """The same for Markdown: no value can act as Markdown, but for an OwnAddress."""
    return _rendered(_MARKDOWN[audience], source, values, field)


def _rendered(env: Environment, source: str, values: Mapping[str, Any], field: str) -> str:
    template = _parse(source, field, env)
    _refuse_ranges(template, field)
    try:
        return template.render(**values)
    except UndefinedError as error:
        raise TemplateError(
            TemplateErrorCode.UNKNOWN_MERGE_FIELD, f"Unknown merge field: {error}", field
        ) from None
    except ResourceLimitError:
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_LIMIT,
            "This text repeats too often or grows too long when it is filled in.",
            field,
        ) from None
    except LiquidError as error:
        raise TemplateError(TemplateErrorCode.TEMPLATE_SYNTAX, str(error), field) from None


def template_fields(
    source: str, *, field: str = "body", audience: Audience = Audience.PAYER
) -> frozenset[str]:
    """Dotted names of all merge fields in what `audience` may read of `source`, in any branch.

    Raises TemplateError when the syntax is wrong.
    """
    found = _analysed(source, field, audience).globals
    return frozenset(
        ".".join(part for part in variable.segments if isinstance(part, str)).removesuffix(".size")
        for variables in found.values()
        for variable in variables
    )


def template_loop_fields(
    source: str, *, field: str = "body", audience: Audience = Audience.PAYER
) -> frozenset[str]:
    """Dotted names under the loops' own variables, in any branch, e.g. `part.amount`.

    Raises TemplateError when the syntax is wrong.
    """
    analysis = _analysed(source, field, audience)
    outer = {each.span.index for found in analysis.globals.values() for each in found}
    return frozenset(
        ".".join(str(part) for part in variable.segments if isinstance(part, str))
        for variables in analysis.variables.values()
        for variable in variables
        if variable.span.index not in outer
    )


def template_parts(
    source: str, *, field: str = "body", audience: Audience = Audience.PAYER
) -> tuple[Part, ...]:
    """All text that `audience` may read of `source`, whatever its conditions say.

    Raises TemplateError when the syntax is wrong.
    """
    template = _parse(source, field, _TEXT[audience])
    return parts_of(template.nodes, RenderContext(template))


def markdown_escaped(text: str) -> str:
    """`text` so that nothing in it can act as Markdown: a name is text, never a heading."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _parse(source: str, field: str, env: Environment) -> BoundTemplate:
    if len(source) > MAX_SOURCE_CHARS:
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_LIMIT,
            f"This text is longer than {MAX_SOURCE_CHARS} characters.",
            field,
        )
    _check_tags(source, field)
    try:
        return env.from_string(source)
    except LiquidError as error:
        raise TemplateError(TemplateErrorCode.TEMPLATE_SYNTAX, str(error), field) from None


def _check_tags(source: str, field: str) -> None:
    """Liquid searches all the rest of the text for what closes a tag, over and over.

    So that each tag is closed before the next begins, and is short, is looked at here first.
    """
    if _VERBATIM_TAG.search(source):
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_SYNTAX, "The tags raw and doc are not available.", field
        )
    opening, tags = None, 0
    for mark in _DELIMITER.finditer(source):
        if mark.group() in _CLOSES:
            if opening:
                break
            opening, tags = mark, tags + 1
        elif opening and mark.group() == _CLOSES[opening.group()]:
            if mark.start() - opening.end() > MAX_TAG_CHARS or tags > MAX_TAGS:
                raise TemplateError(
                    TemplateErrorCode.TEMPLATE_LIMIT,
                    f"This text has more than {MAX_TAGS} tags and merge fields, or one of more "
                    f"than {MAX_TAG_CHARS} characters.",
                    field,
                )
            opening = None
    if opening:
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_SYNTAX,
            f"This is never closed: {source[opening.start() :][:40]!r}.",
            field,
        )


def _analysed(source: str, field: str, audience: Audience) -> TemplateAnalysis:
    """Liquid itself notices an unknown filter only when it gets there."""
    analysis = _parse(source, field, _TEXT[audience]).analyze()
    unknown = sorted(analysis.filters.keys() - _FILTERS)
    if unknown:
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_SYNTAX, f"Unknown filter: {', '.join(unknown)}.", field
        )
    return analysis


def _refuse_ranges(template: BoundTemplate, field: str) -> None:
    """A range is spelled out by `join`, `reversed` and `offset` before any limit is looked at."""
    if any(isinstance(each, RangeLiteral) for each in _expressions(template)):
        raise TemplateError(
            TemplateErrorCode.TEMPLATE_LIMIT,
            "Ranges such as (1..5) are not available. Loop over a list such as fee.instalments.",
            field,
        )


def _expressions(template: BoundTemplate) -> Iterator[Expression]:
    context = RenderContext(template)
    nodes = list(template.nodes)
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children(context))
        expressions = list(node.expressions())
        while expressions:
            expression = expressions.pop()
            expressions.extend(expression.children())
            yield expression
