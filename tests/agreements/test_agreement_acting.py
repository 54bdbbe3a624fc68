"""Somebody accepts for the client: by what right, and how the ledger tells it apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factories.agreements import agreement_accepted, agreement_sent
from factories.contracts import BROWSER, NOW, acceptance_of, text_of
from factories.database import refused, rows
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of

from saleor_coaching_plugin.agreements.acting import (
    ActingFor,
    Capacity,
    acting_clean,
    acting_for_text,
    acting_in,
)
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode, InvalidInput
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import GivenConsent, LedgerPersonalData

GRACE = ActingFor(Capacity.GUARDIAN, "Grace Hopper", "")
GRACE_ACTS = replace(BROWSER, acting_for=GRACE)


def accepted_by_grace() -> ClientAgreement:
    agreement, token = agreement_sent()
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=GRACE_ACTS, now=NOW)
    return agreement


def test_what_was_typed_is_trimmed_and_a_guardian_needs_no_basis() -> None:
    assert acting_clean(capacity=Capacity.GUARDIAN, name=" Grace Hopper ", basis=" ") == GRACE
    basis = "Managing director of Example Ltd"
    assert acting_clean(capacity=Capacity.REPRESENTATIVE, name="Eve", basis=f"{basis} ") == (
        ActingFor(Capacity.REPRESENTATIVE, "Eve", basis)
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Grace\nHopper"}, "name"),
        ({"basis": ""}, "basis"),
        ({"basis": "  "}, "basis"),
        ({"basis": "x" * 301}, "basis"),
        ({"basis": "a\r\nb"}, "basis"),
    ],
)
def test_who_acts_must_say_their_name_and_by_what_right(changed: Any, field: str) -> None:
    said = {"capacity": Capacity.REPRESENTATIVE, "name": "Grace Hopper", "basis": "Director"}
    with pytest.raises(InvalidInput) as caught:
        acting_clean(**(said | changed))
    assert (caught.value.code, caught.value.field) == (CoreErrorCode.INVALID, f"acting_for.{field}")


@pytest.mark.django_db
def test_acting_for_another_is_a_kind_of_its_own_and_names_nobody_in_the_chain() -> None:
    agreement = accepted_by_grace()
    entry = acceptance_entry()
    assert kinds_of(entry.chain) == ["agreement_sent", "agreement_accepted_for_another"]
    assert facts_of(entry)["acting"] == {"capacity": "guardian"}
    assert "Grace" not in entry.facts
    personal = personal_of(entry)
    assert personal["acting"] == {"name": "Grace Hopper", "basis": ""}
    assert (personal["name"], personal["email"]) == ("Sam Client", "sam@client.example")
    assert acting_in(entry) == acting_for_text(text_of(agreement)) == GRACE


@pytest.mark.django_db
def test_it_binds_the_client_as_their_own_acceptance_does() -> None:
    agreement = accepted_by_grace()
    agreement.refresh_from_db()
    assert agreement.status == agreement.parties.get().status == "accepted"
    assert {each.email for each in GivenConsent.objects.all()} == {"sam@client.example"}
    assert OutboxMessage.objects.filter(event="AgreementAccepted").exists()
    assert OutboxMessage.objects.get(
        event="CopyOwed", handler="evidence.handlers.copy_send"
    ).payload == {"entry_id": acceptance_entry().id}


@pytest.mark.django_db
def test_a_client_who_accepts_acts_for_nobody_else() -> None:
    agreement, _ = agreement_accepted()
    entry = acceptance_entry()
    assert entry.kind == "agreement_accepted"
    assert facts_of(entry)["acting"] is personal_of(entry)["acting"] is None
    assert acting_in(entry) is acting_for_text(text_of(agreement)) is None


@pytest.mark.django_db
def test_a_second_click_without_it_changes_nothing() -> None:
    agreement, token = agreement_sent()
    for act in (GRACE_ACTS, BROWSER):
        agreement_accept(token=token, acceptance=acceptance_of(agreement), act=act, now=NOW)
        before = rows()
    assert rows() == before
    assert acting_for_text(text_of(agreement)) == GRACE


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_are_nobodys_guardian(kind: RequestorKind) -> None:
    agreement, token = agreement_sent()
    act = replace(GRACE_ACTS, requestor=Requestor(kind, "1", "alex@coach.example"))
    with refused(AgreementErrorCode.CLIENT_ONLY, None, saying="Only the client"):
        agreement_accept(token=token, acceptance=acceptance_of(agreement), act=act, now=NOW)


@pytest.mark.django_db
def test_once_the_name_was_erased_the_capacity_is_still_told(settings: Any) -> None:
    settings.COACHING_EVIDENCE_YEARS = -10
    agreement = accepted_by_grace()
    LedgerPersonalData.objects.filter(entry=acceptance_entry()).update(
        salt="", data="", email="", erased_at=NOW
    )
    assert acting_for_text(text_of(agreement)) == ActingFor(Capacity.GUARDIAN, "", "")
