"""What a bundle holds, and what it must not."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from evidence_examples import (
    CHAINS,
    DAY,
    acceptance_added,
    bundle_exported,
    ledger_filled,
    ledger_secured,
)
from factories.contracts import NOW

from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.models import LedgerAnchor, LedgerEntry, TimeStamp
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.evidence.verify.command import main

pytestmark = pytest.mark.django_db


def test_a_bundle_of_one_chain_tells_nothing_of_the_others() -> None:
    ledger_secured()
    text = json.dumps(bundle_exported("agreement:1"))
    assert "agreement:1" in text
    others = LedgerEntry.objects.filter(chain="checkout:2").values_list("hash", flat=True)
    for secret in ("checkout:2", *others):
        assert secret not in text


def test_a_chain_is_proven_in_the_first_anchor_that_has_its_head_and_in_the_newest() -> None:
    ledger_filled()
    for day in range(5):
        if day == 2:
            acceptance_added(CHAINS[0], 4, now=NOW + 2 * DAY)
        anchor_make(now=NOW + day * DAY)
    bundle = bundle_exported(*CHAINS)
    proven = [(proof["anchor"], proof["chain"]) for proof in bundle["proofs"]]
    assert proven == [(1, CHAINS[1]), (3, CHAINS[0]), (5, CHAINS[0]), (5, CHAINS[1])]
    assert [each["statement"]["number"] for each in bundle["anchors"]] == [1, 2, 3, 4, 5]
    assert bundle_faults(bundle) == []
    everything = bundle_exported()
    assert {proof["anchor"] for proof in everything["proofs"]} == {5}


def test_one_partys_bundle_leaves_out_what_names_others() -> None:
    acceptance_added("agreement:1", 1, party="payer")
    acceptance_added("agreement:1", 2, party="participant")
    bundle = bundle_exported("agreement:1", personal_of="participant")
    assert ["personal" in entry for entry in bundle["entries"]] == [False, True]
    assert "Sam 1" not in json.dumps(bundle)
    assert bundle_faults(bundle) == []


def test_erased_personal_data_is_told_as_erased() -> None:
    acceptance_added("agreement:1")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE coaching_ledgerpersonaldata SET salt = '', data = '', erased_at = %s", [NOW]
        )
    (entry,) = bundle_exported()["entries"]
    assert entry["personal"] == {"erased_at": NOW.isoformat()}


def test_time_stamps_over_its_entries_and_anchors_come_along() -> None:
    ledger_secured()
    bundle = bundle_exported(CHAINS[0])
    other = LedgerEntry.objects.filter(chain=CHAINS[1]).latest("position").hash
    anchor = LedgerAnchor.objects.get(number=2)
    for digest in (bundle["entries"][2]["hash"], other, anchor.hash):
        TimeStamp.objects.create(
            digest=digest, token=b"\x30\x00", stamped_at=NOW, authority="CN=Authority"
        )
    assert bundle_exported(CHAINS[0])["time_stamps"] == [
        {"digest": bundle["entries"][2]["hash"], "token": "MAA="},
        {"digest": anchor.hash, "token": "MAA="},
    ]


def test_queries_do_not_grow_with_entries_chains_or_days() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            bundle_make(CHAINS)
        return len(captured)

    ledger_filled()
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    anchor_make(now=NOW + DAY)
    before = queries()
    for number in range(4, 9):
        for chain in CHAINS:
            acceptance_added(chain, number)
    heads_sign(now=NOW)
    for day in range(2, 6):
        anchor_make(now=NOW + day * DAY)
    assert queries() == before


def test_the_command_signs_exports_and_keeps_an_anchor(tmp_path: Path) -> None:
    ledger_filled()
    anchor_make(now=NOW + DAY)
    bundle, anchor, out = tmp_path / "bundle.json", tmp_path / "anchor.json", StringIO()
    call_command(
        "coaching_ledger", "--export", str(bundle), "--keep-anchor", str(anchor), stdout=out
    )
    assert out.getvalue() == "6 entries, all hold\n"
    key = json.loads(bundle.read_text())["keys"][0]["fingerprint"]
    assert main([str(bundle), "--anchor", str(anchor), "--key", key]) == 0
    anchor_make(now=NOW + 2 * DAY)
    call_command("coaching_ledger", "--export", str(bundle), stdout=out)
    assert main([str(bundle), "--anchor", str(anchor)]) == 1
    call_command("coaching_ledger", "--export", str(bundle), "--anchor", "1", stdout=out)
    assert main([str(bundle), "--anchor", str(anchor)]) == 0


def test_the_command_has_no_anchor_to_keep_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no anchor yet"):
        call_command("coaching_ledger", "--keep-anchor", str(tmp_path / "anchor.json"))
    assert list(tmp_path.iterdir()) == []
