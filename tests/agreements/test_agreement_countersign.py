"""The coach signs too: before the client accepts or after, once a text, and never by an app."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from factories.agreements import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    template_published,
    version_published,
)
from factories.amendments import amendment_accepted, amendment_asked
from factories.contracts import BROWSER, NOW, SAM, acceptance_of, terms_published, text_of, token_of
from factories.database import refused, rows
from factories.shop import shop_app, shop_customer, shop_staff

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import Amendment, ClientAgreement, Countersignature
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.countersign import Signer, agreement_countersign
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.respond import agreement_request_changes
from saleor_coaching_plugin.agreements.services.send import agreement_resend, agreement_send
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import LedgerEntry, LedgerPersonalData
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.sandbox.shop.models import User

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def staff_act() -> Act:
    person, _ = shop_staff(["MANAGE_ORDERS"])
    requestor = Requestor(RequestorKind.STAFF, id=person.id, email=person.email)
    return replace(BROWSER, requestor=requestor)


@pytest.fixture
def alex() -> Signer:
    """Alex Morgan, who works here."""
    return Signer(staff_act())


def countersign(agreement: ClientAgreement, signer: Signer, **changes: Any) -> Countersignature:
    sha256 = changes.pop("text_sha256", None) or text_of(agreement).sha256
    return agreement_countersign(
        agreement_id=agreement.id, text_sha256=sha256, signer=signer, now=LATER, **changes
    )


def entries_of(agreement: ClientAgreement) -> list[LedgerEntry]:
    chain = f"agreement:{agreement.id}"
    return list(LedgerEntry.objects.filter(chain=chain).order_by("position"))


def mails_told() -> list[MailMessage]:
    return list(MailMessage.objects.filter(kind="countersigned"))


def test_before_the_client_accepts(alex: Signer) -> None:
    agreement, _ = agreement_sent()
    signature = countersign(agreement, alex)
    assert signature.text == text_of(agreement)
    assert (signature.name, signature.email) == ("Alex Morgan", "alex@coach.example")
    assert (signature.timing, signature.signed_at) == ("before", LATER)
    agreement.refresh_from_db()
    assert agreement.status == "sent"
    assert not OutboxMessage.objects.filter(event="CopyOwed").exists()


def test_after_the_client_accepted_a_new_copy_is_owed(alex: Signer) -> None:
    agreement, _ = agreement_accepted()
    OutboxMessage.objects.all().delete()
    signature = countersign(agreement, alex)
    assert signature.timing == "after"
    owed = OutboxMessage.objects.filter(event="CopyOwed", handler="evidence.handlers.copy_send")
    assert owed.get().payload == {"entry_id": entries_of(agreement)[-1].pk}


@pytest.mark.parametrize("made", [agreement_sent, agreement_accepted])
def test_the_ledger_binds_it_to_the_text_and_names_the_signer_alone(
    made: Callable[[], tuple[ClientAgreement, str]], alex: Signer
) -> None:
    agreement, _ = made()
    signature = countersign(agreement, alex)
    entry = entries_of(agreement)[-1]
    facts = json.loads(entry.facts)
    assert entry.kind == "agreement_countersigned"
    assert [each["sha256"] for each in facts["texts"]] == [text_of(agreement).sha256]
    assert (facts["timing"], facts["actor"]) == (signature.timing, "staff")
    assert facts["presentation"]["component"] == "tests"
    assert "Alex" not in entry.facts
    personal = LedgerPersonalData.objects.get(entry=entry)
    data = json.loads(personal.data)
    assert (data["name"], data["email"]) == ("Alex Morgan", "alex@coach.example")
    assert data["signer"] == {"name": "Alex Morgan", "user": alex.act.requestor.id}
    assert (data["ip"], personal.email) == ("203.0.113.7", "alex@coach.example")
    assert SAM.email not in personal.data
    assert personal.hold_reason == "countersigned agreement"


@pytest.mark.parametrize("made", [agreement_sent, agreement_accepted])
def test_signing_twice_returns_the_first_signature(
    made: Callable[[], tuple[ClientAgreement, str]], alex: Signer
) -> None:
    agreement, _ = made()
    first = countersign(agreement, alex)
    before = rows()
    assert countersign(agreement, alex) == first
    other = replace(
        BROWSER, requestor=Requestor(RequestorKind.STAFF, id=shop_staff(email="b@c.de")[0].id)
    )
    after_other = rows()
    assert countersign(agreement, Signer(other)) == first
    assert rows() == after_other
    assert before["Countersignature"] == after_other["Countersignature"]


def app() -> Requestor:
    return Requestor(RequestorKind.APP, id=shop_app(["MANAGE_ORDERS"])[0])


def customer() -> Requestor:
    return Requestor(RequestorKind.CUSTOMER, id=shop_customer().id)


def nobody() -> Requestor:
    return BROWSER.requestor


@pytest.mark.parametrize("who", [app, customer, nobody])
def test_only_a_person_of_the_shop_signs(who: Callable[[], Requestor]) -> None:
    signer = Signer(replace(BROWSER, requestor=who()), "Alex Morgan")
    agreement, _ = agreement_sent()
    draft = agreement_drafted()
    with refused(AgreementErrorCode.STAFF_ONLY, None):
        countersign(agreement, signer)
    with refused(AgreementErrorCode.STAFF_ONLY, None):
        agreement_send(agreement_id=draft.id, now=NOW, signer=signer)


def test_another_text_is_not_signed(alex: Signer) -> None:
    agreement, _ = agreement_sent()
    other, _ = agreement_sent()
    for sha256 in ("0" * 64, text_of(other).sha256):
        with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256"):
            countersign(agreement, alex, text_sha256=sha256)


@pytest.mark.parametrize("status", ["changes_requested", "declined", "expired", "revoked"])
def test_what_is_closed_is_not_signed(status: str, alex: Signer) -> None:
    agreement, _ = agreement_sent()
    ClientAgreement.objects.update(status=status)
    with refused(AgreementErrorCode.NOT_COUNTERSIGNABLE, "id"):
        countersign(agreement, alex)


def test_an_unknown_agreement_is_not_found(alex: Signer) -> None:
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        agreement_countersign(agreement_id=uuid4(), text_sha256="", signer=alex, now=NOW)


def test_a_name_is_asked_for_where_the_shop_knows_none(alex: Signer) -> None:
    User.objects.update(first_name="", last_name="")
    agreement, _ = agreement_sent()
    with refused(CoreErrorCode.INVALID, "signer_name"):
        countersign(agreement, alex)
    with refused(CoreErrorCode.INVALID, "signer_name"):
        countersign(agreement, replace(alex, name="Alex\nMorgan"))
    assert countersign(agreement, replace(alex, name=" Dr. Alex Morgan ")).name == "Dr. Alex Morgan"


def test_the_shops_name_of_a_user_counts_more_than_the_one_given(alex: Signer) -> None:
    agreement, _ = agreement_sent()
    assert countersign(agreement, replace(alex, name="Somebody Else")).name == "Alex Morgan"


def test_a_revision_needs_a_signature_of_its_own(alex: Signer) -> None:
    agreement, token = agreement_sent()
    signed = countersign(agreement, alex)
    agreement_request_changes(token=token, message="Cheaper", act=BROWSER, now=NOW)
    agreement_update(
        agreement_id=agreement.id, client=SAM, details=AgreementDetails(fee_minor=90_00)
    )
    agreement_send(agreement_id=agreement.id, now=LATER)
    assert not Countersignature.objects.filter(text=text_of(agreement)).exists()
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256"):
        countersign(agreement, alex, text_sha256=signed.text.sha256)
    assert countersign(agreement, alex) != signed


def test_an_accepted_agreement_waits_for_no_signature() -> None:
    agreement, _ = agreement_accepted()
    events = set(OutboxMessage.objects.values_list("event", flat=True))
    assert {"AgreementAccepted", "CopyOwed"} <= events
    assert not Countersignature.objects.filter(text=text_of(agreement)).exists()


def test_an_amendment_is_signed_like_any_text(alex: Signer) -> None:
    amendment = amendment_asked()
    agreement, sha256 = amendment.party.agreement, amendment.text.sha256
    signature = countersign(agreement, alex, text_sha256=sha256)
    assert (signature.text, signature.timing) == (amendment.text, "before")
    # What it amends is accepted already, and another text.
    first = agreement.parties.get().texts.get(revision=agreement.revision)
    assert countersign(agreement, alex, text_sha256=first.sha256).timing == "after"


def test_an_accepted_amendment_is_signed_after(alex: Signer) -> None:
    amendment = amendment_asked()
    amendment_accepted(amendment)
    signature = countersign(amendment.party.agreement, alex, text_sha256=amendment.text.sha256)
    assert signature.timing == "after"


@pytest.mark.parametrize("status", ["declined", "superseded"])
def test_a_closed_amendment_is_not_signed(status: str, alex: Signer) -> None:
    amendment = amendment_asked()
    Amendment.objects.update(status=status)
    with refused(AgreementErrorCode.NOT_COUNTERSIGNABLE, "id"):
        countersign(amendment.party.agreement, alex, text_sha256=amendment.text.sha256)


# sent and signed at once


def test_sent_and_signed_in_one_step_the_mail_says_so_and_no_other_mail_comes(
    alex: Signer,
) -> None:
    draft = agreement_drafted()
    agreement = agreement_send(agreement_id=draft.id, now=NOW, signer=alex)
    assert Countersignature.objects.get().text == text_of(agreement)
    kinds = [entry.kind for entry in entries_of(agreement)]
    assert kinds == ["agreement_countersigned", "agreement_sent"]
    proposal = MailMessage.objects.get(kind="proposal")
    assert "Alex Morgan has signed this agreement already, on May 1, 2027." in proposal.text
    relay_due()
    assert mails_told() == []
    agreement_resend(agreement_id=agreement.id, now=LATER)
    again = MailMessage.objects.filter(kind="proposal").latest("created_at")
    assert "Alex Morgan has signed this agreement already, on May 1, 2027." in again.text


def test_the_mail_of_an_unsigned_agreement_says_nothing_of_signatures() -> None:
    agreement_sent()
    assert "signed" not in MailMessage.objects.get(kind="proposal").text


def test_sending_and_signing_again_changes_nothing(alex: Signer) -> None:
    draft = agreement_drafted()
    agreement_send(agreement_id=draft.id, now=NOW, signer=alex)
    before = rows()
    agreement_send(agreement_id=draft.id, now=LATER, signer=alex)
    assert rows() == before


def test_what_was_sent_unsigned_is_signed_when_it_is_sent_signed(alex: Signer) -> None:
    agreement, _ = agreement_sent()
    agreement_send(agreement_id=agreement.id, now=LATER, signer=alex)
    assert Countersignature.objects.get().text == text_of(agreement)
    assert MailMessage.objects.filter(kind="proposal").count() == 1
    relay_due()
    assert len(mails_told()) == 1


def test_a_signature_that_fails_sends_nothing(alex: Signer) -> None:
    User.objects.update(first_name="", last_name="")
    draft = agreement_drafted()
    with refused(CoreErrorCode.INVALID, "signer_name"):
        agreement_send(agreement_id=draft.id, now=NOW, signer=alex)


# the client is told


def copy_told(agreement: ClientAgreement) -> MailMessage:
    """The mail with the certificate that shows both acts."""
    entry = entries_of(agreement)[-1]
    return MailMessage.objects.get(key=f"copy:{entry.pk}")


def test_after_accepting_the_client_is_told_with_the_new_certificate(alex: Signer) -> None:
    agreement, _ = agreement_accepted()
    countersign(agreement, alex)
    relay_due()
    mail = copy_told(agreement)
    assert mail.to_email == SAM.email
    assert mail.subject == f"Agreement {agreement.number}, signed by both sides"
    assert "Countersigned" in mail.text
    assert "Alex Morgan, May 3, 2027" in mail.text
    assert mails_told() == []


def test_the_client_is_told_before_accepting(alex: Signer) -> None:
    agreement, _ = agreement_sent()
    countersign(agreement, alex)
    relay_due()
    (mail,) = mails_told()
    assert mail.to_email == SAM.email
    assert mail.subject == f"Alex Morgan has signed agreement {agreement.number}"
    assert "on May 3, 2027" in mail.text
    assert "portal" not in mail.html


def test_the_client_is_told_in_the_language_of_the_text(alex: Signer) -> None:
    terms = terms_published()
    version_published(terms, "Deutsch", language="de", title="Vertrag")
    agreement, _ = agreement_sent(template_published(terms), language="de")
    countersign(agreement, alex)
    relay_due()
    (mail,) = mails_told()
    assert mail.subject == f"Alex Morgan hat den Vertrag {agreement.number} unterzeichnet"
    assert "am 3. Mai 2027 unterzeichnet" in mail.text
    assert '<html lang="de">' in mail.html


def test_a_name_acts_as_text_in_the_mail(alex: Signer) -> None:
    User.objects.update(first_name="**Alex**", last_name="[x](https://evil.example)")
    agreement, _ = agreement_sent()
    countersign(agreement, alex)
    relay_due()
    (mail,) = mails_told()
    assert "evil.example" in mail.text
    assert 'href="https://evil.example"' not in mail.html


# at once with the client


def test_signed_and_accepted_at_once_timing_and_ledger_say_the_same_order(
    committed_db: None, at_once: Callable[..., list[Any]], alex: Signer
) -> None:
    agreement, _ = agreement_sent()
    token, acceptance = token_of(agreement), acceptance_of(agreement)

    def act(number: int) -> None:
        if number:
            countersign(agreement, alex)
        else:
            agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=LATER)

    at_once(8, act)
    kinds = [entry.kind for entry in entries_of(agreement)]
    assert (kinds.count("agreement_countersigned"), kinds.count("agreement_accepted")) == (1, 1)
    before = kinds.index("agreement_countersigned") < kinds.index("agreement_accepted")
    assert Countersignature.objects.get().timing == ("before" if before else "after")
