"""How new metadata joins what is there."""

from __future__ import annotations

from saleor_coaching_plugin.sandbox.stripe_simulator.store import JsonObject


def metadata_merge(target: JsonObject, given: dict[str, str] | None) -> None:
    """None empties it, an empty value takes its key away, the rest is set."""
    merged = {} if given is None else {**target["metadata"], **given}
    target["metadata"] = {key: value for key, value in merged.items() if value != ""}


def metadata_new(given: dict[str, str] | None) -> dict[str, str]:
    return {key: value for key, value in (given or {}).items() if value != ""}
