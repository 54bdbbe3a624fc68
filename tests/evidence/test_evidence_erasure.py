"""Personal data: found by address, erased once nothing holds it, and the chain verifies after."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from factories.agreements import agreement_accepted, agreement_drafted, agreement_sent
from factories.contracts import NOW, SAM
from factories.database import columns_with, refused, rows

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.consents import consents_record
from saleor_coaching_plugin.evidence.erasure import (
    Erasure,
    ErasureReason,
    hold_extend,
    personal_data_erase,
    personal_data_find,
)
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import (
    Certificate,
    GivenConsent,
    LedgerEntry,
    LedgerPersonalData,
)
from saleor_coaching_plugin.evidence.verify.check import bundle_faults

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2009, 5, 1, tzinfo=UTC)
SECRET = "Sam's own words"


def accepted_once(
    chain: str = "agreement:1",
    *,
    email: str = SAM.email,
    now: datetime = LONG_AGO,
    kind: str = "agreement_accepted",
    sha256: str = "1" * 64,
    party: str = "p1",
) -> LedgerEntry:
    """An acceptance with a consent and a certificate, held for ten years from `now`."""
    entry = ledger_append(
        chain=chain,
        kind=kind,
        facts={"texts": [{"sha256": sha256}], "party": party},
        personal={"email": email, "name": SECRET},
        now=now,
        hold="accepted agreement",
    )
    consent = {"key": "k", "text": "t", "required": True, "accepted": True, "terms_version": "v"}
    consents_record(entry, [consent], email=email)
    Certificate.objects.create(entry=entry, content=SECRET.encode(), sha256="2" * 64, made_at=now)
    return entry


def erase(**changes: Any) -> Erasure:
    whose = {"email": SAM.email} if "chain" not in changes else {}
    return personal_data_erase(
        **{"reason": ErasureReason.REQUESTED, "by": "U1", "now": NOW, **whose, **changes}
    )


def faults() -> list[str]:
    return bundle_faults(json.loads(json.dumps(bundle_make())))


def test_it_is_found_by_address_however_it_was_written() -> None:
    entry = accepted_once(email=" SAM@Client.example")
    accepted_once("agreement:2", email="kim@client.example")
    ledger_append(chain="agreement:1", kind="k", facts={}, personal={}, now=NOW)
    assert [row.entry for row in personal_data_find(email=SAM.email)] == [entry]
    assert [row.entry for row in personal_data_find(chain="agreement:1")] == [entry]
    assert not personal_data_find(email=SAM.email, chain="agreement:2")


def test_an_address_that_is_none_keeps_nothing_from_being_recorded() -> None:
    ledger_append(chain="a", kind="k", facts={}, personal={"email": "X" * 300}, now=NOW)
    assert LedgerPersonalData.objects.get().email == "x" * 254


def test_what_nothing_holds_any_more_is_erased_wherever_the_evidence_has_it() -> None:
    entry = accepted_once()
    done = erase()
    assert (done.erased, done.kept) == (1, [])
    row = LedgerPersonalData.objects.get(entry=entry)
    assert (row.salt, row.data, row.email, row.erased_at) == ("", "", "", NOW)
    assert GivenConsent.objects.get().email == ""
    certificate = Certificate.objects.get()
    assert (certificate.content, certificate.made_at) == (None, LONG_AGO)
    assert columns_with(SECRET) == columns_with(SAM.email) == []


def test_the_chain_says_so_names_nobody_and_still_verifies() -> None:
    for _ in range(2):
        accepted_once()
    accepted_once("agreement:2")
    erase()
    assert faults() == []
    told = LedgerEntry.objects.filter(kind="personal_data_erased").order_by("chain")
    assert [entry.chain for entry in told] == ["agreement:1", "agreement:2"]
    facts = json.loads(told[0].facts)
    assert (facts["positions"], facts["reason"]) == ([1, 2], "requested")
    assert "U1" not in told[0].facts
    assert json.loads(told[0].personal.data) == {"by": "U1"}


def test_erasing_twice_changes_nothing_more() -> None:
    accepted_once()
    erase()
    before = rows()
    assert erase() == erase(chain="agreement:1") == Erasure(0, [])
    assert rows() == before


def test_what_is_held_stays_and_says_until_when_and_why() -> None:
    agreement, _ = agreement_accepted()
    done = erase(now=NOW)
    (held,) = done.kept
    assert held.entry.kind == "agreement_accepted"
    assert (held.held_until, held.hold_reason) == (
        datetime(2037, 5, 1, 9, 0, tzinfo=UTC),
        "accepted agreement",
    )
    assert json.loads(held.data)["name"] == "Sam Client"
    assert {each.email for each in GivenConsent.objects.all()} == {SAM.email}
    assert done.erased == 1  # that it was sent
    (told,) = LedgerEntry.objects.filter(kind="personal_data_erased")
    assert (told.chain, json.loads(told.facts)["positions"]) == (f"agreement:{agreement.id}", [1])
    assert faults() == []


def test_our_own_clock_cannot_end_a_hold() -> None:
    """What counts is the database's, as in the trigger."""
    agreement_accepted()
    assert len(erase(now=NOW + timedelta(days=365 * 20)).kept) == 1


def test_others_in_the_chain_are_left_alone() -> None:
    accepted_once()
    other = accepted_once(email="kim@client.example", sha256="3" * 64, party="p2")
    erase()
    assert LedgerPersonalData.objects.get(entry=other).data
    assert Certificate.objects.get(entry=other).content is not None
    assert GivenConsent.objects.get(entry=other).email == "kim@client.example"


def test_a_chain_can_be_erased_as_a_whole() -> None:
    accepted_once()
    accepted_once(email="kim@client.example")
    elsewhere = accepted_once("agreement:2")
    assert erase(chain="agreement:1").erased == 2
    assert [row.entry for row in personal_data_find(email=SAM.email)] == [elsewhere]
    assert faults() == []


def test_a_countersignatures_certificate_goes_with_the_accepted_text_that_it_shows() -> None:
    accepted_once()
    of_coach, of_another = (
        accepted_once(
            kind="agreement_countersigned", email="alex@coach.example", sha256=sha256, now=NOW
        )
        for sha256 in ("1" * 64, "3" * 64)
    )
    erase()
    assert Certificate.objects.get(entry=of_coach).content is None
    assert Certificate.objects.get(entry=of_another).content is not None
    assert LedgerPersonalData.objects.get(entry=of_coach).data


def test_a_signers_erasure_leaves_the_clients_certificate() -> None:
    mine = accepted_once(now=NOW)
    accepted_once(kind="agreement_countersigned", email="alex@coach.example")
    assert erase(email="alex@coach.example").erased == 1
    assert Certificate.objects.get(entry=mine).content is not None


def test_a_certificate_that_is_owed_is_owed_no_more() -> None:
    entry = accepted_once()
    Certificate.objects.update(content=None, made_at=None)
    erase()
    certificate = Certificate.objects.get(entry=entry)
    assert certificate.made_at == NOW
    assert certificate.last_error


# holds


def test_a_hold_is_extended_and_keeps_from_erasing() -> None:
    accepted_once()
    until = datetime(2099, 1, 1, tzinfo=UTC)
    assert hold_extend(chain="agreement:1", until=until, reason="Lawsuit 7 O 1/27", now=NOW) == 1
    (held,) = erase().kept
    assert (held.held_until, held.hold_reason) == (until, "Lawsuit 7 O 1/27")


def test_what_nothing_held_is_held_from_then_on() -> None:
    agreement, _ = agreement_sent()
    chain = f"agreement:{agreement.id}"
    hold_extend(chain=chain, until=datetime(2099, 1, 1, tzinfo=UTC), reason="Lawsuit", now=NOW)
    assert len(erase().kept) == 1


def test_a_hold_never_gets_shorter() -> None:
    accepted_once(now=NOW)
    before = rows()
    sooner = NOW + timedelta(days=30)
    assert hold_extend(chain="agreement:1", until=sooner, reason="Lawsuit", now=NOW) == 0
    assert rows() == before


def test_what_is_erased_cannot_be_held() -> None:
    accepted_once()
    erase()
    until = datetime(2099, 1, 1, tzinfo=UTC)
    # Only the entry that tells of the erasure is left to hold.
    assert hold_extend(chain="agreement:1", until=until, reason="Lawsuit", now=NOW) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"chain": "agreement:9"}, CoreErrorCode.NOT_FOUND, "chain"),
        ({"until": NOW}, CoreErrorCode.INVALID, "until"),
        ({"reason": " "}, CoreErrorCode.INVALID, "reason"),
        ({"reason": "x" * 201}, CoreErrorCode.INVALID, "reason"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(
    changes: dict[str, Any], code: Any, field: str
) -> None:
    accepted_once()
    whole = {"chain": "agreement:1", "until": datetime(2099, 1, 1, tzinfo=UTC), "reason": "L"}
    with refused(code, field):
        hold_extend(**whole | changes, now=NOW)


# commands


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_lists_what_is_kept_until_when_and_why() -> None:
    agreement, _ = agreement_accepted()
    before = rows()
    chain = f"agreement:{agreement.id}"
    assert run("coaching_personal_data", "SAM@client.example") == [
        f"2027-05-01  {chain} 1  agreement_sent  not held",
        f"2027-05-01  {chain} 2  agreement_accepted  until 2037-05-01: accepted agreement",
        "2 kept",
    ]
    assert rows() == before


def test_the_command_exports_all_of_it(tmp_path: Path) -> None:
    entry = accepted_once()
    file = tmp_path / "sam.json"
    run("coaching_personal_data", SAM.email, "--export", str(file))
    (exported,) = json.loads(file.read_text())
    assert (exported["chain"], exported["position"]) == ("agreement:1", 1)
    assert exported["personal"] == {"email": SAM.email, "name": SECRET}
    assert exported["facts"] == json.loads(entry.facts)
    assert exported["hold_reason"] == "accepted agreement"


def test_the_command_erases_what_it_may(tmp_path: Path) -> None:
    accepted_once()
    agreement_accepted()
    file = tmp_path / "sam.json"
    arguments = ("--erase", "--reason", "requested", "--export", str(file))
    printed = run("coaching_personal_data", SAM.email, *arguments)
    assert (printed[0], printed[-1]) == ("2 erased", "1 kept")
    assert len(json.loads(file.read_text())) == 3  # as it was before
    assert faults() == []


@pytest.mark.parametrize("arguments", [("sam",), (SAM.email, "--erase")])
def test_the_command_refuses_what_is_incomplete(arguments: tuple[str, ...]) -> None:
    accepted_once()
    before = rows()
    with pytest.raises(CommandError):
        run("coaching_personal_data", *arguments)
    assert rows() == before


def test_the_command_holds_a_chain() -> None:
    accepted_once()
    arguments = ("--until", "2099-01-01", "--reason", "Lawsuit")
    assert run("coaching_hold", "agreement:1", *arguments) == ["1 entries held until 2099-01-01"]
    assert LedgerPersonalData.objects.get().held_until == datetime(2099, 1, 1, tzinfo=UTC)
    with pytest.raises(CommandError, match="no such chain"):
        run("coaching_hold", "agreement:9", *arguments)


# what follows an erasure


def test_an_agreement_goes_on_after_its_offer_was_erased() -> None:
    draft = agreement_drafted()
    agreement_send(agreement_id=draft.id, now=NOW)
    assert erase().erased == 1
    ClientAgreement.objects.update(status="expired")
    agreement_send(agreement_id=draft.id, now=NOW)
    assert len(personal_data_find(email=SAM.email)) == 1
    assert faults() == []
