"""What an agreement's participants may read. Nothing in here knows of the fee: see `rendering`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.terms.amounts import amounts_refuse, html_amounts_refuse
from saleor_coaching_plugin.terms.merge_fields import (
    CUSTOM,
    Scope,
    fields_of,
    nested,
    sample_of,
)
from saleor_coaching_plugin.terms.participants import participants_text_check
from saleor_coaching_plugin.terms.rendering import contract_html

from .models import ClientAgreement, TemplateVersion
from .texts import custom_fields_missing, terms_in_force


def seat_values(agreement: ClientAgreement, now: datetime) -> dict[str, Any]:
    """Merge values for all who take part, nested; each participant's own come on top.

    Coaching without an agreed day begins when the agreement was sent, or `now` if it was not.
    """
    return nested(_shared(agreement, now)) | {"custom": _custom_values(agreement)}


def trial_values(agreement: ClientAgreement, now: datetime) -> dict[str, Any]:
    """The same for a participant who does not exist, with all that an invitation can use."""
    samples = {name: sample_of(name) for name in _readable(Scope.SEAT_MAIL)}
    return nested(samples | _shared(agreement, now)) | {"custom": _custom_values(agreement)}


def participant_fields(version: TemplateVersion, scope: Scope) -> frozenset[str]:
    """All merge fields that the template's participants may read there."""
    return _readable(scope) | {CUSTOM + name for name in _custom_names(version)}


def participant_fields_missing(agreement: ClientAgreement) -> list[dict[str, str]]:
    """Those of `custom_fields_missing` that participants may read."""
    names = _custom_names(agreement.template_version)
    return [field for field in custom_fields_missing(agreement) if field["name"] in names]


def participants_check(agreement: ClientAgreement, now: datetime) -> None:
    """Whether the terms in force, filled in for a participant, tell of no amount.

    Raises TemplateError (UNKNOWN_MERGE_FIELD), TermsError (AMOUNT_FOR_PARTICIPANTS) and
    AgreementError (TERMS_NOT_PUBLISHED).
    """
    template = agreement.template_version
    version = terms_in_force(agreement)
    allowed = participant_fields(template, Scope.AGREEMENT)
    participants_text_check(version.body, allowed=allowed, field="terms")
    amounts_refuse(template.package_name, field="package_name")
    amounts_refuse(template.package_description, field="package_description")
    for value in _custom_values(agreement).values():
        amounts_refuse(value, field="custom_values")
    values = trial_values(agreement, now)
    html = contract_html(version.body, values, audience=Audience.PARTICIPANT)
    html_amounts_refuse(html, field="terms")


def _shared(agreement: ClientAgreement, now: datetime) -> dict[str, Any]:
    template = agreement.template_version
    starts_on = agreement.start_on or (agreement.sent_at or now).date()
    return {
        **coach_values(),
        "package.name": template.package_name,
        "package.sessions": agreement.sessions,
        "package.description": template.package_description,
        "agreement.start_on": day_in(starts_on, agreement.language),
    }


def _custom_values(agreement: ClientAgreement) -> dict[str, str]:
    names = _custom_names(agreement.template_version)
    return {name: value for name, value in agreement.custom_values.items() if name in names}


def _custom_names(version: TemplateVersion) -> set[str]:
    return {field["name"] for field in version.custom_fields if field.get("for_participants")}


def _readable(scope: Scope) -> frozenset[str]:
    return fields_of(scope, Audience.PARTICIPANT)
