"""What the coach and her shop do, through GraphQL."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

from django.test import Client
from factories.shop import shop_channel, shop_product, shop_voucher
from plants import (
    AGREED_FEE,
    ANNA,
    BEN,
    BUDGET,
    CODE,
    COURSE_PAYERS_PART,
    DORA,
    GUARDIAN,
    ISOLDE,
    OTHER_BODY,
    OTHER_FEE,
    OTHER_PACKAGE,
    PAYERS_PART,
    PAYERS_PART_DE,
    PROPOSAL,
    TIM,
    UNIT_PRICE,
    Someone,
)

from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.sandbox.demo import documents

WEEK = 7 * 24 * 60 * 60
PAGE_FOR_ALL = "The agreement {{ agreement.number }} of {{ client.name }} on {{ package.name }}."
TERMS_DRAFT = """mutation($id: ID!, $input: ContractTermsDraftInput!) {
  contractTermsUpdate(id: $id, input: $input) {
    version { id } errors { field message code } } }"""
SEATS_PLAN = """mutation($id: ID!, $people: [SeatParticipantInput!]!) {
  agreementSeatsPlan(agreementId: $id, participants: $people) {
    errors { field message code } } }"""
SETUP = """mutation($product: ID!, $sequence: ID!, $packet: ID!) {
  productSetupUpdate(productId: $product, sequenceId: $sequence, packetId: $packet) {
    errors { field message code } } }"""


def sent(query: str, *, by: str | None, **variables: Any) -> bytes:
    """The answer as it is."""
    response = Client().post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {by}"} if by else {},
    )
    return bytes(response.content)


def asked(query: str, *, by: str | None, **variables: Any) -> Any:
    """The first field of the answer; no error may be in it."""
    answer = json.loads(sent(query, by=by, **variables))
    assert "errors" not in answer, answer
    found = next(iter(answer["data"].values()))
    assert not (found or {}).get("errors"), found
    return found


def typed(person: Someone, **more: str) -> dict[str, str]:
    return {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "email": person.email,
        **more,
    }


class Office:
    def __init__(self, token: str) -> None:
        self.token = token

    def do(self, query: str, **variables: Any) -> Any:
        return asked(query, by=self.token, **variables)

    def family_agreement(self) -> str:
        """Sent to the payer, with four of its five participants named; its id."""
        product = shop_product("Family coaching", int(float(AGREED_FEE) * 100))
        agreement = self.do(
            documents.AGREEMENT_CREATE,
            input={
                "templateId": self._family_template(product),
                **typed(ISOLDE),
                "customValues": [
                    {"name": "budget", "value": BUDGET},
                    {"name": "goal", "value": "Less quarrel at breakfast"},
                ],
            },
        )["clientAgreement"]["id"]
        tomorrow = day_after(1)
        people = [
            typed(ANNA, giftMessage="Für dich, from me to you!", inviteOn=tomorrow),
            typed(BEN),
            typed(DORA),
            {
                **typed(TIM),
                "email": "",
                "guardianName": GUARDIAN,
                "guardianEmail": TIM.email,
            },
        ]
        self.do(SEATS_PLAN, id=agreement, people=people)
        self.do(documents.AGREEMENT_SEND, id=agreement)
        return str(agreement)

    def other_agreement(self) -> str:
        """For the payer alone, of another package."""
        shop_channel("nippon", currency="JPY")
        product = shop_product("Premium", int(OTHER_FEE), channel="nippon")
        terms = self.terms("Other terms", OTHER_BODY)
        template = self._template(
            product, terms, name="Other", packageName=OTHER_PACKAGE, fee=_money(OTHER_FEE, "JPY")
        )
        agreement = self.do(
            documents.AGREEMENT_CREATE, input={"templateId": template, **typed(ISOLDE)}
        )["clientAgreement"]["id"]
        self.do(documents.AGREEMENT_SEND, id=agreement)
        return str(agreement)

    def course(self) -> Product:
        """A product that can be bought in quantity, with a sequence and a packet."""
        shop_voucher(CODE)
        shop_channel("america", currency="USD")
        product = shop_product("Group course", int(float(UNIT_PRICE) * 100), channel="america")
        body = (
            "The course {{ product.name }} of {{ coach.name }}.\n"
            f"{{% payer %}}\n{COURSE_PAYERS_PART}\n{{% endpayer %}}\n"
            "{% participant %}\nYour place, {{ client.name }}, is yours.\n{% endparticipant %}"
        )
        terms = self.terms("Course terms", body, has_seats=True)
        self.do(documents.TERMS_ASSIGN, id=terms, objectId=product.id)
        self.do(
            SETUP,
            product=product.id,
            sequence=self._sequence("Course"),
            packet=self._packet("Course packet"),
        )
        return product

    def terms(self, title: str, body: str, *, has_seats: bool = False) -> str:
        made = self.do(
            documents.TERMS_CREATE,
            input={
                "name": title,
                "language": "en",
                "title": title,
                "body": body,
                "hasSeats": has_seats,
            },
        )["contractTerms"]
        self.do(documents.TERMS_PUBLISH, id=made["versions"][0]["id"])
        return str(made["id"])

    def terms_draft(self, terms: str, language: str, title: str, body: str) -> str:
        """The id of the new version."""
        draft = {"language": language, "title": title, "body": body}
        return str(self.do(TERMS_DRAFT, id=terms, input=draft)["version"]["id"])

    def family_terms_change(self) -> None:
        """Materially, for everybody who has accepted."""
        body = _family_body("Notice is 14 days.")
        version = self.terms_draft(self.family_terms, "en", "Family agreement", body)
        note = "You may leave at shorter notice."
        self.do(documents.TERMS_PUBLISH_CHANGE, id=version, note=note)

    def _family_template(self, product: Product) -> str:
        self.family_terms = self.terms("Family agreement", _family_body(), has_seats=True)
        german = (
            "Die Vereinbarung {{ agreement.number }} von {{ client.name }}.\n"
            f"{{% payer %}}{PAYERS_PART_DE}{{% endpayer %}}\n"
            "{% participant %}\nIhr Platz gehört Ihnen.\n{% endparticipant %}"
        )
        version = self.terms_draft(self.family_terms, "de", "Familienvertrag", german)
        self.do(documents.TERMS_PUBLISH, id=version)
        return self._template(
            product,
            self.family_terms,
            name="Family of five",
            packageName="Family coaching",
            packageDescription="Every second week, all together.",
            fee=_money(AGREED_FEE, "EUR"),
            seats=5,
            instalments=3,
            proposalBody=PROPOSAL,
            customFields=[
                {"name": "budget", "label": "Budget"},
                {"name": "goal", "label": "Goal", "forParticipants": True},
            ],
            sequenceId=self._sequence("Payers", "You pay {{ fee.total }}."),
            participantSequenceId=self._sequence("Participants"),
            participantPacketId=self._packet("Participants' packet"),
        )

    def _template(self, product: Product, terms: str, **fields: Any) -> str:
        template = self.do(
            documents.TEMPLATE_CREATE,
            input={
                "termsId": terms,
                "channel": product.channel,
                "productId": product.id,
                "variantId": product.variants[0].id,
                "sessions": 10,
                "proposalSubject": "Your agreement, {{ client.first_name }}",
                "proposalBody": "[Read it]({{ agreement.link }})",
                **fields,
            },
        )["agreementTemplate"]
        self.do(documents.TEMPLATE_PUBLISH, id=template["versions"][0]["id"])
        return str(template["id"])

    def _sequence(self, name: str, body: str = "See you soon, {{ client.name }}.") -> str:
        steps = [
            {"subject": "Welcome, {{ client.first_name }}", "body": body},
            {"subject": "A week later", "body": "{{ portal.link }}", "delaySeconds": WEEK},
        ]
        made = self.do(documents.SEQUENCE_CREATE, input={"name": name, "steps": steps})["sequence"]
        self.do(documents.SEQUENCE_PUBLISH, id=made["versions"][0]["id"])
        return str(made["id"])

    def _packet(self, name: str) -> str:
        content = base64.b64encode(b"Write down what you want.").decode()
        question = {"name": "hope", "label": "What for?", "kind": "text", "required": True}
        items = [
            {"kind": "FORM", "title": "About you", "fields": [question]},
            {
                "kind": "DOCUMENT",
                "title": "Workbook",
                "filename": "workbook.txt",
                "contentType": "text/plain",
                "content": content,
            },
            {"kind": "TASK", "title": "Find a quiet place"},
        ]
        made = self.do(documents.PACKET_CREATE, input={"name": name, "intro": "", "items": items})
        return str(made["welcomePacket"]["id"])


def day_after(days: int) -> str:

    return (utc_now().date() + timedelta(days=days)).isoformat()


def _money(value: str, currency: str) -> dict[str, str]:
    return {"amount": value, "currency": currency}


def _family_body(more: str = "") -> str:
    return (
        f"{PAGE_FOR_ALL} Its aim is {{{{ custom.goal }}}}.\n"
        f"{{% payer %}}{PAYERS_PART}{{% endpayer %}}\n"
        "{% participant %}\nSomebody has given you this place. "
        f"{{% endparticipant %}}\n{more}"
    )
