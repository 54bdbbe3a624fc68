"""A draft for one client, and what may be typed into it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

import pytest
from factories.agreements import agreement_drafted, agreement_sent, template_published
from factories.contracts import ADDRESS, NOW, SAM
from factories.database import refused, rows

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import CustomField
from saleor_coaching_plugin.core.errors import CoreErrorCode

pytestmark = pytest.mark.django_db
TOPIC = CustomField("topic", "What it is about")


def test_a_draft_takes_from_the_template_what_is_not_said() -> None:
    agreement = agreement_drafted(template_published(instalments=3), sessions=9)
    assert (agreement.fee_minor, agreement.sessions, agreement.instalments) == (1500_00, 9, 3)
    assert (agreement.number, agreement.status, agreement.revision) == ("CA-2027-0001", "draft", 0)
    party = agreement.parties.get()
    assert (party.name, party.email, party.role) == ("Sam Client", "sam@client.example", "payer")


def test_numbers_follow_each_other_within_a_year() -> None:
    template = template_published()
    numbers = [
        agreement_drafted(template, now=NOW.replace(year=year)).number
        for year in (2027, 2027, 2028)
    ]
    assert numbers == ["CA-2027-0001", "CA-2027-0002", "CA-2028-0001"]


@pytest.mark.parametrize(
    ("client", "field"),
    [
        ({"email": "sam@client.example\nBcc: all@world.example"}, "email"),
        ({"email": "sam@client.example, eve@evil.example"}, "email"),
        ({"email": "sam"}, "email"),
        ({"first_name": "Sam\r\nBcc: all@world.example"}, "first_name"),
        ({"last_name": ""}, "last_name"),
        ({"last_name": "x" * 101}, "last_name"),
    ],
)
def test_a_client_who_cannot_be_written_to_is_refused(client: dict[str, str], field: str) -> None:
    template = template_published()
    with refused(CoreErrorCode.INVALID, field):
        agreement_drafted(template, client=replace(SAM, **client))
    draft = agreement_drafted(template)
    with refused(CoreErrorCode.INVALID, field):
        agreement_update(
            agreement_id=draft.id, client=replace(SAM, **client), details=AgreementDetails()
        )


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"fee_minor": -1}, "fee"),
        ({"fee_minor": 10**12 + 1}, "fee"),
        ({"sessions": -1}, "sessions"),
        ({"instalments": 0}, "instalments"),
        ({"instalments": 37}, "instalments"),
        ({"custom_values": {"topci": "x"}}, "custom_values"),
    ],
)
def test_bad_details_are_refused_and_leave_nothing_not_even_a_number(
    details: dict[str, Any], field: str
) -> None:
    template = template_published()
    with refused(CoreErrorCode.INVALID, field):
        agreement_drafted(template, **details)


def test_a_draft_can_be_rewritten() -> None:
    draft = agreement_drafted()
    agreement_update(
        agreement_id=draft.id,
        client=replace(SAM, email="SAM@New.example", billing_address=ADDRESS),
        details=AgreementDetails(fee_minor=7, language="de"),
    )
    draft.refresh_from_db()
    party = draft.parties.get()
    assert (draft.fee_minor, draft.language) == (7, "de")
    assert (party.email, party.billing_address) == ("sam@new.example", asdict(ADDRESS))


def test_what_a_client_has_is_not_rewritten() -> None:
    agreement, _ = agreement_sent()
    with refused(AgreementErrorCode.NOT_EDITABLE, "id", saying="sent"):
        agreement_update(agreement_id=agreement.id, client=SAM, details=AgreementDetails())
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        agreement_update(agreement_id=uuid4(), client=SAM, details=AgreementDetails())


@pytest.mark.parametrize("values", [{}, {"topic": ""}])
def test_a_custom_field_that_is_empty_is_asked_for_before_sending(values: dict[str, str]) -> None:
    draft = agreement_drafted(template_published(custom_fields=[TOPIC]), custom_values=values)
    with refused(AgreementErrorCode.MERGE_FIELD_MISSING, "custom_values", saying=TOPIC.label):
        agreement_send(agreement_id=draft.id, now=NOW)


def test_making_a_draft_mails_nothing() -> None:
    template = template_published()
    before = rows()
    agreement_drafted(template)
    after = rows()
    assert (after["MailMessage"], after["OutboxMessage"]) == (
        before["MailMessage"],
        before["OutboxMessage"],
    )
