"""A time stamping authority on loopback that the plugin's settings name and trust."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from saleor_coaching_plugin.sandbox.time_authority.certificates import Signer, signer_make
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority


@pytest.fixture(scope="session")
def authority_signer() -> Signer:
    return signer_make("Time stamps of the tests")


@pytest.fixture
def time_authority(
    authority_signer: Signer, settings: Any, tmp_path: Path
) -> Iterator[TimeAuthority]:
    """It answers when it is asked; see `TimeAuthority` for how to make it misbehave."""
    roots = tmp_path / "time-authority-root.pem"
    roots.write_bytes(authority_signer.root_pem)
    with TimeAuthority(authority_signer) as authority:
        settings.COACHING_TIME_AUTHORITY_URL = authority.url
        settings.COACHING_TIME_AUTHORITY_ROOTS = str(roots)
        yield authority


def clock_off(now: datetime) -> timedelta:
    """By how much an authority's clock must be off for `now` to be its time."""
    return now - datetime.now(UTC)
