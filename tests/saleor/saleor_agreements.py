"""Terms and agreements, made by the plugin's mutations in Saleor's own API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from factories.contracts import token_in
from saleor.product.models import Product
from saleor_shop import Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage

ERRORS = "errors { field code message }"
ADDRESS = {
    "firstName": "Sam",
    "lastName": "Client",
    "street": "Unter den Linden 1",
    "city": "Berlin",
    "postalCode": "10117",
    "country": "DE",
}
PRODUCT_BODY = "You buy **{{ product.name }}**."

TERMS_CREATE = f"""mutation($input: ContractTermsCreateInput!) {{
  contractTermsCreate(input: $input) {{ contractTerms {{ id versions {{ id }} }} {ERRORS} }} }}"""
TERMS_PUBLISH = f"""mutation($id: ID!) {{
  contractTermsPublish(id: $id) {{ version {{ number }} {ERRORS} }} }}"""
TERMS_ASSIGN = f"""mutation($id: ID!, $kind: ContractTermsAssignmentKindEnum!, $to: ID!) {{
  contractTermsAssign(id: $id, kind: $kind, objectId: $to) {{ assignment {{ id }} {ERRORS} }} }}"""
TEMPLATE_CREATE = f"""mutation($input: AgreementTemplateCreateInput!) {{
  agreementTemplateCreate(input: $input) {{
    agreementTemplate {{ id versions {{ id fee {{ amount currency }} }} }} {ERRORS} }} }}"""
TEMPLATE_PUBLISH = f"""mutation($id: ID!) {{
  agreementTemplatePublish(id: $id) {{ version {{ number }} {ERRORS} }} }}"""
AGREEMENT_CREATE = f"""mutation($input: ClientAgreementCreateInput!) {{
  clientAgreementCreate(input: $input) {{ clientAgreement {{ id number }} {ERRORS} }} }}"""
AGREEMENT_SEND = f"""mutation($id: ID!) {{
  clientAgreementSend(id: $id) {{ clientAgreement {{ text {{ sha256 }} }} {ERRORS} }} }}"""
AGREEMENT_ACCEPT = f"""mutation($token: String!, $input: ClientAgreementAcceptInput!) {{
  clientAgreementAccept(token: $token, input: $input) {{
    clientAgreement {{ number status }} {ERRORS} }} }}"""


@dataclass(frozen=True)
class Sent:
    """An agreement that a client has a link to."""

    id: str
    number: str
    sha256: str
    token: str


def done(api: Api, mutation: str, **variables: Any) -> dict[str, Any]:
    """The payload of a mutation that has nothing to complain about."""
    (payload,) = api.data(mutation, **variables).values()
    assert payload["errors"] == [], payload
    found: dict[str, Any] = payload
    return found


def refusal(api: Api, query: str, **variables: Any) -> tuple[str, str]:
    """Code and message of the only top-level error; there is no data with it."""
    answer = api.post(query, **variables)
    (error,) = answer["errors"]
    assert not any((answer.get("data") or {}).values()), answer
    return error["extensions"]["exception"]["code"], error["message"]


def office(saleor: SaleorShop) -> Api:
    """Staff with all that our staff side asks for."""
    return saleor.api_of(saleor.staff(["MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_USERS"]))


def terms_made(
    api: Api, body: str = PRODUCT_BODY, title: str = "Terms of purchase", *, has_seats: bool = False
) -> str:
    """Id of published terms."""
    draft = {
        "name": title,
        "language": "en",
        "title": title,
        "body": body,
        "consents": [],
        "hasSeats": has_seats,
    }
    terms = done(api, TERMS_CREATE, input=draft)["contractTerms"]
    done(api, TERMS_PUBLISH, id=terms["versions"][0]["id"])
    return str(terms["id"])


def terms_on(api: Api, to: str, kind: str = "PRODUCT", title: str = "Terms of purchase") -> None:
    done(api, TERMS_ASSIGN, id=terms_made(api, title=title), kind=kind, to=to)


def agreement_sent(
    saleor: SaleorShop, api: Api, product: Product, email: str, **template: Any
) -> Sent:
    """`template` are other fields of the template's input."""
    terms_id = template.pop("termsId", None) or terms_made(
        api, "For **{{ client.name }}** at {{ fee.total }}.", "Contract"
    )
    made = done(
        api,
        TEMPLATE_CREATE,
        input={
            "name": "Coaching",
            "termsId": terms_id,
            "channel": saleor.channel.slug,
            "productId": global_id(product),
            "variantId": global_id(variant_of(product)),
            "fee": {"amount": "1500.50", "currency": saleor.channel.currency_code},
            "packageName": "Six sessions",
            "sessions": 6,
            "instalments": 2,
            "proposalSubject": "Your agreement",
            "proposalBody": "[Read it]({{ agreement.link }})",
            **template,
        },
    )["agreementTemplate"]
    done(api, TEMPLATE_PUBLISH, id=made["versions"][0]["id"])
    agreement = done(
        api,
        AGREEMENT_CREATE,
        input={
            "templateId": made["id"],
            "firstName": "Sam",
            "lastName": "Client",
            "email": email,
        },
    )["clientAgreement"]
    sent = done(api, AGREEMENT_SEND, id=agreement["id"])["clientAgreement"]
    return Sent(agreement["id"], agreement["number"], sent["text"]["sha256"], _token_mailed())


def accepting(sent: Sent) -> dict[str, Any]:
    """Variables of AGREEMENT_ACCEPT."""
    return {
        "token": sent.token,
        "input": {
            "textSha256": sent.sha256,
            "consents": [{"key": "terms", "accepted": True, "initiallyChecked": False}],
            "billingAddress": ADDRESS,
            "presentation": {"component": "storefront"},
        },
    }


def agreed(saleor: SaleorShop, api: Api, email: str, name: str = "Coaching") -> tuple[Sent, str]:
    """An accepted agreement, and the id of the order that was made from it."""
    sent = agreement_sent(saleor, api, saleor.product(name), email)
    done(Api(), AGREEMENT_ACCEPT, **accepting(sent))
    relay_due()
    order_id = api.data("query($id: ID!) { clientAgreement(id: $id) { orderId } }", id=sent.id)[
        "clientAgreement"
    ]["orderId"]
    assert order_id
    return sent, order_id


def _token_mailed() -> str:
    mail = MailMessage.objects.filter(kind="proposal").latest("created_at")
    return token_in(mail)
