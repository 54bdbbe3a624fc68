"""Terms and agreements, made by the services that make them in earnest, whatever the shop is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from saleor_coaching_plugin.agreements.act import Act, Presentation
from saleor_coaching_plugin.agreements.models import ClientAgreement, PartyText
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.prepare import Client
from saleor_coaching_plugin.agreements.services.template import TemplateContent
from saleor_coaching_plugin.commerce.port import ANONYMOUS, Address
from saleor_coaching_plugin.core.sealing import unseal
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.terms.consents import ConsentAnswer
from saleor_coaching_plugin.terms.models import ContractTerms
from saleor_coaching_plugin.terms.services import terms_create, terms_publish

NOW = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)
SAM = Client("Sam", "Client", "sam@client.example")
ADDRESS = Address("Ada", "Lovelace", "12 St James's Square", "London", "SW1Y 4JH", "GB")
BROWSER = Act(
    requestor=ANONYMOUS,
    ip="203.0.113.7",
    user_agent="Tests/1",
    presentation=Presentation(component="tests"),
)
RECORDING = {"key": "recording", "text": "You may record our sessions.", "required": False}
PRIVACY = {"key": "privacy", "text": "I have read the privacy notice.", "required": True}
BODY = "# Agreement {{ agreement.number }}\n\nof {{ client.name }} for {{ fee.total }}"
SEATS_BODY = """# Agreement {{ agreement.number }}

of {{ client.name }} on {{ package.name }}
{% payer %}
You pay {{ fee.total }} for {{ package.seats }} people.
{% endpayer %}
{% participant %}
Somebody else has given you this place.
{% endparticipant %}"""
"""What has a rendering for participants."""
PRODUCT_BODY = "You buy **{{ product.name }}** for {{ product.price }}."
SEATS_PRODUCT_BODY = """The course **{{ product.name }}** is held by {{ coach.name }}.
{% payer %}
You buy {{ product.quantity }} for {{ product.price }} each.
{% endpayer %}
{% participant %}
Your place in it, {{ client.name }}, is yours alone.
{% endparticipant %}"""


def terms_published(
    body: str = BODY,
    *,
    language: str = "en",
    title: str = "Coaching agreement",
    consents: Sequence[dict[str, Any]] = (),
    has_seats: bool = False,
    now: datetime = NOW,
) -> ContractTerms:
    """Terms whose version 1 is published; `has_seats` wants a body such as `SEATS_BODY`."""
    terms = terms_create(
        name="Terms",
        language=language,
        title=title,
        body=body,
        consents=consents,
        has_seats=has_seats,
    )
    terms_publish(version_id=terms.versions.get().id, now=now)
    return terms


def six_sessions(
    terms: ContractTerms, *, channel: str, product_id: str, variant_id: str, **changes: Any
) -> TemplateContent:
    """A valid template for this product; `changes` are other fields of it."""
    content = TemplateContent(
        terms_id=terms.id,
        channel=channel,
        product_id=product_id,
        variant_id=variant_id,
        currency="EUR",
        package_name="Six sessions",
        package_description="Every second week.",
        sessions=6,
        fee_minor=1500_00,
        instalments=1,
        payment_days=14,
        expiry_days=14,
        proposal_subject="Your agreement, {{ client.first_name }}",
        proposal_body="Hello {{ client.first_name }}\n\n[Read it]({{ agreement.link }})",
    )
    return replace(content, **changes)


def token_of(agreement: ClientAgreement) -> str:
    """The raw token in the newest proposal mail."""
    mails = MailMessage.objects.filter(kind="proposal", about=str(agreement.id))
    return token_in(mails.latest("created_at"))


def token_in(mail: MailMessage) -> str:
    (address,) = json.loads(unseal(mail.sealed_links)).values()
    return str(address).rstrip("/").rpartition("/")[2]


def text_of(agreement: ClientAgreement) -> PartyText:
    return agreement.parties.get().texts.latest("revision")


def answers(*keys: str, accepted: bool = True, pre_ticked: bool = False) -> list[ConsentAnswer]:
    return [ConsentAnswer(key, accepted, pre_ticked) for key in keys]


def acceptance_of(
    agreement: ClientAgreement, *, address: Address | None = ADDRESS, **changes: Any
) -> Acceptance:
    """All that a client would send; `changes` are fields of it."""
    text = text_of(agreement)
    whole = Acceptance(
        text_sha256=text.sha256,
        consents=answers(*(each["key"] for each in text.consents)),
        billing_address=address,
    )
    return replace(whole, **changes)
