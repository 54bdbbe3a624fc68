"""The verifier as one file: with nothing of the plugin installed beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from evidence_examples import bundle_exported, ledger_filled

from saleor_coaching_plugin.evidence.program import verifier_program

REFUSE = """import runpy, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused}:
            raise ModuleNotFoundError("refused: " + name, name=name)
def offline(event, args):
    if event.startswith("socket.") and event != "socket.__new__":
        raise OSError("refused: " + event)
sys.meta_path.insert(0, Refuse())
sys.addaudithook(offline)
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(folder: Path, *, without: set[str]) -> tuple[int, str]:
    """The program over the bundle, with these packages refused; exit code and what it said."""
    script = REFUSE.format(refused=without)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, "coaching-verify.pyz", "bundle.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    ledger_filled()
    (tmp_path / "coaching-verify.pyz").write_bytes(verifier_program())
    (tmp_path / "bundle.json").write_text(json.dumps(bundle_exported()))
    return tmp_path


@pytest.mark.parametrize("without", [{"django"}, {"django", "pyhanko"}])
def test_it_verifies_without_django_and_without_a_network(folder: Path, without: set[str]) -> None:
    code, said = run(folder, without=without)
    assert code == 0, said
    assert "INTACT" in said


def test_it_brings_its_own_parts(folder: Path) -> None:
    """None of them is taken from what is installed on this machine."""
    script = REFUSE.format(refused={"django"}).replace(
        'runpy.run_path(sys.argv[0], run_name="__main__")',
        "import rfc8785, saleor_coaching_plugin.evidence.verify.command as ours\n"
        "print(rfc8785.__file__); print(ours.__file__)",
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, "coaching-verify.pyz"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    files = done.stdout.split()
    assert len(files) == 2
    assert all("coaching-verify.pyz" in file for file in files)


def test_a_changed_bundle_is_found_changed(folder: Path) -> None:
    bundle = folder / "bundle.json"
    bundle.write_text(bundle.read_text().replace("CA-2027-0002", "CA-2027-0009", 1))
    code, said = run(folder, without={"django"})
    assert (code, "CHANGED" in said) == (1, True)


def test_without_cryptography_it_says_what_to_install(folder: Path) -> None:
    code, said = run(folder, without={"cryptography"})
    assert code == 1
    assert "pip install cryptography" in said


def test_it_is_the_same_file_each_time() -> None:
    assert verifier_program() == verifier_program()
