"""Accepting: what makes an acceptance, what does not, and what is written down of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from factories.agreements import agreement_accepted, agreement_sent, template_published
from factories.contracts import (
    ADDRESS,
    BROWSER,
    NOW,
    PRIVACY,
    RECORDING,
    SAM,
    acceptance_of,
    answers,
    terms_published,
    text_of,
)
from factories.database import refused, rows
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, TemplateVersion
from saleor_coaching_plugin.agreements.record import deal_of
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.close import agreement_revoke, agreements_expire
from saleor_coaching_plugin.agreements.services.respond import (
    agreement_decline,
    agreement_request_changes,
)
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.bundle import bundle_make
from saleor_coaching_plugin.evidence.canonical import canonical, sha256
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.terms.consents import ConsentErrorCode

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def sent() -> tuple[ClientAgreement, str]:
    """With two boxes besides the terms' own: one required, one not."""
    return agreement_sent(template_published(terms_published(consents=[PRIVACY, RECORDING])))


def accept(
    sent: tuple[ClientAgreement, str], act: Act = BROWSER, **changes: Any
) -> ClientAgreement:
    agreement, token = sent
    return agreement_accept(
        token=token, acceptance=acceptance_of(agreement, **changes), act=act, now=LATER
    )


def test_accepting_moves_agreement_and_party_and_promises_what_follows(
    sent: tuple[ClientAgreement, str],
) -> None:
    accept(sent)
    agreement = ClientAgreement.objects.get()
    party = agreement.parties.get()
    assert (agreement.status, agreement.accepted_at) == ("accepted", LATER)
    assert (party.status, party.accepted_at) == ("accepted", LATER)
    assert party.billing_address == asdict(ADDRESS)
    assert kinds_of(f"agreement:{agreement.id}") == ["agreement_sent", "agreement_accepted"]
    promised = OutboxMessage.objects.filter(event="AgreementAccepted")
    assert set(promised.values_list("handler", flat=True)) == {
        "sequences.handlers.agreement_enrol",
        "billing.handlers.order_place",
        "portal.handlers.packet_give_client",
        "agreements.handlers.coach_tell_accepted",
        "agreements.amendment_handlers.late_acceptance_ask",
        "seats.handlers.agreement_seats_open",
    }
    owed = OutboxMessage.objects.filter(event="CopyOwed").order_by("handler")
    entry = {"entry_id": acceptance_entry().id}
    assert list(owed.values_list("handler", "payload")) == [
        ("evidence.handlers.act_sign", entry),
        ("evidence.handlers.copy_send", entry),
    ]


def test_a_second_click_returns_the_same_acceptance(sent: tuple[ClientAgreement, str]) -> None:
    first = accept(sent)
    before = rows()
    again = agreement_accept(
        token=sent[1],
        acceptance=acceptance_of(sent[0], consents=[]),
        act=BROWSER,
        now=LATER + timedelta(hours=1),
    )
    assert (again.id, again.accepted_at) == (first.id, LATER)
    assert rows() == before


def test_the_ledger_says_who_what_and_how(sent: tuple[ClientAgreement, str]) -> None:
    accept(sent, consents=answers("terms", "privacy") + answers("recording", accepted=False))
    entry = acceptance_entry()
    text = text_of(sent[0])
    facts, personal = facts_of(entry), personal_of(entry)
    assert (entry.chain, entry.kind, entry.position) == (
        f"agreement:{sent[0].id}",
        "agreement_accepted",
        2,
    )
    version = str(text.terms_version_id)
    assert facts["texts"] == [{"terms_version": version, "language": "en", "sha256": text.sha256}]
    assert (facts["statement"], facts["button"]) == (text.statement, text.button)
    assert facts["agreement"] == sent[0].number
    assert (facts["revision"], facts["role"], facts["language"]) == (1, "payer", "en")
    assert (facts["presentation"]["component"], facts["actor"]) == ("tests", "anonymous")
    assert facts["recorded_at"] == LATER.isoformat()
    assert facts["link"] == str(text.links.get().id)
    assert facts["acting"] is None
    assert {each["key"]: each["accepted"] for each in facts["consents"]} == {
        "terms": True,
        "privacy": True,
        "recording": False,
    }
    assert {each["terms_version"] for each in facts["consents"]} == {version}
    assert [each["key"] for each in facts["presentation"]["boxes"]] == [
        "terms",
        "privacy",
        "recording",
    ]
    assert personal == {
        "name": "Sam Client",
        "email": "sam@client.example",
        "billing_address": asdict(ADDRESS),
        "ip": "203.0.113.7",
        "user_agent": "Tests/1",
        "customer": None,
        "acting": None,
        "texts": [{"title": "Coaching agreement", "text": text.html, "values": text.values}],
        "copies_to": [],
        "deal": deal_of(sent[0]),
        "fingerprint": sha256(canonical(deal_of(sent[0]))),
    }
    assert text.values["client"]["name"] == "Sam Client"
    assert bundle_faults(bundle_make()) == []


def test_no_name_or_address_stands_in_the_chain_itself(sent: tuple[ClientAgreement, str]) -> None:
    accept(sent)
    facts = acceptance_entry().facts
    for personal in ("Sam", "sam@client.example", "203.0.113.7", "Tests/1"):
        assert personal not in facts


@pytest.mark.parametrize(
    ("consents", "code", "saying"),
    [
        ([], ConsentErrorCode.CONSENT_MISSING, "agreement"),
        (answers("terms"), ConsentErrorCode.CONSENT_MISSING, PRIVACY["text"]),
        (answers("privacy", "recording"), ConsentErrorCode.CONSENT_MISSING, "agree to it"),
        (
            answers("terms") + answers("privacy", accepted=False),
            ConsentErrorCode.CONSENT_MISSING,
            PRIVACY["text"],
        ),
        (
            answers("terms", "privacy", pre_ticked=True),
            ConsentErrorCode.CONSENT_PRE_TICKED,
            "'terms'",
        ),
        (
            answers("terms", "privacy") + answers("recording", pre_ticked=True),
            ConsentErrorCode.CONSENT_PRE_TICKED,
            "'recording'",
        ),
        (
            answers("terms", "privacy") + answers("recording", accepted=False, pre_ticked=True),
            ConsentErrorCode.CONSENT_PRE_TICKED,
            "'recording'",
        ),
        (answers("terms", "privacy", "spam"), ConsentErrorCode.CONSENT_UNKNOWN, "spam"),
    ],
)
def test_boxes_that_make_no_consent_are_refused(
    sent: tuple[ClientAgreement, str], consents: Any, code: Any, saying: Any
) -> None:
    with refused(code, "consents", saying=saying):
        accept(sent, consents=consents)


@pytest.mark.parametrize("digest", ["", "0" * 64, "not a hash"])
def test_another_text_than_the_shown_one_is_refused(
    sent: tuple[ClientAgreement, str], digest: str
) -> None:
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256", saying="reload"):
        accept(sent, text_sha256=digest)


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_never_act_in_a_clients_name(
    sent: tuple[ClientAgreement, str], kind: RequestorKind
) -> None:
    act = replace(BROWSER, requestor=Requestor(kind, "1", "alex@coach.example"))
    with refused(AgreementErrorCode.CLIENT_ONLY, None, saying="Only the client"):
        accept(sent, act=act)
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        agreement_decline(token=sent[1], reason="", act=act, now=LATER)
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        agreement_request_changes(token=sent[1], message="x", act=act, now=LATER)


def test_a_logged_in_customer_may_and_is_recorded(sent: tuple[ClientAgreement, str]) -> None:
    act = replace(BROWSER, requestor=Requestor(RequestorKind.CUSTOMER, "VXNlcjox", "s@x.example"))
    accept(sent, act=act)
    entry = acceptance_entry()
    assert facts_of(entry)["actor"] == "customer"
    assert personal_of(entry)["customer"] == "VXNlcjox"


def test_an_address_for_the_invoice_must_be_known(sent: tuple[ClientAgreement, str]) -> None:
    with refused(AgreementErrorCode.BILLING_ADDRESS_REQUIRED, "billing_address"):
        accept(sent, address=None)


def test_the_address_that_the_coach_knows_will_do() -> None:
    sent = agreement_sent(client=replace(SAM, billing_address=ADDRESS))
    accept(sent, address=None)
    assert sent[0].parties.get().billing_address == asdict(ADDRESS)


@pytest.mark.parametrize("token", ["", "x", "\x00", "0" * 64, "../../etc", "ü" * 1000])
def test_an_unknown_link_and_a_revoked_one_answer_alike(
    sent: tuple[ClientAgreement, str], token: str
) -> None:
    agreement, revoked = sent
    acceptance = acceptance_of(agreement)
    with refused(AgreementErrorCode.LINK_INVALID, "token") as _:
        agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=LATER)
    agreement_revoke(agreement_id=agreement.id, now=NOW)
    messages = set()
    for each in (token, revoked):
        before = rows()
        with pytest.raises(Exception, match="not valid") as caught, transaction.atomic():
            agreement_accept(token=each, acceptance=acceptance, act=BROWSER, now=LATER)
        messages.add(repr((type(caught.value), vars(caught.value))))
        assert rows() == before
    assert len(messages) == 1


def test_an_expired_link_says_so_before_and_after_the_sweep(
    sent: tuple[ClientAgreement, str],
) -> None:
    agreement, token = sent
    late = NOW + timedelta(days=14)
    acceptance = acceptance_of(agreement)
    for _ in range(2):
        with refused(AgreementErrorCode.LINK_EXPIRED, "token", saying="new one"):
            agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=late)
        agreements_expire(now=late)
    assert ClientAgreement.objects.get().status == "expired"


def test_until_the_last_moment_it_can_be_accepted(sent: tuple[ClientAgreement, str]) -> None:
    agreement, token = sent
    just = NOW + timedelta(days=14) - timedelta(microseconds=1)
    assert agreements_expire(now=just) == 0
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=just)
    assert agreements_expire(now=NOW + timedelta(days=99)) == 0
    assert ClientAgreement.objects.get().status == "accepted"


def test_nothing_stands_when_the_transaction_around_it_fails(
    sent: tuple[ClientAgreement, str],
) -> None:
    before = rows()
    with transaction.atomic():
        accept(sent)
        transaction.set_rollback(True)
    assert rows() == before


def test_two_agreements_of_a_template_are_apart() -> None:
    template = template_published()
    one, _ = agreement_accepted(template)
    two, _ = agreement_sent(template)
    two.refresh_from_db()
    assert (one.status, two.status) == ("accepted", "sent")
    assert kinds_of(f"agreement:{two.id}") == ["agreement_sent"]


def test_the_ledger_records_what_is_owed_and_by_whom() -> None:
    agreement_accepted()
    personal = personal_of(acceptance_entry())
    assert personal["deal"] == {
        "fee_minor": 150000,
        "currency": "EUR",
        "instalments": 1,
        "sessions": 6,
        "seats": 0,
        "start_on": None,
        "template_version": str(TemplateVersion.objects.get().id),
    }
    assert personal["billing_address"]["city"] == "London"
