"""Our keys: one in force for each purpose, and none ever lost."""

from __future__ import annotations

import logging
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.core.management import CommandError, call_command
from evidence_examples import bundle_exported, ledger_filled
from factories.contracts import NOW
from factories.threads import at_once

from saleor_coaching_plugin.core.sealing import unseal
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.keys import key_in_force, ledger_key_make
from saleor_coaching_plugin.evidence.models import EvidenceKey, LedgerCheckpoint
from saleor_coaching_plugin.evidence.signing import ed25519_load, fingerprint_of
from saleor_coaching_plugin.evidence.verify.check import bundle_faults


def ledger_key() -> Any:
    return key_in_force("ledger", make=ledger_key_make, now=NOW)


@pytest.mark.django_db
def test_key_is_made_when_first_needed_and_then_stays() -> None:
    assert not EvidenceKey.objects.exists()
    first = ledger_key()
    assert ledger_key().row == first.row == EvidenceKey.objects.get()
    assert first.row.pk == fingerprint_of(ed25519_load(first.row.public_key))
    assert first.row.pk == fingerprint_of(first.private.public_key())


@pytest.mark.django_db
def test_private_part_is_sealed() -> None:
    row = ledger_key().row
    assert "PRIVATE" not in row.sealed_private_key
    assert unseal(row.sealed_private_key).startswith("-----BEGIN PRIVATE KEY-----")


@pytest.mark.usefixtures("committed_db")
def test_many_who_need_it_at_once_get_one_key() -> None:
    keys = at_once(8, lambda number: ledger_key().row.pk)
    assert set(keys) == {EvidenceKey.objects.get().pk}


@pytest.mark.django_db
def test_another_secret_key_brings_another_key_and_the_old_signatures_hold(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ledger_filled()
    heads_sign(now=NOW)
    old = EvidenceKey.objects.get()
    settings.SECRET_KEY = "another one, since the old one leaked"
    with pytest.raises(InvalidToken):
        unseal(old.sealed_private_key)
    with caplog.at_level(logging.WARNING):
        new = ledger_key().row
    assert "was SECRET_KEY changed?" in caplog.text
    old.refresh_from_db()
    assert (old.retired_at, new.retired_at) == (NOW, None)
    assert LedgerCheckpoint.objects.filter(key=old).count() == 2
    assert bundle_faults(bundle_exported()) == []


@pytest.mark.django_db
def test_command_lists_and_rotates() -> None:
    old, out = ledger_key().row, StringIO()
    call_command("coaching_keys", "--rotate", "ledger", stdout=out)
    old.refresh_from_db()
    new = EvidenceKey.objects.get(purpose="ledger", retired_at=None)
    assert old.retired_at
    lines = out.getvalue().splitlines()
    assert {line.split()[1] for line in lines} == {old.pk, new.pk}
    assert [line.endswith("in force") for line in lines if new.pk in line] == [True]
    call_command("coaching_keys", "--rotate", "seal", stdout=out)
    assert EvidenceKey.objects.get(purpose="seal").certificate.startswith("-----BEGIN CERT")
    assert EvidenceKey.objects.get(purpose="ledger", retired_at=None) == new


@pytest.mark.django_db
def test_a_seal_from_the_operators_file_is_not_ours_to_rotate(settings: Any) -> None:
    settings.COACHING_SEAL_PKCS12 = "/somewhere/seal.p12"
    with pytest.raises(CommandError, match="COACHING_SEAL_PKCS12"):
        call_command("coaching_keys", "--rotate", "seal")
    assert not EvidenceKey.objects.exists()
