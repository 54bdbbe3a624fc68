"""`coaching-verify` as somebody runs it who has the bundle and nothing else of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from evidence_examples import CHAINS, bundle_exported, ledger_secured

from saleor_coaching_plugin.evidence.bundle import signed_exported
from saleor_coaching_plugin.evidence.models import EvidenceKey, LedgerAnchor
from saleor_coaching_plugin.evidence.verify.command import main

ROOT = Path(__file__).parents[2]
ALONE = """
import sys

class Refusing:
    '''As on a machine that has rfc8785 and cryptography, and no more.'''

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "pyhanko", "pyhanko_certvalidator", "asn1crypto"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def refuse_network(event, arguments):
    if event.startswith("socket."):
        raise PermissionError(event)

sys.meta_path.insert(0, Refusing())
sys.addaudithook(refuse_network)
from saleor_coaching_plugin.evidence.verify.command import run
sys.exit(run())
"""


@pytest.fixture
def bundle(db: None) -> dict[str, Any]:
    ledger_secured()
    return bundle_exported()


def run(*arguments: str, alone: bool = False) -> subprocess.CompletedProcess[str]:
    """With neither our database nor our settings."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    program = ["-c", ALONE] if alone else ["-m", "saleor_coaching_plugin.evidence.verify"]
    return subprocess.run(
        [sys.executable, *program, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def written(content: Any, file: Path) -> str:
    file.write_text(json.dumps(content))
    return str(file)


@pytest.mark.parametrize("alone", [False, True])
def test_the_program_says_by_its_exit_code_what_it_found(
    bundle: dict[str, Any], tmp_path: Path, alone: bool
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(bundle))
    bad.write_text(json.dumps(bundle).replace("CA-2027-0002", "CA-2027-0003", 1))
    intact, changed = run(str(good), alone=alone), run(str(bad), alone=alone)
    assert (intact.returncode, intact.stderr) == (0, "")
    assert intact.stdout.endswith(
        "INTACT. 6 entries in 2 chains: all that could be checked holds.\n"
    )
    assert (changed.returncode, changed.stderr) == (1, "")
    assert "  CHANGED  entry 2: its content does not match its hash." in changed.stdout
    assert changed.stdout.endswith("CHANGED. 6 entries in 2 chains: 1 fault found.\n")


def test_it_tells_a_lawyer_what_was_checked(bundle: dict[str, Any], tmp_path: Path) -> None:
    key, anchor = EvidenceKey.objects.get(), LedgerAnchor.objects.get(number=2)
    chain = bundle_exported(CHAINS[0])
    assert run(written(chain, tmp_path / "b.json")).stdout.splitlines() == [
        "Chain agreement:1",
        "  holds    3 entries follow each other without a gap; none was changed since.",
        "  holds    The 3 accepted texts have the SHA-256 that the record and the signer's copy "
        "name.",
        f"  holds    Signed up to entry 3 with key {key.pk} on 2027-05-01 09:00:00 UTC.",
        "  holds    Anchor 1 of 2027-05-01 has the chain up to entry 3, so it was written by "
        "2027-05-01 09:00:00 UTC.",
        "  holds    Anchor 2 of 2027-05-02 has the chain up to entry 3, so it was written by "
        "2027-05-02 09:00:00 UTC.",
        "",
        "Keys, anchors and time stamps",
        f"  note     Key {key.pk} is trusted only because the bundle brings it. Compare it with "
        "the fingerprints that the coach publishes on the page /verify/, and give it with --key.",
        "  holds    Anchors 1 to 2 (2027-05-01 to 2027-05-02) are signed, and each names the one "
        f"before. The last has the hash {anchor.hash}.",
        "",
        "INTACT. 3 entries in 1 chain: all that could be checked holds.",
    ]


def test_what_is_trusted_can_be_given(
    bundle: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = EvidenceKey.objects.get()
    (tmp_path / "key.pem").write_text(key.public_key)
    anchor = written(signed_exported(LedgerAnchor.objects.get(number=2)), tmp_path / "anchor.json")
    file = written(bundle, tmp_path / "b.json")
    for given in (key.pk, key.pk.upper(), str(tmp_path / "key.pem")):
        assert main([file, "--key", given, "--anchor", anchor]) == 0
        said = capsys.readouterr().out
        assert f"Key {key.pk} is one that you named." in said
        assert "The anchor that you kept (number 2) is the one in the bundle." in said
    assert main([file, "--key", "0" * 64]) == 1


def test_without_pyhanko_it_says_that_time_stamps_were_not_checked(
    bundle: dict[str, Any], tmp_path: Path
) -> None:
    bundle["time_stamps"] = [{"digest": bundle["entries"][0]["hash"], "token": "MAA="}]
    file = written(bundle, tmp_path / "b.json")
    result = run(file, alone=True)
    assert result.returncode == 0
    assert "over entry 1 of agreement:1 was not checked: pyHanko is not installed" in result.stdout
    assert run(file).returncode == 1
    assert "The time stamp over entry 1 of agreement:1 is not valid." in run(file).stdout


def test_a_time_stamp_over_something_else_is_found(
    bundle: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle["time_stamps"] = [{"digest": "0" * 64, "token": "MAA="}]
    assert main([written(bundle, tmp_path / "b.json")]) == 1
    assert "which is not in the bundle" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"entries": []}',
        '{"format": "other/1", "entries": []}',
        '"x"',
        "[" * 100_000,
        '{"format": "coaching-ledger/2", "entries": NaN}',
        '{"format": "coaching-ledger/2", "entries": [[]], "checkpoints": [], "proofs": [], '
        '"anchors": [], "time_stamps": [], "keys": []}',
    ],
)
def test_what_is_no_bundle_is_refused_as_such(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    assert main([str(file)]) == 2


@pytest.mark.parametrize(
    "nonsense",
    [
        {"facts": {"personal_hash": 7}},
        {"facts": {"texts": 7}},
        {"facts": {"deep": None}, "kind": "\ud800"},
        {"facts": {"positions": 7}, "kind": "personal_data_erased"},
        {"personal": {"erased_at": "x"}},
        {"personal": {"salt": "", "data": {"texts": 7}}},
        {"hash": "x"},
        {"position": 2**70},
    ],
)
def test_nonsense_in_an_entry_is_found_and_breaks_nothing(
    bundle: dict[str, Any], tmp_path: Path, nonsense: dict[str, Any]
) -> None:
    bundle["entries"][0] |= nonsense
    assert run(written(bundle, tmp_path / "b.json")).returncode in (1, 2)


def test_wrong_usage_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    file = written({}, tmp_path / "b.json")
    for arguments in (
        [],
        ["a", "b"],
        [str(tmp_path / "missing.json")],
        [file, "--key", "nonsense"],
        [file, "--anchor", file],
        [file, "--roots", file],
    ):
        result = run(*arguments)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
        assert result.stdout + result.stderr
