"""Staff look at what a party would get; nothing is written by it."""

from __future__ import annotations

from typing import Any

import pytest
from factories.contracts import token_in
from factories.shop import shop_app
from graphql_api import ask, code_of, do, errors_of, everything
from graphql_cases import CASES, node
from graphql_examples import (
    agreement_drafted,
    agreement_sent,
    agreement_with_seats,
    template_drafted,
    template_published,
)
from graphql_relay import to_global_id

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.mail.models import MailMessage

pytestmark = pytest.mark.django_db

SHOWN = """title html language statement button consents { key text required }
    mailSubject mailHtml missing isFrozen"""
PREVIEW = f"""query($id: ID!, $party: ID, $as: ClientAgreementAudienceEnum) {{
    clientAgreementPreview(id: $id, partyId: $party, audience: $as) {{ {SHOWN} }} }}"""
TEMPLATE = f"""query($id: ID!, $language: String, $as: ClientAgreementAudienceEnum) {{
    agreementTemplatePreview(id: $id, language: $language, audience: $as) {{ {SHOWN} }} }}"""
SEND = CASES["clientAgreementPreviewSend"].query


@pytest.mark.parametrize(
    ("made", "is_frozen"), [(agreement_drafted, False), (agreement_sent, True)]
)
def test_an_agreement_is_shown_as_its_party_sees_it(
    made: Any, is_frozen: bool, orders: str
) -> None:
    agreement = made()
    before = everything()
    shown = ask(PREVIEW, by=orders, id=node("ClientAgreement", agreement))
    assert everything() == before
    assert shown["html"] == (
        "<p>For <strong>Ada Lovelace</strong>: 6 sessions at &#8364;1,500.00.</p>\n"
    )
    assert (shown["title"], shown["language"]) == ("Coaching agreement", "en")
    assert shown["button"] in shown["statement"]
    assert [each["key"] for each in shown["consents"]] == ["terms", "recording"]
    assert shown["mailSubject"] == "Your agreement"
    assert "https://agreement.link.invalid/" in shown["mailHtml"]
    assert (shown["missing"], shown["isFrozen"]) == ([], is_frozen)


def test_a_party_is_named_by_its_id(orders: str) -> None:
    agreement, other = agreement_drafted(), agreement_drafted()
    query = "query($id: ID!) { clientAgreement(id: $id) { client { id } } }"
    key = node("ClientAgreement", agreement)
    party = ask(query, by=orders, id=key)["client"]["id"]
    assert party == to_global_id("ClientAgreementParty", agreement.parties.get().id)
    assert "Ada Lovelace" in ask(PREVIEW, by=orders, id=key, party=party)["html"]
    elsewhere = node("ClientAgreementParty", other.parties.get())
    for wrong in (elsewhere, "nonsense", key):
        assert code_of(PREVIEW, by=orders, id=key, party=wrong) == "NOT_FOUND"


def test_what_is_missing_is_named(orders: str) -> None:
    agreement = agreement_drafted()
    ClientAgreement.objects.update(custom_values={})
    shown = ask(PREVIEW, by=orders, id=node("ClientAgreement", agreement))
    assert shown["missing"] == ["The goal"]


@pytest.mark.parametrize("made", [template_drafted, template_published])
def test_a_template_is_shown_for_a_made_up_client(made: Any, orders: str) -> None:
    version = made().versions.get()
    before = everything()
    shown = ask(TEMPLATE, by=orders, id=node("AgreementTemplateVersion", version))
    assert everything() == before
    assert "<strong>Sam Client</strong>: 6 sessions at &#8364;1,500.00." in shown["html"]
    assert shown["missing"] == ["The goal"]
    assert not shown["isFrozen"]


def test_a_language_that_is_none_is_refused(orders: str) -> None:
    version = node("AgreementTemplateVersion", template_published().versions.get())
    assert code_of(TEMPLATE, by=orders, id=version, language="klingon!") == "INVALID"


def test_the_mail_goes_to_whoever_asked_unless_an_address_is_given(orders: str) -> None:
    draft = node("ClientAgreement", agreement_drafted())
    do(SEND, by=orders, id=draft)
    do(SEND, by=orders, id=draft, email="partner@coach.example")
    mails = MailMessage.objects.order_by("created_at")
    sent_to = [mail.to_email for mail in mails]
    assert sent_to == ["orders@coach.example", "partner@coach.example"]
    assert len({token_in(mail) for mail in mails}) == 2


def test_an_app_has_to_give_an_address() -> None:
    app = shop_app(["MANAGE_ORDERS"])[1]
    draft = node("ClientAgreement", agreement_drafted())
    before = everything()
    assert errors_of(SEND, by=app, id=draft) == [("INVALID", "email")]
    assert everything() == before


# as a participant


def test_an_agreement_is_shown_as_a_participant_would_see_it(orders: str) -> None:
    agreement = node("ClientAgreement", agreement_with_seats())
    before = everything()
    shown = ask(PREVIEW, by=orders, **{"id": agreement, "as": "PARTICIPANT"})
    assert everything() == before
    assert "Somebody else has given you this place." in shown["html"]
    assert shown["button"] in shown["statement"]
    assert shown["mailSubject"] == "A place for you: Six sessions"
    assert "https://agreement.link.invalid/" in shown["mailHtml"]
    assert (shown["missing"], shown["isFrozen"]) == ([], False)
    for written in shown.values():
        assert "1,500" not in str(written)
    as_payer = ask(PREVIEW, by=orders, **{"id": agreement, "as": "PAYER"})
    assert as_payer == ask(PREVIEW, by=orders, id=agreement)
    assert "1,500.00 for 3 people" in as_payer["html"]


def test_a_template_is_shown_as_a_participant_would_see_it(orders: str) -> None:
    version = node("AgreementTemplateVersion", agreement_with_seats().template_version)
    shown = ask(TEMPLATE, by=orders, **{"id": version, "as": "PARTICIPANT"})
    assert "of Sam Client on Six sessions" in shown["html"]
    assert shown["mailSubject"] == "A place for you: Six sessions"


def test_without_seats_there_is_no_participant_to_look_as(orders: str) -> None:
    draft = agreement_drafted()
    agreement = {"id": node("ClientAgreement", draft), "as": "PARTICIPANT"}
    assert code_of(PREVIEW, by=orders, **agreement) == "INVALID"
    version = node("AgreementTemplateVersion", draft.template_version)
    assert code_of(TEMPLATE, by=orders, **{"id": version, "as": "PARTICIPANT"}) == "INVALID"


def test_an_invitation_is_mailed_as_a_preview(orders: str) -> None:
    agreement = node("ClientAgreement", agreement_with_seats())
    do(SEND, by=orders, id=agreement, audience="PARTICIPANT")
    mail = MailMessage.objects.get(kind="preview")
    assert (mail.to_email, mail.subject) == (
        "orders@coach.example",
        "[Preview] A place for you: Six sessions",
    )
