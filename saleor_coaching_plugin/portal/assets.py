"""Static files under names that carry the hash of their content, so that they cache for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    name: str
    """As it is served, e.g. `coaching.1f0c2a9b5d3e.css`."""
    content_type: str
    content: bytes


@cache
def assets() -> dict[str, Asset]:
    """All assets, by the name of their file."""
    return {file.name: _asset(file) for file in FOLDER.iterdir() if file.suffix in _TYPES}


def asset_served_as(name: str) -> Asset | None:
    return next((asset for asset in assets().values() if asset.name == name), None)


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"{file.stem}.{digest}{file.suffix}", _TYPES[file.suffix], content)
