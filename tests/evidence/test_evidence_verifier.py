"""Whatever is changed in an exported bundle is found."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest
from bundle_edits import at, edited, entries_of, places, without
from evidence_examples import TEXT, acceptance_added, bundle_exported, ledger_secured
from factories.contracts import NOW
from factories.tampering import by_chain, edits, objects_to
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.canonical import entry_hash, personal_hash
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.evidence.verify.command import main

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)
WITHHELD = ("entries", "personal")
"""What may be left out whole; then the verifier says so."""


@pytest.fixture
def bundle(db: None) -> dict[str, Any]:
    ledger_secured()
    return bundle_exported()


def found(bundle: Any, file: Path) -> bool:
    """Whether the verifier objects, in one way or the other."""
    file.write_text(json.dumps(bundle))
    return main([str(file)]) != 0


def test_an_intact_bundle_holds(bundle: dict[str, Any]) -> None:
    assert {part: len(bundle[part]) for part in bundle if part != "format"} == {
        "entries": 6,
        "checkpoints": 2,
        "proofs": 2,
        "anchors": 1,
        "time_stamps": 0,
        "keys": 1,
    }
    assert bundle_faults(bundle) == []


def test_each_single_value_that_is_changed_is_found(bundle: dict[str, Any], tmp_path: Path) -> None:
    paths = list(places(bundle))
    assert len(paths) > 200
    missed = [path for path in paths if not found(edited(bundle, path), tmp_path / "b.json")]
    assert missed == []


def test_each_kind_of_edit_is_found_among_many_records(db: None) -> None:
    """A sample; `make bench` tries them all on 10,000."""
    for chain in range(20):
        for number in range(10):
            acceptance_added(f"chain:{chain:02}", number)
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    sample = random.Random(7)
    for bundle in sample.sample(list(by_chain(bundle_exported())), 4):
        every = list(edits(bundle))
        assert len(every) > 200
        assert all(objects_to(edit) for edit in sample.sample(every, 60))


def test_each_single_value_that_is_taken_out_is_found(
    bundle: dict[str, Any], tmp_path: Path
) -> None:
    """Whole signatures and proofs have tests of their own, in test_evidence_trust."""
    paths = [path for path in places(bundle) if len(path) != 2 or path[0] in ("entries", "keys")]
    missed = [path for path in paths if not found(without(bundle, path), tmp_path / "b.json")]
    assert {path[::2] for path in missed} == {WITHHELD}


def test_hexadecimal_digits_of_another_case_are_found(
    bundle: dict[str, Any], tmp_path: Path
) -> None:
    for path in places(bundle):
        value = at(bundle, path)
        if isinstance(value, str) and len(value) >= 64 and value != value.upper():
            changed = copy.deepcopy(bundle)
            at(changed, path[:-1])[path[-1]] = value.upper()
            assert found(changed, tmp_path / "b.json"), path


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
    first, second, *others = bundle["entries"]
    assert bundle_faults({**bundle, "entries": [*bundle["entries"], first]})
    assert bundle_faults({**bundle, "entries": [second, first, *others]})
    first["position"], second["position"] = second["position"], first["position"]
    assert bundle_faults(bundle)
    assert bundle_faults({**bundle, "entries": [second, first, *others]})


def test_a_forger_who_computes_the_hash_anew_breaks_the_chain_after_it(
    bundle: dict[str, Any],
) -> None:
    entry = bundle["entries"][1]
    entry["facts"]["agreement"] = "CA-2027-9999"
    entry["hash"] = rehashed(entry)
    assert bundle_faults(bundle) == [
        "agreement:1, entry 3: it does not follow the entry before it."
    ]


def test_a_forger_who_computes_all_hashes_anew_has_no_signature_for_them(
    bundle: dict[str, Any],
) -> None:
    chain, previous = entries_of(bundle, "agreement:1"), "0" * 64
    chain[0]["facts"]["agreement"] = "CA-2027-9999"
    for entry in chain:
        entry["previous_hash"] = previous
        entry["hash"] = previous = rehashed(entry)
    assert bundle_faults(bundle) == [
        "agreement:1, the checkpoint of 2027-05-01 09:00:00 UTC says that entry 3 was another one.",
        "agreement:1, anchor 2 of 2027-05-02 says that entry 3 was another one.",
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


def test_a_text_that_is_not_the_one_with_the_printed_hash_is_found(bundle: dict[str, Any]) -> None:
    """Though it is what was written into the ledger."""
    (last,) = entries_of(bundle, "agreement:1")[2:]
    last["personal"]["data"]["texts"][0]["text"] = TEXT.upper()
    last["facts"]["personal_hash"] = personal_hash(**last["personal"])
    last["hash"] = rehashed(last)
    assert (
        "agreement:1, entry 3: a text is not the one whose SHA-256 the record names."
        in bundle_faults(bundle)
    )


def rehashed(entry: dict[str, Any]) -> str:
    names = ("chain", "position", "kind", "facts", "previous_hash")
    return entry_hash(**{name: entry[name] for name in names})


@pytest.mark.parametrize("path", [(), ("entries", 0), ("entries", 0, "personal"), ("keys", 0)])
def test_what_is_added_beside_what_was_hashed_is_found(
    bundle: dict[str, Any], path: tuple[Any, ...], tmp_path: Path
) -> None:
    at(bundle, path)["note"] = "added"
    assert found(bundle, tmp_path / "bundle.json")


def test_a_key_that_stands_twice_is_refused(bundle: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle).replace('"kind": ', '"kind": "forged", "kind": ', 1))
    assert main([str(file)]) == 2
