"""The answer to a material change: what was accepted stands until the client agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories.agreements import (
    agreement_accepted,
    template_published,
    version_published,
)
from factories.amendments import (
    ANSWERED,
    ASKED,
    NEW_BODY,
    amendment_accepted,
    amendment_asked,
    amendment_token,
    asked,
)
from factories.contracts import (
    BROWSER,
    NOW,
    PRIVACY,
    RECORDING,
    answers,
    terms_published,
)
from factories.database import refused, rows
from factories.ledger import facts_of, personal_of

from saleor_coaching_plugin.agreements.amendment_handlers import (
    coach_tell_answer,
)
from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party
from saleor_coaching_plugin.agreements.selectors import text_in_force
from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.agreements.services.respond import (
    agreement_decline,
    agreement_request_changes,
    agreement_view,
)
from saleor_coaching_plugin.agreements.services.send import agreement_resend
from saleor_coaching_plugin.commerce.port import Requestor, RequestorKind
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.events import (
    AmendmentAccepted,
    AmendmentDeclined,
)
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import GivenConsent, LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.consents import ConsentErrorCode

pytestmark = pytest.mark.django_db


def decline(reason: str = "Too long.", **changes: Any) -> None:
    values = {"token": amendment_token(), "act": BROWSER, "now": ANSWERED} | changes
    agreement_decline(reason=reason, **values)


def test_accepting_puts_the_new_text_in_force_and_proves_it() -> None:
    amendment = amendment_asked(consents=[PRIVACY, RECORDING])
    before = ClientAgreement.objects.values().get()
    party = Party.objects.values().get()
    accepted = text_in_force(amendment.party)
    amendment_accepted(amendment, consents=answers("terms", "privacy"))
    amendment.refresh_from_db()
    assert (amendment.status, amendment.closed_at) == ("accepted", ANSWERED)
    assert text_in_force(amendment.party) == amendment.text != accepted
    assert ClientAgreement.objects.values().get() == before
    assert Party.objects.values().get() == party
    entry = LedgerEntry.objects.get(kind="amendment_accepted")
    first = LedgerEntry.objects.get(kind="agreement_accepted")
    facts, personal = facts_of(entry), personal_of(entry)
    assert facts.keys() == {*facts_of(first), "amends"}
    assert personal.keys() == personal_of(first).keys()
    assert (facts["amends"], facts["revision"]) == (accepted.sha256, 2)
    assert facts["statement"] == amendment.text.statement
    assert [each["accepted"] for each in facts["consents"]] == [True, True, False]
    assert personal["texts"][0]["text"] == amendment.text.html
    given = GivenConsent.objects.filter(entry=entry).order_by("id")
    assert [(each.key, each.accepted) for each in given] == [
        *[("terms", True), ("privacy", True), ("recording", False)]
    ]
    copies = OutboxMessage.objects.filter(event="CopyOwed", payload__entry_id=entry.pk)
    assert copies.exists()
    # What follows an agreement (order, invoice, sequence) followed the first acceptance alone.
    followed = OutboxMessage.objects.filter(event="AgreementAccepted").values_list("handler")
    assert len(followed) == len(set(followed)) > 0


def test_accepting_it_twice_is_accepting_it_once() -> None:
    amendment = amendment_asked()
    amendment_accepted(amendment)
    before = rows()
    amendment_accepted(amendment, consents=[])
    assert rows() == before


def test_the_first_link_still_opens_what_was_accepted_and_answers_no_change() -> None:
    terms = terms_published()
    agreement, token = agreement_accepted(template_published(terms))
    amendment = asked(agreement, version_published(terms, NEW_BODY), now=NOW)
    assert amendment
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None):
        decline(token=token, now=NOW)
    amendment_accepted(amendment, token=token, now=NOW)
    amendment.refresh_from_db()
    assert amendment.status == "open"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"text_sha256": "0" * 64}, AgreementErrorCode.TEXT_CHANGED, "text_sha256"),
        ({"consents": []}, ConsentErrorCode.CONSENT_MISSING, "consents"),
        (
            {"consents": answers("terms", pre_ticked=True)},
            ConsentErrorCode.CONSENT_PRE_TICKED,
            "consents",
        ),
        ({"consents": answers("terms", "x")}, ConsentErrorCode.CONSENT_UNKNOWN, "consents"),
        ({"token": "wrong"}, AgreementErrorCode.LINK_INVALID, "token"),
        *(
            ({"act": replace(BROWSER, requestor=Requestor(kind, "1"))}, "client_only", None)
            for kind in (RequestorKind.STAFF, RequestorKind.APP)
        ),
    ],
)
def test_what_is_no_acceptance_changes_nothing(
    changes: dict[str, Any], code: Any, field: str | None
) -> None:
    amendment = amendment_asked()
    with refused(code, field):
        amendment_accepted(amendment, **changes)


def test_the_old_texts_hash_does_not_accept_the_new_one() -> None:
    amendment = amendment_asked()
    with refused(AgreementErrorCode.TEXT_CHANGED, "text_sha256"):
        amendment_accepted(amendment, text_sha256=amendment.text.previous.sha256)


def test_declining_leaves_the_accepted_text_in_force_and_is_recorded() -> None:
    amendment = amendment_asked()
    before = ClientAgreement.objects.values().get()
    decline(" Too long. ")
    amendment.refresh_from_db()
    assert (amendment.status, amendment.client_note) == ("declined", "Too long.")
    assert text_in_force(amendment.party) == amendment.text.previous
    assert ClientAgreement.objects.values().get() == before
    assert Party.objects.get().status == "accepted"
    entry = LedgerEntry.objects.get(kind="amendment_declined")
    assert facts_of(entry)["amends"] == amendment.text.previous.sha256
    assert personal_of(entry)["note"] == "Too long."
    declined = rows()
    decline("Again")
    assert rows() == declined


@pytest.mark.parametrize("kind", [RequestorKind.STAFF, RequestorKind.APP])
def test_staff_and_apps_do_not_decline_for_the_client(kind: RequestorKind) -> None:
    amendment_asked()
    with refused(AgreementErrorCode.CLIENT_ONLY, None):
        decline(act=replace(BROWSER, requestor=Requestor(kind, "1")))


def test_an_answer_is_final() -> None:
    amendment = amendment_asked()
    decline()
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None, saying="declined"):
        amendment_accepted(amendment)
    other = amendment_asked()
    amendment_accepted(other)
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None, saying="accepted"):
        decline(token=amendment_token(other.party.agreement))


def test_no_changes_of_a_change_are_asked_for() -> None:
    amendment_asked()
    with refused(AgreementErrorCode.NOT_ACCEPTABLE, None):
        agreement_request_changes(
            token=amendment_token(), message="Other", act=BROWSER, now=ANSWERED
        )


def test_a_link_that_has_expired_accepts_nothing_until_it_is_sent_again() -> None:
    amendment = amendment_asked()
    late = ASKED + timedelta(days=14)
    with refused(AgreementErrorCode.LINK_EXPIRED, "token"):
        decline(now=late)
    agreement_resend(agreement_id=amendment.party.agreement_id, now=late)
    decline(now=late)
    amendment.refresh_from_db()
    assert amendment.status == "declined"


def test_looking_at_it_changes_nothing() -> None:
    amendment_asked()
    before = rows()
    agreement_view(token=amendment_token(), now=ASKED)
    assert rows() == before


def test_an_accepted_agreement_with_a_change_is_still_not_revoked() -> None:
    amendment = amendment_asked()
    with refused(AgreementErrorCode.NOT_REVOCABLE, "id"):
        agreement_revoke(agreement_id=amendment.party.agreement_id, now=ANSWERED)


def test_a_reason_that_is_too_long_is_refused() -> None:
    amendment_asked()
    with refused(CoreErrorCode.INVALID, "message"):
        decline("x" * 4001)


def test_a_later_change_is_made_against_the_amendment() -> None:
    first = amendment_asked()
    amendment_accepted(first)
    version = version_published(
        first.text.terms_version.terms, NEW_BODY + "\n\nMore.", note="More."
    )
    second = asked(first.party.agreement, version, now=ANSWERED + timedelta(days=30))
    assert second
    assert second.text.previous == first.text
    mail = MailMessage.objects.filter(kind="amendment").latest("created_at")
    assert "June 1, 2027 you accepted" in mail.text
    assert "We have made some things clearer." not in mail.text


def test_the_coach_is_told_of_a_yes() -> None:
    amendment = amendment_asked()
    amendment_accepted(amendment)
    coach_tell_answer(AmendmentAccepted(amendment_id=str(amendment.id)))
    mail = MailMessage.objects.get(kind="coach_amendment_accepted")
    assert mail.subject.endswith("Sam Client has accepted the changed terms.")


def test_the_coach_is_told_of_a_no_with_its_reason_once() -> None:
    amendment = amendment_asked()
    decline("Too *long*.")
    for _ in range(2):
        coach_tell_answer(AmendmentDeclined(amendment_id=str(amendment.id)))
    mail = MailMessage.objects.get(kind="coach_amendment_declined")
    assert mail.subject.endswith("Sam Client has declined the changed terms.")
    assert "Too *long*." in mail.text


def test_each_answer_promises_to_tell_the_coach() -> None:
    amendment = amendment_asked()
    decline()
    (told,) = OutboxMessage.objects.filter(event="AmendmentDeclined")
    assert told.payload == {"amendment_id": str(amendment.id)}
    other = amendment_asked()
    amendment_accepted(other)
    (told,) = OutboxMessage.objects.filter(event="AmendmentAccepted")
    assert told.payload == {"amendment_id": str(other.id)}
