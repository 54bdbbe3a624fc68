"""The schema as a gateway composes it: without federation's own parts, and with keys."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .entities import KEYS

_OWN_PARTS = re.compile(r"^(scalar _Any|union _Entity\b|type _Service\b|schema\b)")
_OWN_FIELDS = re.compile(r"^  (_service|_entities)\b.*\n", re.MULTILINE)


@cache
def subgraph_sdl(schema: Any) -> str:
    """In GraphQL's schema language, for Apollo Federation 1."""
    parts = [part for part in str(schema).split("\n\n") if not _OWN_PARTS.match(part)]
    return "\n\n".join(_extending(_OWN_FIELDS.sub("", part)) for part in parts)


def _extending(part: str) -> str:
    """A type of Saleor's becomes an extension; any other stays as it is."""
    match = re.match(r"type (\w+) \{\n", part)
    if match is None or match[1] not in KEYS:
        return part
    keys = KEYS[match[1]]._fields
    for name in keys:
        part = re.sub(rf"^(  {name}: .*)$", r"\1 @external", part, count=1, flags=re.MULTILINE)
    return f'extend type {match[1]} @key(fields: "{" ".join(keys)}") {{\n' + part[match.end() :]
