"""Stripe's nested form encoding: `a[b][0][c]=1` becomes `{"a": {"b": {"0": {"c": "1"}}}}`.

Lists stay dictionaries with number keys: only the type of a parameter (`schema.ArrayOf`) knows
whether `metadata[0]` is a name or a position.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import parameter_error

FormTree = dict[str, "FormValue"]
FormValue = str | FormTree

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_MAX_FIELDS = 1000
_MAX_DEPTH = 8


def form_decode(encoded: str) -> FormTree:
    """Decode a query string or a form body. Raises ApiError (400) when it makes no sense."""
    try:
        pairs = parse_qsl(
            encoded, keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise parameter_error("Invalid request: the form could not be read.") from error
    tree: FormTree = {}
    for name, value in pairs:
        _insert(tree, name, value)
    return tree


def _insert(tree: FormTree, name: str, value: str) -> None:
    steps = _steps(name)
    node = tree
    for step in steps[:-1]:
        child = node.setdefault(_key(node, step), {})
        if not isinstance(child, dict):
            raise parameter_error(f"Invalid request: {name} is given twice.", param=name)
        node = child
    last = _key(node, steps[-1])
    if isinstance(node.get(last), dict):
        raise parameter_error(f"Invalid request: {name} is given twice.", param=name)
    node[last] = value


def _steps(name: str) -> list[str]:
    match = _NAME.fullmatch(name)
    if match is None:
        raise parameter_error(f"Invalid request: malformed parameter name {name}", param=name)
    steps = [match.group(1), *re.findall(r"\[([^\[\]]*)\]", match.group(2))]
    if len(steps) > _MAX_DEPTH:
        raise parameter_error(f"Invalid request: {name} is nested too deeply.", param=name)
    return steps


def _key(node: FormTree, step: str) -> str:
    return step or str(len(node))  # `expand[]=a&expand[]=b` numbers itself
