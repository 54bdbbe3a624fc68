"""The adapter in use, plugged in by `bootstrap`."""

from __future__ import annotations

from .port import Commerce

_adapter: list[Commerce] = []


def commerce_install(adapter: Commerce) -> None:
    _adapter[:] = [adapter]


def commerce() -> Commerce:
    """The shop. Raises LookupError before `bootstrap` has plugged one in."""
    if not _adapter:
        raise LookupError("No commerce adapter is installed; see saleor_coaching_plugin.bootstrap.")
    return _adapter[0]
