"""All rows of the database, to prove that something changed none of them."""

from __future__ import annotations

from typing import Any

from django.apps import apps

SEEN = {
    "ClientAgreement": {"status", "viewed_at"},
    "Participant": {"opened_at"},
    "Seat": {"status"},
}
"""What opening a page may note, besides an entry of the ledger that says so."""


def rows(*, but: dict[str, set[str]] | None = None) -> dict[str, list[Any]]:
    """By model, without the fields in `but`."""
    left_out = but or {}
    return {
        model.__name__: sorted(
            repr(
                sorted((k, v) for k, v in row.items() if k not in left_out.get(model.__name__, ()))
            )
            for row in model.objects.values()
        )
        for model in apps.get_models()
    }


def assert_only_seen(before: dict[str, list[Any]], *, texts: int = 1) -> None:
    """Since `rows(but=SEEN)` so many were seen the first time, and nothing else happened."""
    after = rows(but=SEEN)
    for ledger in ("LedgerEntry", "LedgerPersonalData"):
        stood, stands = before[ledger], after.pop(ledger)
        assert set(stood) < set(stands)
        assert len(stands) == len(stood) + texts
    assert after == {name: stood for name, stood in before.items() if name in after}
