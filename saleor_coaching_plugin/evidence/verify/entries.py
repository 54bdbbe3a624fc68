"""The entries of one chain: each follows the one before, and says what it said when written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from saleor_coaching_plugin.evidence.canonical import GENESIS, entry_hash, personal_hash, sha256

from .findings import Finding, changed, holds, note

Entry = Mapping[str, Any]
ERASURE = "personal_data_erased"


def entries_findings(entries: Sequence[Entry]) -> Iterator[Finding]:
    faults = [*_link_faults(entries), *_content_faults(entries)]
    yield from faults
    if entries and not faults:
        yield holds(f"{_entries(len(entries))} without a gap; none was changed since.")
        yield from _texts_found(entries)
    yield from _absent(entries)


def _link_faults(entries: Sequence[Entry]) -> Iterator[Finding]:
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        where = f"entry {entry['position']}"
        if entry["position"] != expected:
            yield changed(
                f"{where}: entry {expected} should stand here; one is missing or was moved."
            )
        if entry["previous_hash"] != previous:
            yield changed(f"{where}: it does not follow the entry before it.")
        if entry["hash"] != _hash_of(entry):
            yield changed(f"{where}: its content does not match its hash.")
        previous = entry["hash"]


def _content_faults(entries: Sequence[Entry]) -> Iterator[Finding]:
    for entry in entries:
        where, personal = f"entry {entry['position']}", entry.get("personal", {})
        if "erased_at" in personal and not _is_erased(entry, entries):
            yield changed(
                f"{where}: its personal data is left out as erased, of which the ledger knows "
                "nothing."
            )
        if "data" not in personal:
            continue
        found = personal_hash(salt=personal["salt"], data=personal["data"])
        if found != entry["facts"].get("personal_hash"):
            yield changed(f"{where}: the personal data or the text does not match its hash.")
        elif not _texts_match(entry):
            yield changed(f"{where}: a text is not the one whose SHA-256 the record names.")


def _hash_of(entry: Entry) -> str:
    fields = ("chain", "position", "kind", "facts", "previous_hash")
    return entry_hash(**{field: entry[field] for field in fields})


def _is_erased(entry: Entry, entries: Sequence[Entry]) -> bool:
    return any(
        later["kind"] == ERASURE and entry["position"] in list(later["facts"]["positions"])
        for later in entries
    )


def _texts_match(entry: Entry) -> bool:
    texts = entry["personal"]["data"].get("texts")
    if texts is None:
        return True
    named = [text["sha256"] for text in entry["facts"].get("texts", ())]
    return named == [sha256(text["text"]) for text in texts]


def _texts_found(entries: Sequence[Entry]) -> Iterator[Finding]:
    kept = [entry.get("personal", {}).get("data", {}) for entry in entries]
    count = sum(len(data.get("texts", ())) for data in kept)
    if count:
        texts = "The accepted text has" if count == 1 else f"The {count} accepted texts have"
        yield holds(f"{texts} the SHA-256 that the record and the signer's copy name.")


def _absent(entries: Sequence[Entry]) -> Iterator[Finding]:
    withheld = [entry["position"] for entry in entries if "personal" not in entry]
    erased = [entry["position"] for entry in entries if "erased_at" in entry.get("personal", ())]
    if withheld:
        yield note(
            f"The personal data of {_numbers(withheld)} is not in this bundle: it was withheld. "
            "What the record itself says was checked all the same."
        )
    if erased:
        yield note(
            f"The personal data of {_numbers(erased)} was erased. "
            "What the record itself says was checked all the same."
        )


def _numbers(positions: Sequence[int]) -> str:
    word = "entry" if len(positions) == 1 else "entries"
    return f"{word} {', '.join(map(str, positions))}"


def _entries(count: int) -> str:
    return "One entry stands" if count == 1 else f"{count} entries follow each other"
