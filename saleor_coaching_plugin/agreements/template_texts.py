"""Whether a template's texts can be filled in: for the client, and for participants."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.core.markdown import markdown_to_html
from saleor_coaching_plugin.core.templating import (
    markdown_render,
    template_fields,
    template_render,
)
from saleor_coaching_plugin.terms.amounts import amounts_refuse, html_amounts_refuse
from saleor_coaching_plugin.terms.merge_fields import CUSTOM, Scope, fields_of, rehearse
from saleor_coaching_plugin.terms.models import TermsVersion, VersionStatus
from saleor_coaching_plugin.terms.participants import participants_text_check
from saleor_coaching_plugin.terms.selectors import languages_published

from .errors import AgreementError, AgreementErrorCode, terms_without_seats
from .made_up import agreement_made_up
from .models import TemplateVersion
from .participants import participant_fields, participants_check, trial_values

_LINK = {"agreement.link"}
"""For the body alone: a subject shows in notifications and lists."""


def template_texts_check(version: TemplateVersion, *, now: datetime) -> None:
    """Everything that is published with the template, in each language of its terms.

    Raises TemplateError (UNKNOWN_MERGE_FIELD) for what nobody fills in, InvalidInput for a mail
    without its link, AgreementError (TERMS_NOT_PUBLISHED, TERMS_WITHOUT_SEATS) and TermsError
    (AMOUNT_FOR_PARTICIPANTS).
    """
    if version.seats and not version.terms.has_seats:
        raise terms_without_seats()
    custom = {CUSTOM + field["name"] for field in version.custom_fields}
    _check_proposal(version, custom)
    bodies = TermsVersion.objects.filter(
        terms=version.terms_id, status=VersionStatus.PUBLISHED
    ).values_list("body", flat=True)
    if not bodies:
        raise AgreementError(
            AgreementErrorCode.TERMS_NOT_PUBLISHED, "Publish the contract terms first.", "terms"
        )
    for body in bodies:
        rehearse(body, allowed=fields_of(Scope.AGREEMENT) | custom, field="terms")
    if version.seats:
        _check_for_participants(version, now)


def _check_proposal(version: TemplateVersion, custom: Set[str]) -> None:
    allowed = fields_of(Scope.AGREEMENT_MAIL) | custom
    rehearse(version.proposal_subject, allowed=allowed - _LINK, field="proposal_subject")
    rehearse(version.proposal_body, allowed=allowed, field="proposal_body")
    _check_link(version.proposal_body, Audience.PAYER, field="proposal_body")


def _check_invitation(version: TemplateVersion) -> None:
    allowed = participant_fields(version, Scope.SEAT_MAIL)
    participants_text_check(
        version.invitation_subject, allowed=allowed - _LINK, field="invitation_subject"
    )
    participants_text_check(version.invitation_body, allowed=allowed, field="invitation_body")
    _check_link(version.invitation_body, Audience.PARTICIPANT, field="invitation_body")


def _check_link(body: str, audience: Audience, *, field: str) -> None:
    if not template_fields(body, audience=audience) & _LINK:
        raise InvalidInput(
            "This mail must contain {{ agreement.link }}, or its reader cannot open the agreement.",
            field,
        )


def _check_for_participants(version: TemplateVersion, now: datetime) -> None:
    """With all that the template fills in: its own words could hold an amount too."""
    if version.invitation_body:
        _check_invitation(version)
    for language in languages_published(version.terms_id):
        agreement = agreement_made_up(version, language)
        agreement.custom_values = {field["name"]: "…" for field in version.custom_fields}
        participants_check(agreement, now)
        _refuse_amounts_in_invitation(version, trial_values(agreement, now))


def _refuse_amounts_in_invitation(version: TemplateVersion, values: Mapping[str, Any]) -> None:
    audience = Audience.PARTICIPANT
    subject = template_render(version.invitation_subject, values, audience=audience)
    body = markdown_render(version.invitation_body, values, audience=audience)
    amounts_refuse(subject, field="invitation_subject")
    html_amounts_refuse(markdown_to_html(body), field="invitation_body")
