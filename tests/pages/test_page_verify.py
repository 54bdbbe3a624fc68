"""The public page on which the holder of a certificate checks it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test import Client
from factories.contracts import text_of, token_of
from factories.ledger import acceptance_entry
from factories.seat_acts import seat_accepted
from page_examples import PREFIX, acceptance_typed, agreement_sent
from page_rows import rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.checkpoints import heads_sign
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import EvidenceKey, LedgerEntry
from saleor_coaching_plugin.evidence.numbers import certificate_number
from saleor_coaching_plugin.seats.selectors import text_of as text_of_participant

pytestmark = pytest.mark.django_db

GENUINE = "Genuine and unchanged."
UNKNOWN = "There is no certificate with this number and hash."
BROKEN = "The record does not hold."


@pytest.fixture
def sha256(browser: Client) -> str:
    """Of a text that was accepted."""
    agreement = agreement_sent()
    page = f"{PREFIX}a/{token_of(agreement)}/accept/"
    assert browser.post(page, acceptance_typed(agreement)).status_code == 303
    return text_of(agreement).sha256


def number() -> str:
    return certificate_number(acceptance_entry().hash)


def checked(browser: Client, number: str, sha256: str) -> tuple[int, str]:
    response = browser.get(f"{PREFIX}verify/{number}/{sha256}/")
    return response.status_code, response.content.decode()


def test_printed_number_and_hash_are_genuine(browser: Client, sha256: str) -> None:
    for hash_ in (sha256, sha256.upper(), acceptance_entry().hash):
        status, html = checked(browser, number(), hash_)
        assert (status, GENUINE in html, UNKNOWN in html, BROKEN in html) == (
            200,
            True,
            False,
            False,
        )


def test_form_leads_to_the_same_page(browser: Client, sha256: str) -> None:
    html = browser.get(f"{PREFIX}verify/").content.decode()
    assert GENUINE not in html
    typed = {"number": f" {number().lower()} ", "sha256": f"{sha256[:32]} {sha256[32:]}"}
    response = browser.post(f"{PREFIX}verify/", typed)
    assert response.status_code == 303
    assert GENUINE in browser.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "This field is required."),
        ({"number": "nonsense", "sha256": "0" * 64}, "It has twelve letters and digits"),
        ({"number": "0000-0000-0000", "sha256": "xyz"}, "It has 64 digits"),
        ({"number": "../../x", "sha256": "0" * 64}, "It has twelve letters and digits"),
    ],
)
def test_what_cannot_be_printed_on_a_certificate_is_told(
    browser: Client, typed: dict[str, str], told: str
) -> None:
    response = browser.post(f"{PREFIX}verify/", typed)
    assert response.status_code == 400
    assert told in response.content.decode()


def test_unknown_number_and_wrong_hash_answer_alike(browser: Client, sha256: str) -> None:
    """Whatever was not typed by the visitor is the same, byte for byte."""
    answers = set()
    for each_number, each_hash in (
        (number(), "0" * 64),
        ("0000-0000-0000", sha256),
        ("0000-0000-0000", "0" * 64),
        (certificate_number("1" * 64), sha256),
        ("nonsense", "nonsense"),
    ):
        status, html = checked(browser, each_number, each_hash)
        assert UNKNOWN in html
        html = html.replace(each_number, "").replace(each_hash, "")
        html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
        answers.add((status, html))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_an_entry_that_is_no_acceptance_has_no_certificate(browser: Client, sha256: str) -> None:
    """Though its facts name the same text."""
    sent = LedgerEntry.objects.get(kind="agreement_sent")
    assert sha256 in sent.facts
    assert UNKNOWN in checked(browser, certificate_number(sent.hash), sha256)[1]


def test_nothing_else_is_learnt(browser: Client, sha256: str) -> None:
    _, html = checked(browser, number(), sha256)
    entry = acceptance_entry()
    for secret in ("Ada", "Lovelace", "client.example", "CA-20", entry.chain, entry.hash):
        assert secret not in html


def test_a_record_that_was_changed_is_told(browser: Client, sha256: str) -> None:
    printed = number()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # triggers sleep
        cursor.execute("UPDATE coaching_ledgerentry SET facts = replace(facts, 'hosted', 'forged')")
        cursor.execute("SET LOCAL session_replication_role = origin")
    status, html = checked(browser, printed, sha256)
    assert (status, GENUINE in html, BROKEN in html) == (200, False, True)


def test_it_works_when_the_personal_data_was_erased(browser: Client, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # it is still held
        cursor.execute(
            "UPDATE coaching_ledgerpersonaldata SET salt = '', data = '', erased_at = now() "
            "WHERE entry_id = %s",
            [acceptance_entry().pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    ledger_append(
        chain=acceptance_entry().chain,
        kind="personal_data_erased",
        facts={"positions": [acceptance_entry().position], "reason": "not_needed"},
        personal={},
        now=utc_now(),
    )
    assert GENUINE in checked(browser, number(), sha256)[1]


def test_keys_are_shown_with_their_fingerprints(browser: Client, sha256: str) -> None:
    heads_sign(now=utc_now())
    key = EvidenceKey.objects.get()
    assert key.pk in browser.get(f"{PREFIX}verify/").content.decode()
    response = browser.get(f"{PREFIX}verify/keys.json")
    assert response["Content-Type"] == "application/json"
    (exported,) = json.loads(response.content)["keys"]
    assert exported == {
        "fingerprint": key.pk,
        "purpose": "ledger",
        "public_key": key.public_key,
        "certificate": None,
        "created_at": key.created_at.isoformat(),
        "retired_at": None,
    }


def test_checking_changes_nothing(browser: Client, sha256: str) -> None:
    before = rows()
    checked(browser, number(), sha256)
    browser.get(f"{PREFIX}verify/")
    browser.post(f"{PREFIX}verify/", {"number": number(), "sha256": sha256})
    assert rows() == before


def test_a_participants_certificate_is_known_too(browser: Client) -> None:
    participant = seat_accepted()
    status, html = checked(browser, number(), text_of_participant(participant).sha256)
    assert (status, GENUINE in html) == (200, True)
    for hidden in ("Anna", "Paula"):
        assert hidden not in html
