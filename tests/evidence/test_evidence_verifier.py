"""Whatever is changed in an exported bundle is found, with neither database nor Django."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evidence_examples import bundle_exported, ledger_filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saleor_coaching_plugin.evidence.canonical import entry_hash, personal_hash
from saleor_coaching_plugin.evidence.verifier import bundle_faults, main

ROOT = Path(__file__).parents[2]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture
def bundle(db: None) -> dict[str, Any]:
    ledger_filled()
    return bundle_exported()


def found(bundle: Any, file: Path) -> bool:
    """Whether the verifier objects, in one way or the other."""
    file.write_text(json.dumps(bundle))
    return main([str(file)]) != 0


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every single value in it."""
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def at(bundle: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        bundle = bundle[key]
    return bundle


def test_an_intact_bundle_holds_in_any_order_of_its_entries(bundle: dict[str, Any]) -> None:
    assert bundle_faults(bundle) == []
    assert bundle_faults({**bundle, "entries": bundle["entries"][::-1]}) == []


def test_each_single_value_that_is_changed_or_taken_out_is_found(
    bundle: dict[str, Any], tmp_path: Path
) -> None:
    paths = [path for path in places(bundle) if path != ("entries",)]
    paths = [path for path in paths if len(path) != 2]  # whole entries have a test of their own
    assert len(paths) > 100
    for path in paths:
        for edit in ("change", "remove"):
            changed = copy.deepcopy(bundle)
            holder = at(changed, path[:-1])
            if edit == "change":
                holder[path[-1]] = _another(holder[path[-1]])
            else:
                del holder[path[-1]]
            assert found(changed, tmp_path / "b.json"), (edit, path)


def _another(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "x" if value is None else None


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_random_edit_is_found(data: st.DataObject, bundle: Any, tmp_path: Path) -> None:
    changed = copy.deepcopy(bundle)
    path = data.draw(st.sampled_from([each for each in places(bundle) if len(each) > 2]))
    holder, old = at(changed, path[:-1]), at(bundle, path)
    new = data.draw(JSON_VALUES.filter(lambda new: json.dumps(new) != json.dumps(old)))
    holder[path[-1]] = new
    assert found(changed, tmp_path / "b.json")


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_flipped_character_anywhere_in_the_file_is_found(
    data: st.DataObject, bundle: Any, tmp_path: Path
) -> None:
    text = json.dumps(bundle, ensure_ascii=False)
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
    file = tmp_path / "b.json"
    file.write_text(changed, encoding="utf-8", newline="")
    if json_equal(changed, bundle):
        return  # only the space between two values became another one
    assert main([str(file)]) != 0


def json_equal(text: str, bundle: Any) -> bool:
    try:
        return bool(json.loads(text) == bundle)
    except ValueError:
        return False


@pytest.mark.parametrize("chain", ["agreement:1", "checkout:2"])
@pytest.mark.parametrize("position", [1, 2])
def test_an_entry_taken_out_before_the_end_is_found(
    bundle: dict[str, Any], chain: str, position: int
) -> None:
    bundle["entries"] = [
        each for each in bundle["entries"] if (each["chain"], each["position"]) != (chain, position)
    ]
    assert any("one is missing or was moved" in fault for fault in bundle_faults(bundle))


def test_an_entry_twice_or_two_that_changed_places_are_found(bundle: dict[str, Any]) -> None:
    first, second, *_ = bundle["entries"]
    assert bundle_faults({**bundle, "entries": [*bundle["entries"], first]})
    first["position"], second["position"] = second["position"], first["position"]
    assert bundle_faults(bundle)


def test_a_forger_who_computes_the_hash_anew_breaks_the_chain_after_it(
    bundle: dict[str, Any],
) -> None:
    entry = bundle["entries"][1]
    entry["facts"]["agreement"] = "CA-2027-9999"
    entry["hash"] = rehashed(entry)
    assert bundle_faults(bundle) == [
        "agreement:1, entry 3: it does not follow the entry before it."
    ]


def test_a_forger_of_personal_data_alone_is_found(bundle: dict[str, Any]) -> None:
    entry = bundle["entries"][1]
    entry["personal"]["data"]["name"] = "Eve"
    assert bundle_faults(bundle) == [
        "agreement:1, entry 2: the personal data or the text does not match its hash."
    ]
    entry["facts"]["personal_hash"] = personal_hash(
        salt=entry["personal"]["salt"], data=entry["personal"]["data"]
    )
    assert bundle_faults(bundle) == ["agreement:1, entry 2: its content does not match its hash."]


def rehashed(entry: dict[str, Any]) -> str:
    names = ("chain", "position", "kind", "facts", "previous_hash")
    return entry_hash(**{name: entry[name] for name in names})


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """As somebody does who has neither our database nor our settings."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    return subprocess.run(
        [sys.executable, "-m", "saleor_coaching_plugin.evidence.verifier", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_program_says_by_its_exit_code_what_it_found(
    bundle: dict[str, Any], tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(bundle))
    bad.write_text(json.dumps(bundle).replace("CA-2027-0002", "CA-2027-0003", 1))
    intact, changed = run(str(good)), run(str(bad))
    assert (intact.returncode, intact.stderr) == (0, "")
    assert intact.stdout == "6 entries in 2 chains: all hold\n"
    assert (changed.returncode, changed.stderr) == (1, "")
    assert "CHANGED  agreement:1, entry 2" in changed.stdout
    assert "6 entries in 2 chains: 1 faults" in changed.stdout


@pytest.mark.parametrize(
    "content",
    ["", "no json", "[]", "{}", '{"entries": []}', '{"format": "other/1", "entries": []}', '"x"'],
)
def test_what_is_no_bundle_is_refused_as_such(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    assert main([str(file)]) == 2


def test_wrong_usage_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for arguments in ([], ["a", "b"], [str(tmp_path / "missing.json")]):
        result = run(*arguments)
        assert (result.returncode, result.stderr) == (2, "")
        assert result.stdout


@pytest.mark.parametrize("path", [(), ("entries", 0), ("entries", 0, "personal")])
def test_what_is_added_beside_what_was_hashed_is_found(
    bundle: dict[str, Any], path: tuple[Any, ...], tmp_path: Path
) -> None:
    at(bundle, path)["note"] = "added"
    assert found(bundle, tmp_path / "bundle.json")


def test_a_key_that_stands_twice_is_refused(bundle: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle).replace('"kind": ', '"kind": "forged", "kind": ', 1))
    assert main([str(file)]) == 2
