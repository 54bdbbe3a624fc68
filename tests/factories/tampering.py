"""Every way to change the records of a bundle, and whether the verifier finds it. No Django."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from saleor_coaching_plugin.evidence.verify.check import bundle_faults

Bundle = dict[str, Any]
SPLIT = ("entries", "checkpoints", "proofs")


def edits_found(bundle: Bundle) -> tuple[int, int]:
    """How many edits were tried on the bundle, and how many of them were found."""
    assert bundle_faults(bundle) == []
    found = [objects_to(edit) for edit in edits(bundle)]
    return len(found), sum(found)


def by_chain(whole: Bundle) -> Iterator[Bundle]:
    """A bundle of each chain, so that an edit costs only its own chain's verification."""
    parts: dict[str, dict[str, list[Any]]] = {}
    for part in SPLIT:
        for item in whole[part]:
            chain = item["chain"] if "chain" in item else item["statement"]["chain"]
            parts.setdefault(chain, {name: [] for name in SPLIT})[part].append(item)
    for own in parts.values():
        yield {**whole, **own}


def objects_to(bundle: Bundle) -> bool:
    try:
        return bool(bundle_faults(bundle))
    except ValueError:  # no bundle at all any more
        return True


def edits(bundle: Bundle) -> Iterator[Bundle]:
    """Each single value changed, and each record taken out, cut off with its tail, or moved."""
    entries = bundle["entries"]
    for at in range(len(entries)):
        yield from (
            {**bundle, "entries": [*entries[:at], changed, *entries[at + 1 :]]}
            for changed in changed_entries(entries[at])
        )
        yield {**bundle, "entries": entries[:at] + entries[at + 1 :]}
        yield {**bundle, "entries": entries[:at]}
        other = (at + 1) % len(entries)
        yield {**bundle, "entries": swapped(entries, at, other)}
        yield {**bundle, "entries": swapped(entries, at, other, renumbered=True)}


def changed_entries(entry: Bundle) -> Iterator[Bundle]:
    """The entry with each single value in it changed."""
    for path in leaves(entry):
        changed = copy.deepcopy(entry)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = another(holder[path[-1]])
        yield changed


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        items: Any = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        yield path
        return
    for key, inner in items:
        yield from leaves(inner, (*path, key))


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if isinstance(value, str) else "x"


def swapped(entries: list[Bundle], one: int, other: int, *, renumbered: bool = False) -> Any:
    """Two records in each other's place; renumbered, so that the positions still count up."""
    moved = list(entries)
    moved[one], moved[other] = moved[other], moved[one]
    if renumbered:
        moved[one] = {**moved[one], "position": entries[one]["position"]}
        moved[other] = {**moved[other], "position": entries[other]["position"]}
    return moved
