"""Make a client agreement from a template, and edit it until it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.agreements.copies import participants_refuse
from saleor_coaching_plugin.agreements.errors import (
    AgreementError,
    AgreementErrorCode,
    terms_without_seats,
)
from saleor_coaching_plugin.agreements.models import ClientAgreement, Party, TemplateVersion
from saleor_coaching_plugin.agreements.states import EDITABLE, PartyRole
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.addresses import email_normalised, line_clean
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.languages import language_clean
from saleor_coaching_plugin.core.numbers import number_next
from saleor_coaching_plugin.terms.models import VersionStatus

from .template import MAX_INSTALMENTS, MAX_SEATS

MAX_COPIES = 5


@dataclass(frozen=True)
class Client:
    """Whom the agreement is for; the address can also be given when accepting."""

    first_name: str
    last_name: str
    email: str
    billing_address: Address | None = None


@dataclass(frozen=True)
class AgreementDetails:
    """What may differ from the template for one client; None keeps the template's value."""

    language: str = "en"
    fee_minor: int | None = None
    sessions: int | None = None
    instalments: int | None = None
    seats: int | None = None
    start_on: date | None = None
    custom_values: Mapping[str, str] | None = None
    copy_emails: Sequence[str] = ()
    """Who gets a copy of what the client accepts, amounts and all."""


@transaction.atomic
def agreement_create(
    *, template_id: uuid.UUID, client: Client, details: AgreementDetails, now: datetime
) -> ClientAgreement:
    """A draft from the newest published version of the template, which is left untouched.

    Raises NotFound, AgreementError (TEMPLATE_NOT_PUBLISHED, TERMS_WITHOUT_SEATS), InvalidInput.
    """
    version = (
        TemplateVersion.objects.select_related("terms")
        .filter(template=template_id, status=VersionStatus.PUBLISHED)
        .order_by("-number")
        .first()
    )
    if version is None:
        raise AgreementError(
            AgreementErrorCode.TEMPLATE_NOT_PUBLISHED,
            "Publish the template before you make an agreement from it.",
            "template",
        )
    agreement = ClientAgreement(
        number=f"CA-{now.year}-{number_next(f'agreement-{now.year}'):04}",
        template_version=version,
        currency=version.currency,
        created_at=now,
    )
    party = _party_values(client)
    _write_details(agreement, details, payer_email=party["email"])
    agreement.save()
    Party.objects.create(agreement=agreement, role=PartyRole.PAYER, **party)
    return agreement


@transaction.atomic
def agreement_update(
    *, agreement_id: uuid.UUID, client: Client, details: AgreementDetails
) -> ClientAgreement:
    """Rewrite an agreement that is a draft or was sent back with a request for changes.

    Raises AgreementError (TERMS_WITHOUT_SEATS, or NOT_EDITABLE once it is with the client or
    decided), InvalidInput.
    """
    agreement = (
        ClientAgreement.objects.select_for_update(of=("self",))
        .select_related("template_version__terms")
        .filter(id=agreement_id)
        .first()
    )
    if agreement is None:
        raise NotFound("client agreement")
    if agreement.status not in EDITABLE:
        raise AgreementError(
            AgreementErrorCode.NOT_EDITABLE,
            f"An agreement that is {agreement.get_status_display().lower()} cannot be edited.",
            "id",
        )
    party = _party_values(client)
    _write_details(agreement, details, payer_email=party["email"])
    agreement.save()
    Party.objects.filter(agreement=agreement, role=PartyRole.PAYER).update(**party)
    return agreement


def _write_details(
    agreement: ClientAgreement, details: AgreementDetails, *, payer_email: str
) -> None:
    template = agreement.template_version
    agreement.language = language_clean(details.language)
    agreement.fee_minor = _or(details.fee_minor, template.fee_minor, "fee", 10**12)
    agreement.sessions = _or(details.sessions, template.sessions, "sessions", 1000)
    agreement.instalments = _or(
        details.instalments, template.instalments, "instalments", MAX_INSTALMENTS, least=1
    )
    agreement.seats = _or(details.seats, template.seats, "seats", MAX_SEATS)
    if agreement.seats and not template.terms.has_seats:
        raise terms_without_seats()
    agreement.start_on = details.start_on
    agreement.custom_values = _custom_values(template, details.custom_values or {})
    agreement.copy_emails = _copy_emails(details.copy_emails, payer_email)
    participants_refuse(agreement, agreement.copy_emails, field="copy_emails")


def _or(value: int | None, default: int, field: str, most: int, least: int = 0) -> int:
    chosen = default if value is None else value
    if not least <= chosen <= most:
        raise InvalidInput(f"This must be from {least} to {most}.", field)
    return chosen


def _custom_values(template: TemplateVersion, given: Mapping[str, str]) -> dict[str, str]:
    known = {field["name"] for field in template.custom_fields}
    unknown = sorted(given.keys() - known)
    if unknown:
        raise InvalidInput(
            f"The template has no custom field {', '.join(unknown)}.", "custom_values"
        )
    return dict(given)


def _copy_emails(given: Sequence[str], payer_email: str) -> list[str]:
    emails = [email_normalised(each, field="copy_emails") for each in given]
    if len(set(emails)) < len(emails) or len(emails) > MAX_COPIES:
        raise InvalidInput(
            f"Please give at most {MAX_COPIES} addresses for copies, each of them once.",
            "copy_emails",
        )
    if payer_email in emails:
        raise InvalidInput("The client gets a copy anyway. Leave them out here.", "copy_emails")
    return emails


def _party_values(client: Client) -> dict[str, Any]:
    address = client.billing_address
    return {
        "first_name": line_clean(client.first_name, field="first_name", max_length=100),
        "last_name": line_clean(client.last_name, field="last_name", max_length=100),
        "email": email_normalised(client.email),
        "billing_address": asdict(address) if address else None,
    }
