"""Checkpoints and anchors: each head signed once, all heads anchored once a day."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from evidence_examples import CHAINS, DAY, acceptance_added, ledger_filled
from factories.contracts import NOW
from factories.database import rows
from factories.threads import at_once

from saleor_coaching_plugin.core.events import CopyOwed
from saleor_coaching_plugin.evidence.anchors import anchor_make, heads_at, heads_tree
from saleor_coaching_plugin.evidence.canonical import sha256
from saleor_coaching_plugin.evidence.checkpoints import BATCH, head_sign, heads_sign
from saleor_coaching_plugin.evidence.handlers import act_sign
from saleor_coaching_plugin.evidence.merkle import root_of
from saleor_coaching_plugin.evidence.models import (
    AnchoredHead,
    LedgerAnchor,
    LedgerCheckpoint,
    LedgerEntry,
)
from saleor_coaching_plugin.evidence.signing import ed25519_load, signature_holds


def signed_positions() -> list[tuple[str, int]]:
    return list(LedgerCheckpoint.objects.order_by("id").values_list("chain", "position"))


@pytest.mark.django_db
def test_heads_are_signed_and_nothing_twice() -> None:
    ledger_filled()
    assert heads_sign(now=NOW) == 2
    before = rows()
    assert heads_sign(now=NOW + DAY) == 0
    head_sign(chain=CHAINS[0], now=NOW + DAY)
    assert rows() == before
    acceptance_added(CHAINS[0], 4)
    head_sign(chain=CHAINS[0], now=NOW)
    assert signed_positions() == [(CHAINS[0], 3), (CHAINS[1], 3), (CHAINS[0], 4)]


@pytest.mark.django_db
def test_an_act_is_signed_as_soon_as_its_copy_is_owed() -> None:
    head = acceptance_added("a")
    for _ in range(2):
        act_sign(CopyOwed(entry_id=head.pk))
    assert signed_positions() == [("a", 1)]


@pytest.mark.django_db
def test_checkpoint_is_a_signature_over_what_it_states() -> None:
    head = acceptance_added("a")
    head_sign(chain="a", now=NOW)
    checkpoint = LedgerCheckpoint.objects.get()
    statement = json.loads(checkpoint.statement)
    assert statement == {
        "format": "coaching-checkpoint/1",
        "chain": "a",
        "position": 1,
        "hash": head.hash,
        "signed_at": NOW.isoformat(),
        "key": checkpoint.key_id,
    }
    key = ed25519_load(checkpoint.key.public_key)
    assert signature_holds(key, signature=checkpoint.signature, statement=statement)


@pytest.mark.django_db
def test_many_heads_are_signed_in_batches_of_a_constant_number_of_queries() -> None:
    def queries(chains: int) -> int:
        for _ in range(chains):
            acceptance_added(f"chain:{random.random()}")
        with CaptureQueriesContext(connection) as captured:
            assert heads_sign(now=NOW) == chains
        return len(captured)

    acceptance_added("first")
    heads_sign(now=NOW)
    one_batch, two_batches = queries(3), queries(BATCH + 3)
    assert two_batches - one_batch == one_batch - 1  # the last look finds none


@pytest.mark.usefixtures("committed_db")
def test_concurrent_sweeps_sign_each_head_once() -> None:
    ledger_filled()
    results = at_once(6, lambda number: heads_sign(now=NOW))
    assert all(isinstance(result, int) for result in results)
    assert sorted(signed_positions()) == [(CHAINS[0], 3), (CHAINS[1], 3)]


@pytest.mark.django_db
def test_nothing_to_anchor_makes_no_anchor() -> None:
    assert anchor_make(now=NOW) is None
    assert not LedgerAnchor.objects.exists()


@pytest.mark.django_db
def test_one_anchor_a_utc_day_and_each_names_the_one_before() -> None:
    ledger_filled()
    first = anchor_make(now=NOW)
    assert first
    assert anchor_make(now=NOW + timedelta(hours=14)) is None
    assert anchor_make(now=NOW - DAY) is None  # a clock that was set back
    second = anchor_make(now=datetime(2027, 5, 2, 1, 30, tzinfo=timezone(timedelta(hours=1))))
    assert second
    assert (first.number, first.day) == (1, date(2027, 5, 1))
    assert (second.number, second.day) == (2, date(2027, 5, 2))
    assert json.loads(first.statement)["previous"] == "0" * 64
    assert json.loads(second.statement)["previous"] == first.hash == sha256(first.statement)


@pytest.mark.django_db
def test_anchor_states_the_root_over_all_chains_and_keeps_only_what_changed() -> None:
    ledger_filled()
    anchor_make(now=NOW)
    acceptance_added("agreement:0")
    head = acceptance_added(CHAINS[0], 4)
    anchor = anchor_make(now=NOW + DAY)
    assert anchor
    added = AnchoredHead.objects.filter(anchor=anchor).values_list("chain", flat=True)
    assert set(added) == {"agreement:0", CHAINS[0]}
    heads = heads_at(anchor.number)
    assert [(each.chain, each.position) for each in heads] == [
        ("agreement:0", 1),
        (CHAINS[0], 4),
        (CHAINS[1], 3),
    ]
    assert heads[1].hash == head.hash
    statement = json.loads(anchor.statement)
    assert (statement["size"], statement["root"]) == (3, root_of(heads_tree(heads)).hex())
    assert signature_holds(
        ed25519_load(anchor.key.public_key), signature=anchor.signature, statement=statement
    )


@pytest.mark.django_db
def test_an_older_anchor_keeps_its_tree() -> None:
    ledger_filled()
    first = anchor_make(now=NOW)
    assert first
    acceptance_added(CHAINS[0], 4)
    anchor_make(now=NOW + DAY)
    assert json.loads(first.statement)["root"] == root_of(heads_tree(heads_at(1))).hex()


@pytest.mark.usefixtures("committed_db")
def test_concurrent_sweeps_make_one_anchor() -> None:
    ledger_filled()
    made = at_once(6, lambda number: anchor_make(now=NOW))
    assert sorted(anchor is not None for anchor in made) == [False] * 5 + [True]
    assert LedgerAnchor.objects.count() == 1
    assert AnchoredHead.objects.count() == 2


@pytest.mark.usefixtures("committed_db")
def test_an_entry_that_is_not_committed_yet_is_for_the_next_anchor() -> None:
    ledger_filled()
    with transaction.atomic():
        acceptance_added(CHAINS[0], 4)
        (anchor,) = at_once(1, lambda number: anchor_make(now=NOW))
    assert [head.position for head in heads_at(anchor.number)] == [3, 3]
    later = anchor_make(now=NOW + DAY)
    assert later
    assert [head.position for head in heads_at(later.number)] == [4, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledgercheckpoint", "ledgeranchor", "anchoredhead"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET created_at = now()", "DELETE FROM {}"])
def test_plain_sql_cannot_change_or_remove_them(table: str, statement: str) -> None:
    ledger_filled()
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    before = rows()
    column = "position = 9" if table == "anchoredhead" else "created_at = now()"
    sql = statement.replace("created_at = now()", column).format(f"coaching_{table}")
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert rows() == before


@pytest.mark.django_db
def test_leaves_are_ordered_by_bytes_whatever_the_database_sorts_by() -> None:
    for chain in ("order:b", "order:B", "order:ä", "order:_", "order:1"):
        acceptance_added(chain)
    anchor_make(now=datetime(2027, 5, 1, tzinfo=UTC))
    chains = [head.chain for head in heads_at(1)]
    assert chains == sorted(chains, key=str.encode)
    assert len(chains) == LedgerEntry.objects.count()
