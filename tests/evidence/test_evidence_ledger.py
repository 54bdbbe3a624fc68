"""The ledger: it only grows, and each entry stands on the one before."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from evidence_examples import ledger_filled
from factories.contracts import NOW
from factories.database import rows
from factories.threads import at_once

from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.canonical import GENESIS, canonical, entry_hash
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.evidence.verify.check import bundle_faults

ERASE = "UPDATE coaching_ledgerpersonaldata SET salt = '', data = '', email = '', erased_at = now()"
HOLD = "UPDATE coaching_ledgerpersonaldata SET held_until ="


@pytest.mark.django_db
def test_entries_count_from_one_and_follow_each_other_within_their_chain() -> None:
    ledger_filled()
    for chain in ("agreement:1", "checkout:2"):
        entries = list(LedgerEntry.objects.filter(chain=chain).order_by("position"))
        assert [entry.position for entry in entries] == [1, 2, 3]
        assert [entry.previous_hash for entry in entries] == [
            GENESIS,
            entries[0].hash,
            entries[1].hash,
        ]
    assert bundle_faults(bundle_make()) == []


@pytest.mark.django_db
def test_the_stored_facts_are_the_very_text_that_was_hashed() -> None:
    ledger_filled()
    for entry in LedgerEntry.objects.all():
        facts = json.loads(entry.facts)
        assert entry.facts == canonical(facts)
        assert entry.hash == entry_hash(
            chain=entry.chain,
            position=entry.position,
            kind=entry.kind,
            facts=facts,
            previous_hash=entry.previous_hash,
        )


@pytest.mark.django_db
def test_equal_personal_data_has_another_hash_in_each_entry() -> None:
    for _ in range(2):
        ledger_append(chain="a", kind="k", facts={}, personal={"name": "Sam"}, now=NOW)
    hashes = {json.loads(e.facts)["personal_hash"] for e in LedgerEntry.objects.all()}
    assert len(hashes) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coaching_ledgerentry SET kind = kind",
        "DELETE FROM coaching_ledgerentry",
        "TRUNCATE coaching_ledgerentry CASCADE",
    ],
)
def test_plain_sql_cannot_change_or_remove_an_entry(statement: str) -> None:
    ledger_filled()
    refused_by_database(statement, "append-only")


@pytest.mark.django_db
@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {0} SET data = '{{}}'",
        "UPDATE {0} SET data = ''",
        "UPDATE {0} SET salt = 'pepper'",
        "UPDATE {0} SET salt = '', data = ''",
        "UPDATE {0} SET erased_at = now()",
        "UPDATE {0} SET email = ''",
        "UPDATE {0} SET email = 'eve@client.example'",
        "UPDATE {0} SET salt = '', data = '', erased_at = now()",
        "UPDATE {0} SET salt = '', data = 'x', email = '', erased_at = now()",
        "UPDATE {0} SET salt = 'x', data = '', email = '', erased_at = now()",
        f"{ERASE}, held_until = '1999-01-01'",
        f"{ERASE}, hold_reason = 'other'",
        "UPDATE {0} SET entry_id = entry_id + 1000",
        "DELETE FROM {0}",
        "TRUNCATE {0} CASCADE",
    ],
)
def test_plain_sql_cannot_change_or_remove_personal_data(statement: str, held: bool) -> None:
    personal_written(now=NOW, hold="a reason" if held else "")
    refused_by_database(statement.format("coaching_ledgerpersonaldata"), "it is evidence")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", [ERASE, f"{HOLD} NULL", f"{HOLD} held_until - interval '1 second'"]
)
def test_what_is_held_is_neither_erased_nor_held_shorter(statement: str) -> None:
    personal_written(now=NOW, hold="accepted agreement")
    refused_by_database(statement, "it is evidence, and held")


@pytest.mark.django_db
def test_what_is_held_can_be_held_longer_with_another_reason() -> None:
    entry = personal_written(now=NOW, hold="accepted agreement")
    assert entry.personal.held_until == NOW.replace(year=NOW.year + 10)
    for reason in ("dispute", "lawsuit"):
        execute(f"{HOLD} held_until + interval '1 year', hold_reason = '{reason}'")
    entry.personal.refresh_from_db()
    assert entry.personal.held_until == NOW.replace(year=NOW.year + 12)
    assert entry.personal.hold_reason == "lawsuit"
    assert json.loads(entry.personal.data)["name"] == "Sam"
    refused_by_database(ERASE, "it is evidence, and held")


@pytest.mark.django_db
@pytest.mark.parametrize(("hold", "written"), [("", NOW), ("over", NOW.replace(year=1999))])
def test_what_nothing_holds_can_be_erased_once_and_for_all(hold: str, written: datetime) -> None:
    entry = personal_written(now=written, hold=hold)
    execute(ERASE)
    entry.personal.refresh_from_db()
    assert (entry.personal.salt, entry.personal.data, entry.personal.email) == ("", "", "")
    assert entry.personal.erased_at
    for statement in (
        ERASE,
        "UPDATE coaching_ledgerpersonaldata SET data = 'back'",
        f"{HOLD} now() + interval '1 year'",
        "UPDATE coaching_ledgerpersonaldata SET erased_at = NULL",
        "DELETE FROM coaching_ledgerpersonaldata",
    ):
        refused_by_database(statement, "it is evidence")


def personal_written(*, now: datetime, hold: str) -> LedgerEntry:
    personal = {"name": "Sam", "email": "sam@client.example"}
    return ledger_append(chain="a", kind="k", facts={}, personal=personal, now=now, hold=hold)


def execute(statement: str) -> None:
    """A TRUNCATE would stumble over checks that wait for the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE;" + statement)


def refused_by_database(statement: str, because: str) -> None:
    before = rows()
    with pytest.raises(IntegrityError, match=because):
        execute(statement)
    assert rows() == before


@pytest.mark.django_db
def test_a_position_is_given_once() -> None:
    entry = ledger_append(chain="a", kind="k", facts={}, personal={}, now=NOW)
    with pytest.raises(IntegrityError, match="coaching_ledger_position"), transaction.atomic():
        LedgerEntry.objects.create(
            chain="a", position=1, kind="k", facts="{}", previous_hash=entry.hash, hash="1" * 64
        )


@pytest.mark.usefixtures("committed_db")
def test_concurrent_writers_make_one_unbroken_chain() -> None:
    def write(number: int) -> None:
        for step in range(5):
            with transaction.atomic():
                facts = {"writer": number, "step": step}
                ledger_append(chain="a", kind="k", facts=facts, personal={}, now=NOW)
                if (number + step) % 4 == 0:
                    transaction.set_rollback(True)

    assert at_once(8, write) == [None] * 8
    entries = LedgerEntry.objects.filter(chain="a").order_by("position")
    assert [entry.position for entry in entries] == list(range(1, 31))
    assert bundle_faults(bundle_make()) == []


@pytest.mark.django_db
def test_the_command_verifies_and_exports(tmp_path: Path) -> None:
    ledger_filled()
    out, file = StringIO(), tmp_path / "bundle.json"
    call_command("coaching_ledger", "--export", str(file), stdout=out)
    assert out.getvalue() == "6 entries, all hold\n"
    assert bundle_faults(json.loads(file.read_text())) == []
    call_command("coaching_ledger", "--chain", "agreement:1", stdout=out)
    assert out.getvalue().endswith("3 entries, all hold\n")


@pytest.mark.usefixtures("committed_db")
def test_the_command_finds_what_a_superuser_changed_behind_the_triggers() -> None:
    ledger_filled()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE coaching_ledgerentry SET facts = replace(facts, 'CA-2027-0002', 'CA-2027-0009')"
            " WHERE chain = 'agreement:1' AND position = 2"
        )
    with pytest.raises(CommandError) as caught:
        call_command("coaching_ledger", stdout=StringIO())
    assert str(caught.value) == "agreement:1, entry 2: its content does not match its hash."


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["coaching_ledgerentry", "coaching_ledgerpersonaldata"])
def test_a_table_without_entries_may_be_emptied(table: str) -> None:
    """Test suites of projects around us do that to every table."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
