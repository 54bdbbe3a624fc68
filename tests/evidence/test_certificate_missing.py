"""Pango or the extra missing: nothing but the PDF is, and the operator is told what to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOOK = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == {package!r}:
            raise {error}

sys.meta_path.insert(0, Missing())
"""
CHECK = """
import django
django.setup()
from django.core.checks import run_checks
from saleor_coaching_plugin.evidence.certificate.pdf import PdfUnavailable, pdf_available

print(*(each for each in run_checks() if each.id == "coaching.W004"))
try:
    pdf_available()
except PdfUnavailable as error:
    print("unavailable:", error)
print("others:", *(each.id for each in run_checks() if each.id != "coaching.W004"))
"""
PACKAGE = 'ModuleNotFoundError("No module named " + repr(name), name=name)'
LIBRARY = "OSError(\"cannot load library 'libpango-1.0-0'\")"


def answer(package: str, error: str) -> str:
    """Of a process of its own in which that import fails."""
    script = HOOK.format(package=package, error=error) + CHECK
    child = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


@pytest.mark.parametrize("package", ["weasyprint", "pyhanko", "segno"])
def test_without_a_package_of_the_extra_a_check_names_it(package: str) -> None:
    told = answer(package, PACKAGE)
    assert f"The Python package {package} is missing." in told
    assert "pip install saleor-coaching-plugin[pdf]" in told
    assert f"unavailable: The Python package {package} is missing." in told


def test_without_pango_a_check_says_what_to_install() -> None:
    told = answer("weasyprint", LIBRARY)
    assert "Pango, a library of the system, is missing." in told
    for library in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert library in told
    assert "unavailable: Pango" in told


def test_where_nothing_is_missing_nothing_is_said() -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is missing here", exc_type=OSError)
    told = answer("nothing_of_this_name", PACKAGE)
    assert "W004" not in told
    assert "Clients get no certificates" not in told
