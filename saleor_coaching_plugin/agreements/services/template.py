"""Prepare agreement templates: draft, then publish for good."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from saleor_coaching_plugin.agreements.models import AgreementTemplate, TemplateVersion
from saleor_coaching_plugin.agreements.template_texts import template_texts_check
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.markdown import markdown_refuse_html
from saleor_coaching_plugin.core.templating import template_fields
from saleor_coaching_plugin.terms.models import ContractTerms, VersionStatus

MAX_INSTALMENTS = 36
MAX_SEATS = 100
_CUSTOM_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class CustomField:
    """A merge field `custom.<name>` of one template; `label` asks the coach for its value."""

    name: str
    label: str
    for_participants: bool = False
    """Whether the participants' texts can use it too."""


@dataclass(frozen=True)
class TemplateContent:
    """What a template version says. `product_id` tells where `variant_id` is sold."""

    terms_id: uuid.UUID
    channel: str
    product_id: str
    variant_id: str
    currency: str
    package_name: str
    package_description: str
    sessions: int
    fee_minor: int
    instalments: int
    payment_days: int
    expiry_days: int
    proposal_subject: str
    proposal_body: str
    custom_fields: Sequence[CustomField] = ()
    sequence_id: uuid.UUID | None = None
    packet_id: uuid.UUID | None = None
    seats: int = 0
    participant_sequence_id: uuid.UUID | None = None
    participant_packet_id: uuid.UUID | None = None
    invitation_subject: str = ""
    invitation_body: str = ""
    """The participants' own mail; both empty for the plugin's words."""


@transaction.atomic
def template_create(*, name: str, content: TemplateContent) -> AgreementTemplate:
    """New template with a first draft."""
    template = AgreementTemplate.objects.create(name=line_clean(name, field="name"))
    template_draft_save(template_id=template.id, content=content)
    return template


@transaction.atomic
def template_draft_save(*, template_id: uuid.UUID, content: TemplateContent) -> TemplateVersion:
    """Write the draft; published versions, and agreements made from them, stay as they are."""
    template = _template_locked(template_id)
    _check_content(content)
    values = asdict(content)
    values.pop("product_id")
    draft, _ = TemplateVersion.objects.update_or_create(
        template=template, status=VersionStatus.DRAFT, defaults=values
    )
    return draft


@transaction.atomic
def template_publish(*, version_id: uuid.UUID, now: datetime) -> TemplateVersion:
    """Make the draft usable and immutable. Raises NotFound, and as `template_texts_check` does."""
    version = TemplateVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound("template version")
    _template_locked(version.template_id)
    version.refresh_from_db()
    if version.status == VersionStatus.PUBLISHED:
        return version
    template_texts_check(version, now=now)
    published = TemplateVersion.objects.filter(template=version.template_id)
    version.number = (published.aggregate(Max("number"))["number__max"] or 0) + 1
    version.status = VersionStatus.PUBLISHED
    version.published_at = now
    version.save()
    return version


def _template_locked(template_id: uuid.UUID) -> AgreementTemplate:
    template = AgreementTemplate.objects.select_for_update().filter(id=template_id).first()
    if template is None:
        raise NotFound("agreement template", "template")
    return template


def _check_content(content: TemplateContent) -> None:
    line_clean(content.package_name, field="package_name")
    line_clean(content.proposal_subject, field="proposal_subject")
    _check_numbers(content)
    if not ContractTerms.objects.filter(id=content.terms_id).exists():
        raise NotFound("contract terms", "terms")
    _check_variant(content)
    names = [custom.name for custom in content.custom_fields]
    if len(set(names)) < len(names) or not all(_CUSTOM_NAME.fullmatch(name) for name in names):
        raise InvalidInput(
            "Names of custom fields are unique, of lower-case letters, digits and _.",
            "custom_fields",
        )
    markdown_refuse_html(content.proposal_body, field="proposal_body")
    template_fields(content.proposal_body, field="proposal_body")
    _check_for_participants(content)


def _check_numbers(content: TemplateContent) -> None:
    limits = {
        "sessions": (1, 1000),
        "fee_minor": (0, 10**12),
        "instalments": (1, MAX_INSTALMENTS),
        "payment_days": (0, 365),
        "expiry_days": (1, 365),
        "seats": (0, MAX_SEATS),
    }
    for field, (least, most) in limits.items():
        if not least <= getattr(content, field) <= most:
            raise InvalidInput(f"This must be from {least} to {most}.", field)


def _check_for_participants(content: TemplateContent) -> None:
    given = {
        "participant_sequence_id": content.participant_sequence_id,
        "participant_packet_id": content.participant_packet_id,
        "invitation_subject": content.invitation_subject,
        "invitation_body": content.invitation_body,
        "custom_fields": any(custom.for_participants for custom in content.custom_fields),
    }
    if not content.seats and any(given.values()):
        raise InvalidInput(
            "This is for participants. Give the template seats, or leave it out.",
            next(field for field, value in given.items() if value),
        )
    if bool(content.invitation_subject) != bool(content.invitation_body):
        raise InvalidInput(
            "An invitation has a subject and a text. Leave out both for the plugin's own.",
            "invitation_body" if content.invitation_subject else "invitation_subject",
        )
    if content.invitation_body:
        line_clean(content.invitation_subject, field="invitation_subject")
        markdown_refuse_html(content.invitation_body, field="invitation_body")
        template_fields(content.invitation_body, field="invitation_body")


def _check_variant(content: TemplateContent) -> None:
    try:
        product = commerce().product_get(content.product_id, channel=content.channel)
    except CommerceError:
        raise InvalidInput("The shop has no such product.", "product_id") from None
    variant = next((v for v in product.variants if v.id == content.variant_id), None)
    if variant is None or variant.price is None:
        raise InvalidInput("This variant is not sold in the channel.", "variant_id")
    if variant.price.currency != content.currency:
        raise InvalidInput(f"The channel sells in {variant.price.currency}.", "currency")
