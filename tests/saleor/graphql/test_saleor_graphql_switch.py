"""The merge switched off, and in Saleors where it cannot be done: each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from merge_probe import SCENES

pytestmark = pytest.mark.xdist_group("saleors that start")  # one worker, one start of each

Told = Callable[[str], dict[str, Any]]
HERE = Path(__file__).parent
WITHOUT_OURS = {
    "is_saleors": True,
    "has_ours": False,
    "product_has_ours": False,
    "costs": False,
    "own_endpoint": True,
}


def started(scene: str, **environment: str) -> dict[str, Any]:
    """What `merge_probe` tells."""
    done = subprocess.run(
        [sys.executable, HERE / "merge_probe.py", scene],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path]),
            "DJANGO_SETTINGS_MODULE": "saleor_settings",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def told_of() -> Iterator[Callable[[str], dict[str, Any]]]:
    """What each Saleor told. A start takes seconds, so all start at once."""
    off = {"COACHING_MERGE_GRAPHQL": "false"}
    with ThreadPoolExecutor() as pool:
        starts = {scene: pool.submit(started, scene) for scene in SCENES}
        starts["switched_off"] = pool.submit(started, "as_it_is", **off)
        yield lambda scene: dict(starts[scene].result())


@pytest.mark.parametrize("scene", ["as_it_is", "alone"])
def test_merged_it_is_all_there(told_of: Told, scene: str) -> None:
    assert told_of(scene) == {
        "warnings": [],
        "log": [],
        "is_saleors": False,
        "has_ours": True,
        "product_has_ours": True,
        "costs": True,
        "own_endpoint": True,
    }


def test_switched_off_saleors_schema_is_its_own(told_of: Told) -> None:
    assert told_of("switched_off") == {**WITHOUT_OURS, "warnings": [], "log": []}


@pytest.mark.parametrize("scene", ["builder_gone", "schema_early"])
def test_a_saleor_that_builds_its_schema_otherwise(told_of: Told, scene: str) -> None:
    told = told_of(scene)
    assert told.pop("warnings") == ["coaching.W003"]
    (warning,) = told.pop("log")
    assert "/plugins/global/coaching/graphql/" in warning
    assert told == WITHOUT_OURS


@pytest.mark.parametrize(
    ("scene", "culprit"), [("field_taken", "accepted_terms"), ("type_taken", "ContractTerms")]
)
def test_a_saleor_that_has_the_name_itself(told_of: Told, scene: str, culprit: str) -> None:
    """All of ours is left out: half of it would mislead."""
    told = told_of(scene)
    assert told.pop("warnings") == ["coaching.W003"]
    (warning,) = told.pop("log")
    assert culprit in warning
    # But for the name that this test has added.
    assert told == {**WITHOUT_OURS, "is_saleors": False}
