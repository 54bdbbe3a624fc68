"""The folder is there whole or not at all, and nothing is overwritten."""

from __future__ import annotations

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from dispute_scene import deal_by_agreement, pack_of
from django.core.management import CommandError, call_command
from factories.agreements import agreement_drafted

from saleor_coaching_plugin.disputes.errors import DisputeError
from saleor_coaching_plugin.disputes.folder import PackFolder


@pytest.mark.django_db
def test_the_command_tells_what_it_does_and_where_the_pack_is(tmp_path: Path) -> None:
    agreement = deal_by_agreement()
    said = StringIO()
    call_command("coaching_dispute", agreement.number, out=tmp_path / "chargeback", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == f"Looking for {agreement.number} ..."
    assert lines[-1] == f"Made {tmp_path / 'chargeback'}. Open index.html first."
    assert (tmp_path / "chargeback" / "index.html").is_file()


@pytest.mark.django_db
def test_without_out_the_folder_has_the_number_in_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    number = agreement_drafted().number
    call_command("coaching_dispute", number, stdout=StringIO())
    assert [path.name for path in tmp_path.iterdir()] == [f"dispute-{number}"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["CA-1999-0001", "", "../../etc/passwd", "%"])
def test_an_unknown_number_is_told_with_what_was_looked_for(tmp_path: Path, number: str) -> None:
    agreement_drafted()
    with pytest.raises(CommandError, match="numbers of agreements, of invoices and of the shop"):
        call_command("coaching_dispute", number, out=tmp_path / "pack", stdout=StringIO())
    assert list(tmp_path.iterdir()) == []


def _files(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Which there are, and when and as what they were written."""
    found = {path: path.stat() for path in folder.rglob("*")}
    return {path: (stat.st_ino, stat.st_mtime_ns, stat.st_size) for path, stat in found.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("zipped", [False, True])
def test_what_is_there_already_is_not_overwritten(tmp_path: Path, zipped: bool) -> None:
    number = agreement_drafted().number
    made = pack_of(number, tmp_path, zipped=zipped)
    before = _files(tmp_path)
    with pytest.raises(DisputeError, match="is there already"):
        pack_of(number, tmp_path, zipped=zipped)
    assert _files(tmp_path) == before
    assert made.name == ("pack.zip" if zipped else "pack")


@pytest.mark.django_db
def test_a_zip_holds_the_same_folder(tmp_path: Path) -> None:
    number = agreement_drafted().number
    archive = pack_of(number, tmp_path, zipped=True)
    assert archive.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(archive) as packed:
        assert {"pack/index.html", "pack/evidence.json"} <= set(packed.namelist())
        assert packed.testzip() is None
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    with PackFolder(tmp_path / "pack", zipped=False) as folder:
        folder.add("mails/1.eml", b"x", "A mail")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_what_came_there_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "pack"
    with PackFolder(target, zipped=False) as folder:
        folder.add("index.html", "ours", "The index")
        target.mkdir()
        (target / "index.html").write_text("somebody else's")
        with pytest.raises(DisputeError, match="could not be made"):
            folder.finish()
    assert (target / "index.html").read_text() == "somebody else's"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DisputeError, match="There is no folder"):
        PackFolder(tmp_path / "gone" / "pack", zipped=False)
