"""A coach's desk as it may look after a first morning: products, templates, sequences, packets."""

from __future__ import annotations

from decimal import Decimal

from saleor_coaching_plugin.agreements.services.template import (
    CustomField,
    TemplateContent,
    template_create,
    template_publish,
)
from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.portal.models import PacketItemKind, WelcomePacket
from saleor_coaching_plugin.portal.services.packet import FormField, ItemContent, packet_create
from saleor_coaching_plugin.sandbox.shop.catalogue_edit import (
    product_create,
    product_publish,
    variant_create,
    variant_price,
)
from saleor_coaching_plugin.sandbox.shop.ids import Kind, global_id
from saleor_coaching_plugin.sequences.models import Sequence
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)
from saleor_coaching_plugin.terms.models import AssignmentKind, ContractTerms
from saleor_coaching_plugin.terms.services import terms_assign, terms_create, terms_publish

from .shop import CHANNEL, CURRENCY, category_id, channel_id, product_type_id
from .texts import text

DAY = 24 * 60 * 60


def content_seed() -> None:
    """Four products, two templates and what they need; nothing on a second start."""
    if ContractTerms.objects.exists():
        return
    welcome = _sequence("New clients", [("welcome_client", 0), ("before_first_session", 2 * DAY)])
    course_mails = _sequence("Course buyers", [("welcome_buyer", 0), ("course_week_two", 7 * DAY)])
    packet = _welcome_packet()
    agreement_terms = _terms("Coaching agreement", "Coaching agreement", "coaching_agreement")
    product_terms = _terms("Course terms", "Terms and conditions", "product_terms")
    group_terms = _terms(
        "Group course terms", "Terms and conditions", "group_course_terms", has_seats=True
    )

    six = _product("Clarity: six sessions", "840.00", "Six conversations to find your direction.")
    twelve = _product("Change: twelve sessions", "1560.00", "Half a year to make it happen.")
    course = _product("The Quiet Confidence course", "95.00", "Eight lessons, a workbook, no rush.")
    group_course = _product(
        "Calm together: for families and teams", "60.00", "Six evenings, a place for each of you."
    )

    _template("Clarity, six sessions", agreement_terms, six, 6, 1, welcome, packet)
    _template("Change, twelve sessions", agreement_terms, twelve, 12, 3, welcome, packet)
    _sold_under(product_terms, course, course_mails, "thank_you")
    _sold_under(group_terms, group_course, course_mails, "thank_you_group")


def _sold_under(terms: ContractTerms, product: Product, sequence: Sequence, thank_you: str) -> None:
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    product_setup_save(
        product_id=product.id, sequence_id=sequence.id, packet_id=None, thank_you=text(thank_you)
    )


def _sequence(name: str, steps: list[tuple[str, int]]) -> Sequence:
    sequence = sequence_create(
        name=name, steps=[_step(file, delay_seconds) for file, delay_seconds in steps]
    )
    sequence_publish(version_id=sequence.versions.get().id, now=utc_now())
    return sequence


def _step(file: str, delay_seconds: int) -> StepContent:
    """The file's first line is the subject."""
    subject, _, body = text(file).partition("\n")
    return StepContent(subject=subject, body=body.strip(), delay_seconds=delay_seconds)


def _terms(name: str, title: str, file: str, *, has_seats: bool = False) -> ContractTerms:
    terms = terms_create(
        name=name, language="en", title=title, body=text(file), has_seats=has_seats
    )
    terms_publish(version_id=terms.versions.get().id, now=utc_now())
    return terms


def _product(name: str, price: str, description: str) -> Product:
    row = product_create(
        name=name,
        product_type_id=product_type_id(),
        category_id=category_id(),
        description=description,
    )
    product_id = global_id(Kind.PRODUCT, row.pk)
    product_publish(product_id=product_id, channels={channel_id(): True})
    variant = variant_create(product_id=product_id, name=name)
    variant_price(
        variant_id=global_id(Kind.VARIANT, variant.pk), prices={channel_id(): Decimal(price)}
    )
    return commerce().product_get(product_id, channel=CHANNEL)


def _template(
    name: str,
    terms: ContractTerms,
    product: Product,
    sessions: int,
    instalments: int,
    sequence: Sequence,
    packet: WelcomePacket,
) -> None:
    variant = product.variants[0]
    template = template_create(
        name=name,
        content=TemplateContent(
            terms_id=terms.id,
            channel=CHANNEL,
            product_id=product.id,
            variant_id=variant.id,
            currency=CURRENCY,
            package_name=product.name,
            package_description=product.description,
            sessions=sessions,
            fee_minor=variant.price.minor if variant.price else 0,
            instalments=instalments,
            payment_days=14,
            expiry_days=14,
            proposal_subject="Your coaching agreement, {{ client.first_name }}",
            proposal_body=text("proposal"),
            custom_fields=[CustomField("focus", "What we work on")],
            sequence_id=sequence.id,
            packet_id=packet.id,
        ),
    )
    template_publish(version_id=template.versions.get().id, now=utc_now())


def _welcome_packet() -> WelcomePacket:
    return packet_create(
        name="Welcome packet",
        intro="Three small things before our first session. Take your time.",
        items=[
            ItemContent(
                kind=PacketItemKind.FORM,
                title="About you",
                body="A few lines are enough.",
                fields=[
                    FormField("goal", "What would make this worthwhile?", "long_text", True),
                    FormField("pronouns", "How should I address you?", "text", False),
                    FormField(
                        "contact", "How may I reach you?", "choice", True, ("E-mail", "Phone")
                    ),
                ],
            ),
            ItemContent(
                kind=PacketItemKind.DOCUMENT,
                title="How we work together",
                body=text("how_we_work"),
            ),
            ItemContent(
                kind=PacketItemKind.TASK,
                title="Put our first session in your calendar",
                required=False,
            ),
        ],
    )
