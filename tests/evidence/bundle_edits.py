"""Ways to change a bundle."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[Any, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every single value in it."""
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def at(bundle: Any, path: Path) -> Any:
    for key in path:
        bundle = bundle[key]
    return bundle


def another(value: Any) -> Any:
    """A value of the same kind that is not the same."""
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, "x"]
    if isinstance(value, dict):
        return {**value, "x": "x"}
    return "x"


def edited(bundle: Any, path: Path) -> Any:
    """A copy with one value changed."""
    changed = copy.deepcopy(bundle)
    holder = at(changed, path[:-1])
    holder[path[-1]] = another(holder[path[-1]])
    return changed


def without(bundle: Any, path: Path) -> Any:
    """A copy with one value taken out."""
    changed = copy.deepcopy(bundle)
    del at(changed, path[:-1])[path[-1]]
    return changed


def entries_of(bundle: Any, chain: str) -> list[Any]:
    return [entry for entry in bundle["entries"] if entry["chain"] == chain]


def cut(bundle: Any, chain: str, *, keep: int) -> Any:
    """A copy without the entries of the chain behind the first `keep`."""
    kept = [e for e in bundle["entries"] if e["chain"] != chain or e["position"] <= keep]
    return copy.deepcopy({**bundle, "entries": kept})
