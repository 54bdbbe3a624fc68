"""Appending and verifying beside the bare library calls; every kind of tampering; big anchors."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context
from statistics import median
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from factories.contracts import NOW
from factories.tampering import by_chain, edits_found

from saleor_coaching_plugin.core.numbers import NumberSeries
from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.canonical import GENESIS, entry_hash, personal_hash, sha256
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.verify.check import bundle_faults

Bundle = dict[str, Any]
CHAINS, LENGTH = 1000, 10
HUGE = 100_000
TEXT = "<p>Six sessions of one hour, every second week.</p>" * 8


def facts_of(number: int) -> Bundle:
    return {
        "agreement": f"CA-2027-{number:04}",
        "revision": 1,
        "texts": [{"terms_version": "7", "language": "en", "sha256": sha256(TEXT)}],
        "consents": [{"key": "privacy", "text": "Read.", "required": True, "accepted": True}],
        "presentation": {"component": "page", "boxes": [{"key": "privacy", "accepted": True}]},
        "link": None,
    }


def personal_of(number: int) -> Bundle:
    return {
        "email": f"sam{number}@client.example",
        "texts": [{"title": "Agreement", "text": TEXT, "values": {"fee": "1500.00 €"}}],
    }


def append(chain: str, number: int) -> None:
    ledger_append(
        chain=chain,
        kind="agreement_accepted",
        facts=facts_of(number),
        personal=personal_of(number),
        now=NOW,
    )


def per_second(work: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return times / (time.perf_counter() - start)


def interleaved(ours: Callable[[], object], bare: Callable[[], object], times: int) -> list[float]:
    """Medians of ours and of the bare one, taken in turns."""
    turns = [(per_second(ours, times), per_second(bare, times)) for _ in range(9)]
    return [median(each) for each in zip(*turns, strict=True)]


@pytest.mark.usefixtures("committed_db")
def test_appending_beside_single_row_commits(record: Callable[..., None]) -> None:
    names = count()

    def ours() -> None:
        with transaction.atomic():
            append(f"chain:{next(names) % 50}", 1)

    def bare() -> None:
        with transaction.atomic():
            NumberSeries.objects.create(name=f"bench-{next(names)}")

    figure, beside = interleaved(ours, bare, 40)
    record("ledger: appends per second, beside single-row commits", figure, "1/s", beside, 0.12)


def test_hashing_and_signing_beside_the_bare_libraries(record: Callable[..., None]) -> None:
    key, facts, personal = Ed25519PrivateKey.generate(), facts_of(1), personal_of(1)

    def ours() -> None:
        full = {**facts, "personal_hash": personal_hash(salt="0" * 64, data=personal)}
        fields = {"chain": "a", "position": 1, "kind": "k", "previous_hash": GENESIS}
        key.sign(entry_hash(facts=full, **fields).encode())

    def bare() -> None:
        personal_digest = hashlib.sha256(b"0" * 64 + rfc8785.dumps(personal)).hexdigest()
        full = {**facts, "personal_hash": personal_digest}
        fields = {"chain": "a", "position": 1, "kind": "k", "previous_hash": GENESIS}
        text = rfc8785.dumps({**fields, "facts": full})
        key.sign(hashlib.sha256(text).hexdigest().encode())

    figure, beside = interleaved(ours, bare, 300)
    record("ledger: hash and sign, beside rfc8785+hashlib+cryptography", figure, "1/s", beside, 0.8)


@pytest.mark.django_db
def test_verifying_beside_the_bare_libraries(record: Callable[..., None]) -> None:
    for number in range(300):
        append(f"chain:{number % 30}", number)
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    bundle = json.loads(json.dumps(bundle_make()))
    assert bundle_faults(bundle) == []
    key = Ed25519PrivateKey.generate()
    statements = [rfc8785.dumps(each["statement"]) for each in bundle["checkpoints"]]
    signed = [(key.sign(text), text) for text in statements]

    def bare() -> None:
        for entry in bundle["entries"]:
            fields = {name: value for name, value in entry.items() if name != "personal"}
            hashlib.sha256(rfc8785.dumps(fields)).hexdigest()
            personal = entry["personal"]
            data = rfc8785.dumps(personal["data"])
            hashlib.sha256(personal["salt"].encode() + data).hexdigest()
        for signature, text in signed:
            key.public_key().verify(signature, text)

    figure, beside = interleaved(lambda: bundle_faults(bundle), bare, 2)
    entries = len(bundle["entries"])
    record(
        "ledger: entries verified per second, beside the bare libraries",
        figure * entries,
        "1/s",
        beside * entries,
        0.5,
    )


@pytest.mark.django_db
def test_every_edit_of_ten_thousand_records_is_found(record: Callable[..., None]) -> None:
    """Each single field changed, each record taken out, moved, and each tail cut off."""
    for chain in range(CHAINS):
        for number in range(LENGTH):
            append(f"chain:{chain:04}", number)
    heads_sign(now=NOW)
    anchor_make(now=NOW)
    whole = json.loads(json.dumps(bundle_make()))
    assert len(whole["entries"]) == CHAINS * LENGTH
    # Spawned, as a forked process would have our connection to the database.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results = list(pool.map(edits_found, by_chain(whole), chunksize=10))
    tried, found = (sum(each) for each in zip(*results, strict=True))
    assert tried > CHAINS * LENGTH * 20
    record(
        f"ledger: edits found of those tried on {CHAINS * LENGTH} records",
        found,
        "edits",
        tried,
        1.0,
    )


@pytest.mark.django_db
def test_an_anchor_over_many_chains_takes_seconds(record: Callable[..., None]) -> None:
    """Their entries are put there by one statement: only that they are many matters here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO coaching_ledgerentry "
            "(chain, position, kind, facts, previous_hash, hash, created_at) "
            "SELECT 'chain:' || n, 1, 'k', '{}', repeat('0', 64), "
            "encode(sha256(n::text::bytea), 'hex'), now() FROM generate_series(1, %s) n",
            [HUGE],
        )
        cursor.execute(
            "INSERT INTO coaching_ledgerpersonaldata (entry_id, salt, data, email, hold_reason) "
            "SELECT id, 'salt', '{}', '', '' FROM coaching_ledgerentry"
        )
        cursor.execute("ANALYZE coaching_ledgerentry")

    def seconds(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        assert work() is not None
        return time.perf_counter() - start

    allowed = partial(record, unit="s", less_is_better=True, floor=1.0)
    allowed(
        f"anchor over {HUGE} new chains, beside what is allowed",
        seconds(lambda: anchor_make(now=NOW)),
        beside=60.0,
    )
    allowed(
        f"anchor over {HUGE} chains that stand, beside what is allowed",
        seconds(lambda: anchor_make(now=NOW.replace(day=2))),
        beside=20.0,
    )
    allowed(
        f"proof for one chain of {HUGE}, beside what is allowed",
        seconds(lambda: bundle_make(["chain:7"], anchors=[2])["proofs"][0]),
        beside=20.0,
    )
    allowed(
        f"signing the heads of {HUGE} chains, beside what is allowed",
        seconds(lambda: heads_sign(now=NOW)),
        beside=120.0,
    )
    allowed(
        f"finding that all {HUGE} heads are signed, beside what is allowed",
        seconds(lambda: heads_sign(now=NOW)),
        beside=10.0,
    )
