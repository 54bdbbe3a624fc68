"""What an operator learns at start-up about the time authority that was set up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from saleor_coaching_plugin.checks import settings_check
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

WITHOUT_THE_EXTRA = """
import importlib.abc, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {"pyhanko", "pyhanko_certvalidator", "asn1crypto"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
import django
django.setup()
from saleor_coaching_plugin.checks import settings_check
from saleor_coaching_plugin.evidence.stamps.chosen import authority_chosen
from saleor_coaching_plugin.evidence.stamps.errors import AuthorityError
print([each.msg for each in settings_check() if each.id == "coaching.W005"])
try:
    authority_chosen()
except AuthorityError as error:
    print(error.lack)
"""


def _warnings() -> list[str]:
    return [each.msg for each in settings_check() if each.id == "coaching.W005"]


def test_an_authority_that_can_be_asked_needs_no_warning(time_authority: TimeAuthority) -> None:
    assert _warnings() == []


def test_without_an_authority_there_is_nothing_to_warn_of() -> None:
    assert _warnings() == []


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_roots_that_cannot_be_read_are_told(
    time_authority: TimeAuthority, settings: Any, tmp_path: Path, content: bytes | None
) -> None:
    roots = tmp_path / "roots.pem"
    if content is not None:
        roots.write_bytes(content)
    settings.COACHING_TIME_AUTHORITY_ROOTS = str(roots)
    (message,) = _warnings()
    assert "COACHING_TIME_AUTHORITY_ROOTS cannot be read as a PEM file" in message


def test_the_missing_extra_is_told_and_the_plugin_still_starts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_EXTRA],
        env={
            "DJANGO_SETTINGS_MODULE": "saleor_coaching_plugin.sandbox.settings",
            "COACHING_TIME_AUTHORITY_URL": "http://127.0.0.1:9/",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "pip install saleor-coaching-plugin[pdf]" in run.stdout
    assert run.stdout.endswith("no_authority\n")
