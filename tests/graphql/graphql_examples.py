"""What the tests of the API talk about, made by the services that make it in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from factories import contracts, refunds
from factories.contracts import (
    ADDRESS,
    BROWSER,
    PRODUCT_BODY,
    RECORDING,
    SEATS_BODY,
    six_sessions,
    token_of,
)
from factories.seats import ANNA, seat_group_opened, seat_invited
from factories.shop import shop_checkout, shop_product

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.models import AgreementTemplate, ClientAgreement
from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    Client,
    agreement_create,
)
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.services.template import (
    CustomField,
    template_create,
    template_publish,
)
from saleor_coaching_plugin.billing.models import Invoice, Refund
from saleor_coaching_plugin.billing.services.issue import invoice_hand_over
from saleor_coaching_plugin.billing.services.plan import agreement_invoices_plan
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, Purchase
from saleor_coaching_plugin.checkout.required import terms_required
from saleor_coaching_plugin.checkout.services.accept import checkout_terms_accept
from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.port import Checkout, Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.models import PacketAssignment, PacketItemKind, WelcomePacket
from saleor_coaching_plugin.portal.services.packet import FormField, ItemContent, packet_create
from saleor_coaching_plugin.seats.models import Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.services.accept import seat_accept
from saleor_coaching_plugin.sequences.models import Sequence as MailSequence
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)
from saleor_coaching_plugin.terms.consents import ConsentAnswer
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign, terms_create, terms_publish

ADA = Client("Ada", "Lovelace", "ada@client.example")
TYPED_ADDRESS = {
    "firstName": "Ada",
    "lastName": "Lovelace",
    "street": "12 St James's Square",
    "postalCode": "SW1Y 4JH",
    "city": "London",
    "country": "GB",
}
CONTRACT = "For **{{ client.name }}**: {{ package.sessions }} sessions at {{ fee.total }}."
FORM = ItemContent(
    kind=PacketItemKind.FORM,
    title="About you",
    fields=[
        FormField("first_goal", "What do you want to reach?", "text", required=True),
        FormField("rhythm", "How often?", "choice", required=False, choices=["Weekly", "Monthly"]),
    ],
)
FILE = ItemContent(
    kind=PacketItemKind.DOCUMENT,
    title="Workbook",
    filename="workbook.pdf",
    content_type="application/pdf",
    content=b"%PDF-1.7 not really",
    required=False,
)


def terms_drafted(body: str = CONTRACT) -> ContractTerms:
    return terms_create(
        name="Terms", language="en", title="Coaching agreement", body=body, consents=[RECORDING]
    )


def terms_published(body: str = CONTRACT) -> ContractTerms:
    terms = terms_drafted(body)
    terms_publish(version_id=terms.versions.get().id, now=utc_now())
    return terms


def product_with_terms(name: str = "Workbook", price_minor: int = 49_00) -> Product:
    product = shop_product(name, price_minor)
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    return product


def checkout_with_terms(**changes: Any) -> Checkout:
    return shop_checkout(product_with_terms(), **changes)


def acceptance_given(checkout: Checkout) -> CheckoutAcceptance:
    """Everything read and ticked."""
    required = terms_required(checkout)
    boxes = [ConsentAnswer(each.key, True, initially_checked=False) for each in required.consents]
    return checkout_terms_accept(
        checkout_id=checkout.id,
        consent=CheckoutConsent(required.fingerprint, boxes),
        act=BROWSER,
        now=utc_now(),
    )


def sequence_drafted() -> MailSequence:
    return sequence_create(
        name="Welcome",
        steps=[
            StepContent("Welcome, {{ client.first_name }}", "Hello."),
            StepContent("The next day", "See {{ portal.link }}", delay_seconds=86400),
        ],
    )


def sequence_published() -> MailSequence:
    sequence = sequence_drafted()
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    return sequence


def packet_made(items: Sequence[ItemContent] = (FORM, FILE)) -> WelcomePacket:
    return packet_create(name="Welcome to coaching", intro="Before we **start**.", items=items)


def packet_given(email: str = ADA.email, trigger: str = "agreement:1") -> PacketAssignment:
    return PacketAssignment.objects.create(packet=packet_made(), email=email, trigger=trigger)


def template_drafted(terms: ContractTerms | None = None, **changes: Any) -> AgreementTemplate:
    product = shop_product("Six sessions", 1500_00)
    content = six_sessions(
        terms or terms_published(),
        channel=product.channel,
        product_id=product.id,
        variant_id=product.variants[0].id,
        instalments=2,
        proposal_subject="Your agreement",
        custom_fields=[CustomField("goal", "The goal")],
    )
    return template_create(name="Coaching", content=replace(content, **changes))


def template_published(**changes: Any) -> AgreementTemplate:
    template = template_drafted(**changes)
    template_publish(version_id=template.versions.get().id, now=utc_now())
    return template


def agreement_drafted(
    client: Client = ADA, template: AgreementTemplate | None = None
) -> ClientAgreement:
    return agreement_create(
        template_id=(template or template_published()).id,
        client=client,
        details=AgreementDetails(custom_values={"goal": "Run a marathon"}),
        now=utc_now(),
    )


def agreement_sent(
    client: Client = ADA, template: AgreementTemplate | None = None
) -> ClientAgreement:
    """With a proposal mail that holds the link; see `factories.contracts.token_of`."""
    drafted = agreement_drafted(client, template)
    return agreement_send(agreement_id=drafted.id, now=utc_now())


def agreement_accepted(
    client: Client = ADA, template: AgreementTemplate | None = None, *, act: Act = BROWSER
) -> ClientAgreement:
    agreement = agreement_sent(client, template)
    text = agreement.parties.get().texts.get()
    return agreement_accept(
        token=token_of(agreement),
        acceptance=Acceptance(
            text_sha256=text.sha256,
            consents=[ConsentAnswer("terms", accepted=True, initially_checked=False)],
            billing_address=ADDRESS,
        ),
        act=act,
        now=utc_now(),
    )


def acceptance_typed(agreement: ClientAgreement, **changes: Any) -> dict[str, Any]:
    """The input of a client who read all, ticked the one box and gave the address."""
    text = agreement.parties.get().texts.get(revision=agreement.revision)
    return {
        "textSha256": text.sha256,
        "consents": [ticked("terms")],
        "billingAddress": TYPED_ADDRESS,
        "presentation": {"component": "storefront", "version": "1.2"},
    } | changes


def ticked(key: str, *, accepted: bool = True, initially: bool = False) -> dict[str, Any]:
    return {"key": key, "accepted": accepted, "initiallyChecked": initially}


def invoice_open(agreement: ClientAgreement | None = None) -> Invoice:
    """The first of two invoices of an accepted agreement, offline; the shop's order is left out."""
    agreement = agreement or agreement_accepted()
    agreement_invoices_plan(agreement_id=agreement.id, order_id="", now=utc_now())
    invoice = Invoice.objects.get(agreement=agreement, instalment=1)
    invoice_hand_over(invoice_id=invoice.id)
    invoice.refresh_from_db()
    return invoice


def agreement_with_seats(client: Client = ADA) -> ClientAgreement:
    """Sent, with three seats."""
    terms = contracts.terms_published(SEATS_BODY, has_seats=True)
    return agreement_sent(client, template_published(terms=terms, seats=3))


def seats_opened(client: Client = ADA, **changes: Any) -> SeatGroup:
    """Two that the client has bought; `changes` are fields of `Opening`."""
    return seat_group_opened(
        seats=2,
        payer_first_name=client.first_name,
        payer_last_name=client.last_name,
        payer_email=client.email,
        now=utc_now(),
        **changes,
    )


def participant_invited(
    person: Person = ANNA, group: SeatGroup | None = None, message: str = ""
) -> tuple[Seat, str]:
    """Two days ago, to a seat that Ada pays for; with the raw token of the link."""
    now = utc_now() - timedelta(days=2)
    return seat_invited(person, group=group or seats_opened(), message=message, now=now)


def seat_accepted(person: Person = ANNA, group: SeatGroup | None = None) -> Seat:
    """By the participant, in a browser; the account is still to be made."""
    seat, token = participant_invited(person, group)
    seat_accept(
        token=token,
        acceptance=Acceptance(
            text_sha256=seat.participant.texts.get().sha256,
            consents=[ConsentAnswer("terms", accepted=True, initially_checked=False)],
        ),
        act=BROWSER,
        now=utc_now(),
    )
    seat.refresh_from_db()
    return seat


def seat_paid() -> Seat:
    """The first of two of an agreement, free; its share is 750.00 EUR, by bank transfer."""
    return refunds.seat_paid(invoice_open())


def refund_owed() -> Refund:
    """750.00 EUR, for a person to send."""
    return refunds.refund_owed(invoice_open())


def purchase_made(number: int = 1, email: str = ADA.email, product_id: str = "UDox") -> Purchase:
    return Purchase.objects.create(
        order_id=f"order-{number}",
        order_number=str(number),
        order_line_id=f"line-{number}",
        product_id=product_id,
        product_name="Workbook",
        quantity=1,
        total_minor=49_00,
        currency="EUR",
        email=email,
        bought_at=utc_now(),
    )
