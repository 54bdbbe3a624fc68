"""Accepting an agreement or buying a product starts the sequence that belongs to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from sequence_examples import NOW

from saleor_coaching_plugin.agreements.models import (
    AgreementTemplate,
    ClientAgreement,
    Party,
    TemplateVersion,
)
from saleor_coaching_plugin.agreements.states import AgreementStatus, PartyRole
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import AgreementAccepted, ProductPurchased
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sequences.dispatcher import dispatch_due
from saleor_coaching_plugin.sequences.handlers import agreement_enrol, purchase_enrol
from saleor_coaching_plugin.sequences.models import Enrolment, SequenceMessage
from saleor_coaching_plugin.sequences.services.sequence import StepContent
from saleor_coaching_plugin.terms.merge_fields import Scope, fields_of
from saleor_coaching_plugin.terms.models import ContractTerms, VersionStatus

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
PURCHASE = ProductPurchased(
    purchase_id="7f",
    product_id="UHJvZHVjdDox",
    email="Kim@Example.com",
    sequence_id=None,
    packet_id=None,
    product_name="Workbook",
    first_name="Kim",
    last_name="Buyer",
    language="de",
)


@pytest.fixture
def accepted() -> Callable[..., ClientAgreement]:
    """Makes an agreement that its payer has accepted two days after it was sent."""

    def make(sequence_id: uuid.UUID | None) -> ClientAgreement:
        version = TemplateVersion.objects.create(
            template=AgreementTemplate.objects.create(name="Coaching"),
            number=1,
            status=VersionStatus.PUBLISHED,
            terms=ContractTerms.objects.create(name="Terms"),
            channel="default-channel",
            currency="EUR",
            package_name="Six sessions",
            sessions=6,
            variant_id="UHJvZHVjdFZhcmlhbnQ6MQ==",
            fee_minor=60000,
            instalments=2,
            proposal_subject="Proposal",
            proposal_body="{{ agreement.link }}",
            sequence_id=sequence_id,
        )
        agreement = ClientAgreement.objects.create(
            number="CA-2027-0001",
            template_version=version,
            status=AgreementStatus.ACCEPTED,
            revision=1,
            language="en",
            currency="EUR",
            fee_minor=60000,
            sessions=6,
            instalments=2,
            sent_at=NOW - timedelta(days=2),
            accepted_at=NOW,
            expires_at=NOW + timedelta(days=12),
        )
        party = {"agreement": agreement, "first_name": "Sam", "last_name": "Client"}
        Party.objects.create(
            **party,
            role=PartyRole.PAYER,
            email="sam@example.com",
            billing_address=asdict(Address("Sam", "Client", "1 Street", "Town", "12345", "DE")),
        )
        return agreement

    return make


def every_field(scope: Scope) -> StepContent:
    names = sorted(fields_of(scope) - {"agreement.link", "fee.instalments"})
    return StepContent("s", "\n\n".join(f"{name}: {{{{ {name} }}}}" for name in names))


def test_accepted_agreement_enrols_the_payer(published: Make, accepted: Make) -> None:
    agreement = accepted(published(every_field(Scope.AGREEMENT_MAIL)).id)
    agreement_enrol(AgreementAccepted(agreement_id=str(agreement.id)))
    enrolment = Enrolment.objects.get()
    assert (enrolment.recipient_email, enrolment.recipient_name, enrolment.language) == (
        "sam@example.com",
        "Sam Client",
        "en",
    )
    assert enrolment.trigger == f"agreement:{agreement.id}"
    assert dispatch_due() == 1
    text = MailMessage.objects.get().text
    assert "agreement.number: CA-2027-0001" in text
    assert "agreement.date: February 27, 2027" in text
    assert "fee.total: €600.00" in text
    assert "client.name: Sam Client" in text


def test_agreement_whose_template_names_no_sequence_starts_nothing(accepted: Make) -> None:
    agreement = accepted(None)
    agreement_enrol(AgreementAccepted(agreement_id=str(agreement.id)))
    assert not Enrolment.objects.exists()


def test_purchase_enrols_the_buyer(published: Make) -> None:
    sequence = published(every_field(Scope.PURCHASE_MAIL))
    before = utc_now()
    purchase_enrol(replace(PURCHASE, sequence_id=str(sequence.id)))
    enrolment = Enrolment.objects.get()
    assert (enrolment.recipient_email, enrolment.recipient_name, enrolment.language) == (
        "kim@example.com",
        "Kim Buyer",
        "de",
    )
    assert enrolment.trigger == "purchase:7f"
    assert before <= enrolment.enrolled_at <= utc_now()
    assert dispatch_due() == 1
    mail = MailMessage.objects.get()
    assert 'lang="de"' in mail.html
    for line in ("product.name: Workbook", "client.first_name: Kim", "coach.name: Alex Morgan"):
        assert line in mail.text


def test_purchase_of_a_product_without_a_sequence_starts_nothing() -> None:
    purchase_enrol(PURCHASE)
    assert not Enrolment.objects.exists()


def test_buyer_without_a_name_is_enrolled(published: Make) -> None:
    sequence = published(every_field(Scope.PURCHASE_MAIL))
    purchase_enrol(replace(PURCHASE, sequence_id=str(sequence.id), first_name="", last_name=""))
    assert Enrolment.objects.get().recipient_name == ""
    assert dispatch_due() == 1


def test_event_delivered_again_starts_nothing_more(published: Make, accepted: Make) -> None:
    sequence = published()
    agreement = accepted(sequence.id)
    for _ in range(3):
        agreement_enrol(AgreementAccepted(agreement_id=str(agreement.id)))
        purchase_enrol(replace(PURCHASE, sequence_id=str(sequence.id)))
    assert Enrolment.objects.count() == SequenceMessage.objects.count() == 2
