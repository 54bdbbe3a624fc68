"""What the end of a chain rests on: signatures, anchors, and what was kept elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bundle_edits import cut
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
from saleor_coaching_plugin.evidence.bundle import signed_exported
from saleor_coaching_plugin.evidence.canonical import canonical
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.keys import key_rotate, ledger_key_make
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import EvidenceKey, LedgerAnchor
from saleor_coaching_plugin.evidence.signing import ed25519_load, fingerprint_of, public_pem
from saleor_coaching_plugin.evidence.verify.check import bundle_check
from saleor_coaching_plugin.evidence.verify.findings import Level
from saleor_coaching_plugin.evidence.verify.keys import Trust

pytestmark = pytest.mark.django_db
CHAIN = CHAINS[0]
CUT = "says that there were 3 entries; 2 are here: the end was cut off."


def kept_anchor(number: int) -> dict[str, Any]:
    return signed_exported(LedgerAnchor.objects.get(number=number))


def faults(bundle: Any, **trust: Any) -> list[str]:
    return bundle_check(bundle, Trust(**trust)).faults


def notes(bundle: Any, **trust: Any) -> list[str]:
    report = bundle_check(bundle, Trust(**trust))
    findings = [*report.common, *(each for chain in report.chains for each in chain.findings)]
    return [finding.words for finding in findings if finding.level is Level.NOTE]


def active() -> EvidenceKey:
    return EvidenceKey.objects.get(retired_at=None)


def test_a_cut_end_shows_against_the_checkpoint() -> None:
    ledger_filled()
    heads_sign(now=NOW)
    bundle = cut(bundle_exported(CHAIN), CHAIN, keep=2)
    assert bundle["anchors"] == []
    assert faults(bundle) == [f"{CHAIN}, the checkpoint of 2027-05-01 09:00:00 UTC {CUT}"]


def test_a_cut_end_shows_against_the_anchor() -> None:
    ledger_filled()
    anchor_make(now=NOW)
    bundle = cut(bundle_exported(CHAIN), CHAIN, keep=2)
    assert bundle["checkpoints"] == []
    assert faults(bundle) == [f"{CHAIN}, anchor 1 of 2027-05-01 {CUT}"]


def test_a_chain_taken_away_shows_as_long_as_a_signature_of_it_is_left() -> None:
    ledger_secured()
    bundle = cut(bundle_exported(), CHAIN, keep=0)
    assert all("says that there were 3 entries; 0 are here" in fault for fault in faults(bundle))
    assert len(faults(bundle)) == 2


def stripped(bundle: Any) -> Any:
    """The end cut off, with everything that would show it."""
    return {**cut(bundle, CHAIN, keep=2), "checkpoints": [], "proofs": [], "anchors": []}


def test_without_signatures_the_verifier_says_that_it_cannot_tell_about_the_end() -> None:
    ledger_secured()
    bundle = stripped(bundle_exported(CHAIN))
    assert faults(bundle) == []
    assert (
        "The chain is not signed yet: whether more entries followed there cannot be told."
        in notes(bundle)
    )


def test_cutting_the_signatures_too_shows_against_an_anchor_kept_elsewhere() -> None:
    ledger_filled()
    heads_sign(now=NOW)
    anchor_make(now=NOW + DAY)
    bundle = bundle_exported(CHAIN)
    assert faults(bundle, anchors=[kept_anchor(1)]) == []
    (fault,) = faults(stripped(bundle), anchors=[kept_anchor(1)])
    assert fault.startswith(
        f"{CHAIN}, the anchor 1 of 2027-05-02 that you kept must have this chain, and the bundle "
        "does not prove it."
    )


def test_cutting_the_signatures_too_shows_against_a_key_that_was_named() -> None:
    ledger_secured()
    bundle = stripped(bundle_exported(CHAIN))
    assert faults(bundle, fingerprints={active().pk}) == [
        f"{CHAIN}, the chain is not signed with a key that you named."
    ]


def test_an_older_anchor_is_proven_on_request() -> None:
    ledger_filled()
    for day in (1, 2, 3):
        anchor_make(now=NOW + day * DAY)
    kept = [kept_anchor(2)]
    assert (
        "coaching_ledger --export FILE --anchor 2"
        in faults(bundle_exported(CHAIN), anchors=kept)[0]
    )
    bundle = bundle_exported(CHAIN, anchors=[2])
    assert [proof["anchor"] for proof in bundle["proofs"]] == [2]
    assert faults(bundle, anchors=kept) == []


def test_a_chain_younger_than_the_kept_anchor_need_not_stand_in_it() -> None:
    ledger_filled()
    anchor_make(now=NOW)
    acceptance_added("agreement:3", now=NOW + DAY)
    bundle = bundle_exported("agreement:3")
    assert faults(bundle, anchors=[kept_anchor(1)]) == []
    assert any(
        "not so old that it must stand in the anchor 1 of 2027-05-01 that you kept" in each
        for each in notes(bundle, anchors=[kept_anchor(1)])
    )


def test_history_that_was_rewritten_since_the_kept_anchor_is_found() -> None:
    ledger_secured()
    bundle, kept = bundle_exported(CHAIN), kept_anchor(2)
    kept["statement"]["root"] = "1" * 64
    assert faults(bundle, anchors=[kept])[-1:] == [
        "The anchor that you kept (number 2) does not match its signature."
    ]
    forged, key = signed_by_forger({**kept["statement"]})
    assert "The anchor that you kept (number 2) is another one than in the bundle." in faults(
        bundle, anchors=[forged], keys={fingerprint_of(key): key}
    )


def signed_by_forger(statement: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    key = Ed25519PrivateKey.generate()
    statement["key"] = fingerprint_of(key.public_key())
    signature = key.sign(canonical(statement).encode()).hex()
    return {"statement": statement, "signature": signature}, key.public_key()


def test_a_forgers_own_key_in_the_bundle_convinces_nobody_who_names_ours() -> None:
    ledger_filled()
    heads_sign(now=NOW)
    bundle = bundle_exported(CHAIN)
    signed, key = signed_by_forger({**bundle["checkpoints"][0]["statement"]})
    pem = public_pem(key)
    bundle |= {
        "checkpoints": [signed],
        "keys": [{"fingerprint": fingerprint_of(key), "public_key": pem}],
    }
    assert faults(bundle) == []
    assert any("trusted only because the bundle brings it" in each for each in notes(bundle))
    assert faults(bundle, fingerprints={active().pk}) == [
        f"{CHAIN}, the chain is not signed with a key that you named."
    ]


def test_a_key_that_is_not_in_the_bundle_can_be_brought_along() -> None:
    ledger_filled()
    heads_sign(now=NOW)
    bundle = bundle_exported(CHAIN)
    (exported,) = bundle.pop("keys")
    bundle["keys"] = []
    assert "is not there to check it" in faults(bundle)[0]
    from_elsewhere = {exported["fingerprint"]: ed25519_load(exported["public_key"])}
    assert faults(bundle, fingerprints=set(from_elsewhere), keys=from_elsewhere) == []


def test_old_signatures_hold_after_the_key_was_rotated() -> None:
    ledger_secured()
    before = bundle_exported()
    old = active()
    key_rotate("ledger", make=ledger_key_make, now=NOW)
    acceptance_added(CHAIN, 4, now=NOW + 2 * DAY)
    heads_sign(now=NOW + 2 * DAY)
    anchor_make(now=NOW + 2 * DAY)
    after = bundle_exported(CHAIN, anchors=[1, 3])
    assert {each["statement"]["key"] for each in after["anchors"]} == {old.pk, active().pk}
    assert {each["fingerprint"] for each in after["keys"]} == {old.pk, active().pk}
    assert faults(before) == faults(before, fingerprints={old.pk}) == []
    assert faults(after) == faults(after, fingerprints={active().pk}) == []
    assert faults(after, fingerprints={old.pk}) == [
        f"{CHAIN}, entries from 4 on are not signed with a key that you named."
    ]


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_an_anchor_taken_out_of_their_run_is_found(lost: int) -> None:
    ledger_filled()
    for day in (1, 2, 3):
        anchor_make(now=NOW + day * DAY)
    bundle = bundle_exported(CHAIN)
    assert [each["statement"]["number"] for each in bundle["anchors"]] == [1, 2, 3]
    del bundle["anchors"][lost]
    assert faults(bundle)


def test_an_entry_dated_before_an_anchor_that_lacks_it_is_pointed_out() -> None:
    ledger_filled()
    anchor_make(now=NOW + timedelta(hours=2))
    acceptance_added(CHAIN, 4, now=NOW)
    assert any("a clock was off, or it is backdated" in each for each in notes(bundle_exported()))


def test_personal_data_left_out_is_told_from_erased() -> None:
    ledger_filled()
    bundle = bundle_exported(CHAIN)
    del bundle["entries"][0]["personal"]
    bundle["entries"][1]["personal"] = {"erased_at": NOW.isoformat()}
    assert faults(bundle) == [
        f"{CHAIN}, entry 2: its personal data is left out as erased, of which the ledger knows "
        "nothing."
    ]
    assert any("entry 1 is not in this bundle: it was withheld" in each for each in notes(bundle))


def test_personal_data_that_the_ledger_says_was_erased_is_not_missed() -> None:
    ledger_filled()
    erasure = {"positions": [2], "reason": "asked for"}
    ledger_append(chain=CHAIN, kind="personal_data_erased", facts=erasure, personal={}, now=NOW)
    bundle = bundle_exported(CHAIN)
    bundle["entries"][1]["personal"] = {"erased_at": NOW.isoformat()}
    assert faults(bundle) == []
    assert any("entry 2 was erased" in each for each in notes(bundle))
