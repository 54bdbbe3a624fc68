"""Agreements: prepared and sent by staff, opened and answered by the client."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from factories import contracts
from factories.agreements import template_content
from factories.contracts import RECORDING, SEATS_BODY, token_of
from factories.ledger import acceptance_entry, facts_of, personal_of
from factories.shop import shop_app, shop_staff
from graphql_api import ask, code_of, do, errors_of, everything, post
from graphql_cases import CASES, agreement_typed, node, template_typed
from graphql_examples import (
    ADA,
    TYPED_ADDRESS,
    acceptance_typed,
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    packet_made,
    sequence_published,
    template_published,
    ticked,
)

from saleor_coaching_plugin.agreements.models import ClientAgreement, PartyLink, TemplateVersion
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.agreements.services.template import template_create, template_publish
from saleor_coaching_plugin.agreements.states import AgreementStatus
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.wording import wording_for

BY_TOKEN = """query($t: String!) { clientAgreementByToken(token: $t) {
    number status title html sha256 language statement button consents { key text required }
    seats firstName lastName billingAddress { street } clientNote expiresAt acceptedAt } }"""
FOUND = """query($status: [ClientAgreementStatusEnum!], $search: String) {
    clientAgreements(status: $status, search: $search) { edges { node { number } } } }"""
ACCEPT = CASES["clientAgreementAccept"].query

pytestmark = pytest.mark.django_db


def opened(token: str, by: str | None = None) -> Any:
    answer = post(BY_TOKEN, by=by, t=token)
    assert "errors" not in answer, answer
    return answer["data"]["clientAgreementByToken"]


def accept(agreement: ClientAgreement, by: str | None = None, **changes: Any) -> Any:
    variables = {"token": token_of(agreement), "input": acceptance_typed(agreement, **changes)}
    return do(ACCEPT, by=by, **variables)["clientAgreement"]


# staff


def test_a_template_is_created_with_all_that_it_says(orders: str) -> None:
    case = CASES["agreementTemplateCreate"]
    variables = case.variables()
    created = do(case.query, by=orders, **variables)["agreementTemplate"]
    (shown,) = created["versions"]
    typed = variables["input"]
    assert created["name"] == "Coaching"
    assert (shown["sequenceId"], shown["packetId"]) == (typed["sequenceId"], typed["packetId"])
    version = TemplateVersion.objects.get()
    assert (version.fee_minor, version.currency) == (1500_00, "EUR")
    assert (version.channel, version.instalments) == ("default-channel", 3)
    assert (version.payment_days, version.expiry_days) == (14, 14)


def test_what_a_template_refers_to_needs_the_permission_for_it(orders: str) -> None:
    template = template_published(sequence_id=sequence_published().id, packet_id=packet_made().id)
    query = """query($id: ID!) { agreementTemplate(id: $id) { versions {
        termsId sequenceId packetId terms { name } sequence { name } packet { name } } } }"""
    answer = post(query, by=orders, id=node("AgreementTemplate", template))
    (version,) = answer["data"]["agreementTemplate"]["versions"]
    assert version["termsId"]
    assert version["sequenceId"]
    assert version["packetId"]
    assert version["terms"] is version["sequence"] is version["packet"] is None
    codes = [error["extensions"]["exception"]["code"] for error in answer["errors"]]
    assert codes == ["PermissionDenied"] * 3
    boss = shop_staff(["MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_USERS"])[1]
    (version,) = ask(query, by=boss, id=node("AgreementTemplate", template))["versions"]
    assert version["terms"] == {"name": "Terms"}
    assert version["sequence"] == {"name": "Welcome"}
    assert version["packet"] == {"name": "Welcome to coaching"}


def test_an_agreement_is_made_for_one_client(orders: str) -> None:
    case = CASES["clientAgreementCreate"]
    agreement = do(case.query, by=orders, **case.variables())["clientAgreement"]
    assert agreement.pop("id")
    assert agreement.pop("number").startswith("CA-")
    assert agreement == {
        "status": "DRAFT",
        "client": {"email": "sam@client.example"},
        "fee": {"amount": "1200.50", "currency": "EUR"},
        "startOn": "2027-05-01",
    }


def test_what_is_left_out_is_as_the_template_says(orders: str) -> None:
    template = node("AgreementTemplate", template_published())
    typed = {"templateId": template, "firstName": "Sam", "lastName": "C", "email": "s@c.example"}
    do(CASES["clientAgreementCreate"].query, by=orders, input=typed)
    made = ClientAgreement.objects.get()
    assert (made.fee_minor, made.sessions, made.instalments) == (1500_00, 6, 2)
    assert (made.language, made.start_on) == ("en", None)


def test_a_template_with_seats_says_what_is_for_participants(orders: str) -> None:
    terms = contracts.terms_published(SEATS_BODY, has_seats=True)
    typed = template_typed(
        name="Family",
        termsId=node("ContractTerms", terms),
        seats=5,
        participantSequenceId=node("Sequence", sequence_published()),
        participantPacketId=node("WelcomePacket", packet_made()),
        invitationSubject="Come, {{ client.first_name }}",
        invitationBody="[Read it]({{ agreement.link }})",
        customFields=[
            {"name": "place", "label": "Where", "forParticipants": True},
            {"name": "price", "label": "How much"},
        ],
    )
    create = CASES["agreementTemplateCreate"].query
    made = do(create, by=orders, input=typed)["agreementTemplate"]
    query = """query($id: ID!) { agreementTemplate(id: $id) { versions {
        seats participantSequenceId participantPacketId invitationSubject invitationBody
        customFields { name label forParticipants }
        participantSequence { name } participantPacket { name } } } }"""
    boss = shop_staff(["MANAGE_ORDERS", "MANAGE_USERS"])[1]
    (shown,) = ask(query, by=boss, id=made["id"])["versions"]
    given = ("seats", "participantSequenceId", "participantPacketId")
    for name in (*given, "invitationSubject", "invitationBody"):
        assert shown[name] == typed[name]
    assert shown["customFields"] == [
        {"name": "place", "label": "Where", "forParticipants": True},
        {"name": "price", "label": "How much", "forParticipants": False},
    ]
    assert shown["participantSequence"] == {"name": "Welcome"}
    assert shown["participantPacket"] == {"name": "Welcome to coaching"}


def test_a_custom_field_that_is_older_than_seats_is_not_for_participants(orders: str) -> None:
    template = template_create(name="Old", content=template_content())
    template.versions.update(custom_fields=[{"name": "goal", "label": "Goal"}])
    template_publish(version_id=template.versions.get().id, now=utc_now())
    query = """query($id: ID!) { agreementTemplate(id: $id) { versions {
        customFields { name forParticipants } } } }"""
    (shown,) = ask(query, by=orders, id=node("AgreementTemplate", template))["versions"]
    assert shown["customFields"] == [{"name": "goal", "forParticipants": False}]


def test_seats_and_copies_are_given_with_the_agreement(orders: str) -> None:
    terms = contracts.terms_published(SEATS_BODY, has_seats=True)
    template = node("AgreementTemplate", template_published(terms=terms, seats=5))
    create = CASES["clientAgreementCreate"].query
    query = "query($id: ID!) { clientAgreement(id: $id) { seats copyEmails } }"

    def shown(made: Any) -> Any:
        return ask(query, by=orders, id=made["clientAgreement"]["id"])

    typed = agreement_typed(templateId=template)
    made = do(create, by=orders, input=typed)
    assert shown(made) == {"seats": 5, "copyEmails": []}
    made = do(create, by=orders, input=typed | {"seats": 2, "copyEmails": ["Tax@Help.example"]})
    assert shown(made) == {"seats": 2, "copyEmails": ["tax@help.example"]}
    update = CASES["clientAgreementUpdate"].query
    do(update, by=orders, id=made["clientAgreement"]["id"], input=agreement_typed(seats=3))
    assert shown(made) == {"seats": 3, "copyEmails": []}


def test_a_refused_fee_takes_no_number(orders: str) -> None:
    template = node("AgreementTemplate", template_published())
    create = CASES["clientAgreementCreate"].query
    dollars = agreement_typed(templateId=template, fee={"amount": "1", "currency": "USD"})
    assert errors_of(create, by=orders, input=dollars) == [("INVALID", "fee")]
    made = do(create, by=orders, input=agreement_typed(templateId=template))["clientAgreement"]
    assert made["number"].endswith("-0001")


def test_sending_freezes_the_text_and_mails_the_proposal(orders: str) -> None:
    agreement = agreement_drafted()
    query = CASES["clientAgreementSend"].query
    sent = do(query, by=orders, id=node("ClientAgreement", agreement))["clientAgreement"]
    assert sent["status"] == "SENT"
    assert "Ada Lovelace" in sent["text"]["html"]
    assert MailMessage.objects.get(kind="proposal").to_email == ADA.email


def test_resending_kills_the_old_link(orders: str) -> None:
    agreement = agreement_sent()
    old = token_of(agreement)
    query = CASES["clientAgreementResend"].query
    do(query, by=orders, id=node("ClientAgreement", agreement))
    assert code_of(BY_TOKEN, t=old) == "LINK_INVALID"
    assert opened(token_of(agreement))["status"] == "VIEWED"


def test_revoking_kills_the_link(orders: str) -> None:
    agreement = agreement_sent()
    token = token_of(agreement)
    query = CASES["clientAgreementRevoke"].query
    revoked = do(query, by=orders, id=node("ClientAgreement", agreement))["clientAgreement"]
    assert revoked["status"] == "REVOKED"
    assert revoked["closedAt"]
    assert code_of(BY_TOKEN, t=token) == "LINK_INVALID"


def test_agreements_are_found_by_state_and_words(orders: str) -> None:
    template = template_published()
    draft = agreement_drafted(Client("Grace", "Hopper", "grace@navy.example"), template)
    sent = agreement_sent(ADA, template)

    def found(**filters: Any) -> set[str]:
        page = ask(FOUND, by=orders, **filters)
        return {edge["node"]["number"] for edge in page["edges"]}

    assert found() == {draft.number, sent.number}
    assert found(status=["DRAFT"]) == {draft.number}
    assert found(status=["SENT", "VIEWED"]) == {sent.number}
    assert found(search="hop grace") == {draft.number}
    assert found(search="NAVY.example") == {draft.number}
    assert found(search=sent.number) == {sent.number}
    assert found(search="grace lovelace") == set()
    assert found(search="%") == set()
    assert found(status=["DRAFT"], search="ada") == set()
    assert code_of(FOUND, by=orders, search="x" * 201) == "INVALID"


def test_staff_see_what_became_of_it(orders: str) -> None:
    agreement = agreement_accepted()
    query = """query($id: ID!) { clientAgreement(id: $id) {
        status acceptedAt evidenceChain orderId
        client { status customerId billingAddress { street postalCode country } }
        text { sha256 revision consents { key } } customValues { name value } } }"""
    shown = ask(query, by=orders, id=node("ClientAgreement", agreement))
    assert shown["status"] == shown["client"]["status"] == "ACCEPTED"
    assert shown["acceptedAt"]
    assert shown["orderId"] is None
    assert shown["client"]["customerId"] is None
    assert shown["evidenceChain"] == acceptance_entry().chain
    assert shown["client"]["billingAddress"]["country"] == "GB"
    assert [consent["key"] for consent in shown["text"]["consents"]] == ["terms", "recording"]
    assert shown["customValues"] == [{"name": "goal", "value": "Run a marathon"}]


# the client


def test_the_link_opens_the_frozen_text_and_notes_the_first_look() -> None:
    agreement = agreement_sent()
    text = agreement.parties.get().texts.get()
    words = wording_for("en")
    shown = opened(token_of(agreement))
    assert shown.pop("expiresAt")
    assert shown == {
        "number": agreement.number,
        "status": "VIEWED",
        "title": "Coaching agreement",
        "html": text.html,
        "sha256": text.sha256,
        "language": "en",
        "statement": words.accept_statement,
        "button": words.accept_button,
        "consents": [
            {"key": "terms", "text": words.consent_terms, "required": True},
            RECORDING,
        ],
        "seats": 0,
        "firstName": "Ada",
        "lastName": "Lovelace",
        "billingAddress": None,
        "clientNote": "",
        "acceptedAt": None,
    }
    agreement.refresh_from_db()
    assert agreement.viewed_at
    after_first_look = everything()
    opened(token_of(agreement))
    assert everything() == after_first_look


def test_a_look_by_staff_or_an_app_is_not_the_clients() -> None:
    agreement = agreement_sent()
    before = everything()
    for by in (shop_staff(["MANAGE_ORDERS"])[1], shop_app([])[1]):
        assert opened(token_of(agreement), by=by)["status"] == "SENT"
    assert everything() == before


def test_a_wrong_link_an_old_one_and_none_answer_alike(orders: str) -> None:
    agreement = agreement_sent()
    token = token_of(agreement)
    revoke = CASES["clientAgreementRevoke"].query
    do(revoke, by=orders, id=node("ClientAgreement", agreement))
    answers = [post(BY_TOKEN, t=each) for each in (token, "wrong", "")]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["data"] == {"clientAgreementByToken": None}


def test_an_expired_link_says_so() -> None:
    agreement = agreement_sent()
    PartyLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    assert code_of(BY_TOKEN, t=token_of(agreement)) == "LINK_EXPIRED"


def test_accepting_records_what_was_shown_and_who_did_it(settings: Any, ada: str) -> None:
    settings.COACHING_TRUSTED_PROXIES = 1
    agreement = agreement_sent()
    typed = acceptance_typed(agreement, consents=[ticked("terms"), ticked("recording")])
    body = {"query": ACCEPT, "variables": {"token": token_of(agreement), "input": typed}}
    response = Browser().post(
        "/graphql/",
        data=json.dumps(body),
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {ada}",
            "X-Forwarded-For": "198.51.100.1, 203.0.113.9",
            "User-Agent": "Lynx",
        },
    )
    shown = response.json()["data"]["clientAgreementAccept"]["clientAgreement"]
    assert shown["status"] == "ACCEPTED"
    assert shown["acceptedAt"]
    assert shown["billingAddress"] == {"country": "GB"}
    facts, personal = facts_of(acceptance_entry()), personal_of(acceptance_entry())
    shown_by = facts["presentation"]
    assert (shown_by["component"], shown_by["version"]) == ("storefront", "1.2")
    assert facts["actor"] == "customer"
    assert [consent["accepted"] for consent in facts["consents"]] == [True, True]
    assert shown_by["boxes"][0] == {
        "key": "terms",
        "accepted": True,
        "initially_checked": False,
    }
    assert (personal["ip"], personal["user_agent"]) == ("203.0.113.9", "Lynx")
    address = agreement.parties.get().billing_address
    assert address["street"] == TYPED_ADDRESS["street"]


def test_a_known_address_need_not_be_given_again() -> None:
    agreement = agreement_sent()
    agreement.parties.update(
        billing_address={
            "first_name": "Ada",
            "last_name": "Lovelace",
            "street": "1 Known Road",
            "city": "London",
            "postal_code": "",
            "country": "GB",
        }
    )
    assert opened(token_of(agreement))["billingAddress"] == {"street": "1 Known Road"}
    assert accept(agreement, billingAddress=None)["status"] == "ACCEPTED"


def test_a_text_that_was_replaced_cannot_be_accepted(orders: str) -> None:
    agreement = agreement_sent()
    token, typed = token_of(agreement), acceptance_typed(agreement)
    do(CASES["clientAgreementRequestChanges"].query, token=token, message="Less, please.")
    key = node("ClientAgreement", agreement)
    do(CASES["clientAgreementUpdate"].query, by=orders, id=key, input=agreement_typed())
    do(CASES["clientAgreementSend"].query, by=orders, id=key)
    assert errors_of(ACCEPT, token=token, input=typed) == [("LINK_INVALID", "token")]
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.SENT
    assert accept(agreement)["status"] == "ACCEPTED"


def test_declining_and_asking_for_changes_tell_the_coach_why() -> None:
    declined, changes = agreement_sent(), agreement_sent()
    decline, ask_changes = (
        CASES["clientAgreementDecline"].query,
        CASES["clientAgreementRequestChanges"].query,
    )
    payload = do(decline, token=token_of(declined), reason="Not this year.")
    assert payload["clientAgreement"] == {"status": "DECLINED", "clientNote": "Not this year."}
    payload = do(ask_changes, token=token_of(changes), message="Five sessions.")
    assert payload["clientAgreement"] == {
        "status": "CHANGES_REQUESTED",
        "clientNote": "Five sessions.",
    }


def test_what_was_declined_cannot_be_accepted() -> None:
    agreement = agreement_sent()
    do(CASES["clientAgreementDecline"].query, token=token_of(agreement))
    before = everything()
    variables = {"token": token_of(agreement), "input": acceptance_typed(agreement)}
    assert errors_of(ACCEPT, **variables) == [("NOT_ACCEPTABLE", None)]
    assert everything() == before
