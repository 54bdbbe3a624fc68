"""What Saleor's `manage.py check` says where the extra `pdf` is missing, and where it is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from factories.pdf import needs_pdf

from saleor_coaching_plugin.sandbox.saleor.installation import saleor_installation

pytestmark = pytest.mark.xdist_group("saleors that start")


def checked(*, without: str) -> str:
    """What it printed; it must go on all the same."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("manage_without.py"), without, "check"],
        cwd=saleor_installation().path,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "saleor.settings",
            "DEBUG": "True",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.mark.parametrize("package", ["weasyprint", "pyhanko", "segno"])
def test_without_a_package_of_the_extra_it_warns(package: str) -> None:
    told = checked(without=package)
    assert "coaching.W004" in told
    assert f"The Python package {package} is missing." in told
    assert "saleor-coaching-plugin[pdf]" in told


@needs_pdf
def test_where_nothing_is_missing_it_is_silent() -> None:
    assert "coaching." not in checked(without="nothing_of_this_name")
