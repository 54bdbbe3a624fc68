"""All rows of the database, to prove that something changed none of them."""

from __future__ import annotations

from typing import Any

from django.apps import apps

SEEN = {"ClientAgreement": {"status", "viewed_at"}}
"""What opening a page may note."""


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
