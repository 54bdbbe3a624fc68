"""What the tests of the pages talk about, made by the services that make it in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from factories import contracts
from factories.contracts import RECORDING
from factories.shop import shop_product

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    Client,
    agreement_create,
)
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import (
    template_create,
    template_publish,
)
from saleor_coaching_plugin.billing.models import Invoice
from saleor_coaching_plugin.billing.services.issue import invoice_hand_over
from saleor_coaching_plugin.billing.services.plan import agreement_invoices_plan
from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind
from saleor_coaching_plugin.portal.services.packet import FormField, ItemContent, packet_create
from saleor_coaching_plugin.seats.selectors import link_open
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign

PREFIX = "/plugins/global/coaching/"
ADA = Client("Ada", "Lovelace", "ada@client.example")
TYPED_ADDRESS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "street": "12 St James's Square",
    "postal_code": "SW1Y 4JH",
    "city": "London",
    "country": "GB",
}
CONTRACT = """# Coaching agreement

between **{{ coach.name }}** and **{{ client.name }}** — agreement {{ agreement.number }}

## What you get

{{ package.sessions }} sessions of one hour. {{ package.description }}

## What it costs

The fee is **{{ fee.total }}**, to be paid as follows:

{% for part in fee.instalments %}{{ part.number }}. {{ part.amount }}, due on {{ part.due_on }}
{% endfor %}
"""
PRODUCT_TERMS = """You buy **{{ product.name }}** for {{ product.price }} from {{ coach.name }}.

1. The material is for your own use.
2. You may return it within 14 days.
"""


def terms_published(body: str = CONTRACT, consents: Sequence[dict[str, Any]] = ()) -> ContractTerms:
    return contracts.terms_published(body, consents=consents, now=utc_now())


def agreement_sent(
    *,
    client: Client = ADA,
    body: str = CONTRACT,
    instalments: int = 1,
    description: str = "We meet every second week, by video or in Bristol.",
) -> ClientAgreement:
    """With a proposal mail that holds the link; see `factories.contracts.token_of`."""
    product = shop_product("Six sessions", 1500_00)
    content = contracts.six_sessions(
        terms_published(body, [RECORDING]),
        channel=product.channel,
        product_id=product.id,
        variant_id=product.variants[0].id,
        package_description=description,
        instalments=instalments,
        proposal_subject="Your agreement",
    )
    template = template_create(name="Coaching", content=content)
    template_publish(version_id=template.versions.get().id, now=utc_now())
    agreement = agreement_create(
        template_id=template.id, client=client, details=AgreementDetails(), now=utc_now()
    )
    return agreement_send(agreement_id=agreement.id, now=utc_now())


def login_token() -> str:
    return contracts.token_in(MailMessage.objects.filter(kind="login").latest("created_at"))


def acceptance_typed(agreement: ClientAgreement) -> dict[str, Any]:
    """What a browser sends when everything was filled in and each box ticked."""
    text = agreement.parties.get().texts.get(revision=agreement.revision)
    keys = [consent["key"] for consent in text.consents]
    return {
        **TYPED_ADDRESS,
        "text_sha256": text.sha256,
        "consent-shown-unticked": keys,
        "consent-ticked": keys,
    }


def place_typed(page: str) -> dict[str, Any]:
    """The same on the page of an invitation, of which this is the address."""
    token = page.rstrip("/").rpartition("/")[2]
    text = link_open(token, now=utc_now()).text
    keys = [consent["key"] for consent in text.consents]
    return {
        "text_sha256": text.sha256,
        "consent-shown-unticked": keys,
        "consent-ticked": keys,
    }


def invoice_issued(agreement: ClientAgreement) -> Invoice:
    """The first invoice of an accepted agreement; the shop's order is left out."""
    now = utc_now()
    agreement_invoices_plan(agreement_id=agreement.id, order_id="", now=now)
    first = Invoice.objects.exclude(number=None).get(agreement=agreement, instalment=1)
    invoice_hand_over(invoice_id=first.id)
    first.refresh_from_db()
    return first


def product_with_terms(name: str = "Workbook", price_minor: int = 49_00, **changes: Any) -> Product:
    product = shop_product(name, price_minor, **changes)
    terms = terms_published(PRODUCT_TERMS, [RECORDING])
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return product


FORM = ItemContent(
    kind=PacketItemKind.FORM,
    title="About you",
    body="So that we start well.",
    fields=[
        FormField("goal", "What do you want to reach?", "long_text", required=True),
        FormField("role", "Your role", "text", required=False),
        FormField("start", "Since when?", "date", required=False),
        FormField("rhythm", "How often?", "choice", required=True, choices=["Weekly", "Monthly"]),
        FormField("calls", "You may call me", "checkbox", required=False),
    ],
)
FILE = ItemContent(
    kind=PacketItemKind.DOCUMENT,
    title="Workbook",
    body="Please **read** it before we meet.",
    filename="Arbeitsbuch für Ada.pdf",
    content_type="application/pdf",
    content=b"%PDF-1.7 not really",
)
LINK = ItemContent(
    kind=PacketItemKind.LINK, title="Book a session", url="https://cal.example/alex", required=False
)
TASK = ItemContent(kind=PacketItemKind.TASK, title="Find a quiet place", body="For an hour.")


def packet_given(
    email: str = ADA.email,
    items: Sequence[ItemContent] = (FORM, FILE, LINK, TASK),
    name: str = "Welcome to coaching",
    intro: str = "Four things before we **start**.",
) -> PacketAssignment:
    packet = packet_create(name=name, intro=intro, items=items)
    return PacketAssignment.objects.create(packet=packet, email=email, trigger="agreement:1")
