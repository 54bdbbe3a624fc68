"""Verify an exported ledger with neither database nor network.

`python -m saleor_coaching_plugin.evidence.verifier BUNDLE.json` exits 0 when everything holds and
1 when something was changed, and says what. A tail that was cut off shows only against a later
export or anchor of the same chain.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from .canonical import FORMAT, GENESIS, entry_hash, personal_hash

_KEYS = {"chain", "position", "kind", "facts", "previous_hash", "hash", "personal"}


def bundle_faults(bundle: dict[str, Any]) -> list[str]:
    """Everything that does not hold, in words; empty when the bundle is intact.

    Raises ValueError, KeyError or TypeError for what is no bundle of this format.
    """
    if bundle["format"] != FORMAT:
        raise ValueError(f"the format must be {FORMAT}")
    if set(bundle) != {"format", "entries"} or any(set(e) != _KEYS for e in bundle["entries"]):
        raise ValueError("it says more or less than a bundle does")
    entries = sorted(bundle["entries"], key=itemgetter("chain", "position"))
    return [
        fault
        for chain, run in groupby(entries, key=itemgetter("chain"))
        for fault in _chain_faults(chain, list(run))
    ]


def _chain_faults(chain: str, entries: list[dict[str, Any]]) -> Iterator[str]:
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        where = f"{chain}, entry {entry['position']}"
        if entry["position"] != expected:
            yield f"{where}: entry {expected} should stand here; one is missing or was moved."
        if entry["previous_hash"] != previous:
            yield f"{where}: it does not follow the entry before it."
        if entry["hash"] != _hash_of(entry):
            yield f"{where}: its content does not match its hash."
        if not _personal_matches(entry):
            yield f"{where}: the personal data or the text does not match its hash."
        previous = entry["hash"]


def _hash_of(entry: dict[str, Any]) -> str:
    fields = ("chain", "position", "kind", "facts", "previous_hash")
    return entry_hash(**{field: entry[field] for field in fields})


def _personal_matches(entry: dict[str, Any]) -> bool:
    personal = entry["personal"]
    found = personal_hash(salt=personal["salt"], data=personal["data"])
    return set(personal) == {"salt", "data"} and bool(found == entry["facts"]["personal_hash"])


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a key stand twice, of which the hash would see one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m saleor_coaching_plugin.evidence.verifier BUNDLE.json")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            bundle = json.load(file, object_pairs_hook=_without_repeats)
        faults = bundle_faults(bundle)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"This is no ledger bundle: {type(error).__name__}: {error}")
        return 2
    for fault in faults:
        print(f"CHANGED  {fault}")
    chains = {entry["chain"] for entry in bundle["entries"]}
    verdict = f"{len(faults)} faults" if faults else "all hold"
    print(f"{len(bundle['entries'])} entries in {len(chains)} chains: {verdict}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
