"""What staff learn of a chain, what they export, and the keys that everybody may see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql_api import ask, everything, post
from graphql_examples import agreement_accepted

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.keys import key_rotate, ledger_key_make
from saleor_coaching_plugin.evidence.models import EvidenceKey, LedgerEntry, TimeStamp
from saleor_coaching_plugin.evidence.verify.command import main

pytestmark = pytest.mark.django_db

VERIFY = """query($c: String!) { evidenceVerify(chain: $c) {
  intact entries signedBy signedUpTo anchors { number day hash }
  timeStamps { digest stampedAt authority } } }"""
EXPORT = "query($c: String!) { evidenceExport(chain: $c) }"
KEYS = "{ evidenceKeys { fingerprint purpose publicKey certificate createdAt retiredAt } }"


@pytest.fixture
def chain() -> str:
    return f"agreement:{agreement_accepted().id}"


def entries_of(chain: str) -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(chain=chain).order_by("position"))


def test_a_chain_that_nothing_secures_yet(orders: str, chain: str) -> None:
    assert ask(VERIFY, by=orders, c=chain) == {
        "intact": True,
        "entries": len(entries_of(chain)),
        "signedBy": [],
        "signedUpTo": None,
        "anchors": [],
        "timeStamps": [],
    }


def test_what_secures_a_chain_is_told(orders: str, chain: str) -> None:
    agreement_accepted()
    now = utc_now()
    heads_sign(now=now)
    anchor = anchor_make(now=now)
    assert anchor
    head = entries_of(chain)[-1]
    for digest in (head.hash, anchor.hash):
        TimeStamp.objects.create(digest=digest, token=b"0", stamped_at=now, authority="CN=TSA")
    told = ask(VERIFY, by=orders, c=chain)
    assert told["signedBy"] == [EvidenceKey.objects.get().pk]
    assert told["signedUpTo"] == head.position
    assert told["anchors"] == [{"number": 1, "day": anchor.day.isoformat(), "hash": anchor.hash}]
    assert {each["digest"] for each in told["timeStamps"]} == {head.hash, anchor.hash}
    assert {each["authority"] for each in told["timeStamps"]} == {"CN=TSA"}
    # Those stamps are none, and looking at them tells so.
    assert told["intact"] is False


def test_verifying_costs_the_same_however_long_the_chain_is(orders: str, chain: str) -> None:
    def queries(which: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(VERIFY, by=orders, c=which)
        return len(captured)

    heads_sign(now=utc_now())
    anchor_make(now=utc_now())
    before = queries(chain)
    for _ in range(3):
        agreement_accepted()
    heads_sign(now=utc_now())
    assert queries(chain) == before


def test_the_export_is_what_the_offline_verifier_takes(
    orders: str, chain: str, tmp_path: Path
) -> None:
    heads_sign(now=utc_now())
    file = tmp_path / "bundle.json"
    bundle = ask(EXPORT, by=orders, c=chain)
    file.write_text(bundle)
    (key,) = ask(KEYS)
    assert main([str(file), "--key", key["fingerprint"]]) == 0
    file.write_text(bundle.replace('"button": "', '"button": "Do not ', 1))
    assert main([str(file), "--key", key["fingerprint"]]) == 1


def test_keys_are_everybodys_to_see_and_their_private_parts_nobodys(chain: str) -> None:
    heads_sign(now=utc_now())
    old = EvidenceKey.objects.get()
    new = key_rotate("ledger", make=ledger_key_make, now=utc_now())
    shown = ask(KEYS)
    assert [(each["fingerprint"], each["purpose"]) for each in shown] == [
        (new.pk, "LEDGER"),
        (old.pk, "LEDGER"),
    ]
    assert [each["retiredAt"] is None for each in shown] == [True, False]
    assert shown[1]["publicKey"] == old.public_key
    assert shown[1]["certificate"] is None
    answer = post("{ evidenceKeys { sealedPrivateKey } }")
    assert "Cannot query field" in answer["errors"][0]["message"]


@pytest.mark.parametrize("query", [VERIFY, EXPORT])
def test_looking_changes_nothing(query: str, orders: str, chain: str) -> None:
    before: Any = everything()
    ask(query, by=orders, c=chain)
    assert everything() == before
