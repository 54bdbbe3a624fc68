"""What a party reads, put together but not kept: sending freezes it, a preview only shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from saleor_coaching_plugin.core.templating import OwnAddress, markdown_render, template_render
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.rendering import frozen_fields
from saleor_coaching_plugin.terms.selectors import versions_in_force

from .countersign_wording import countersigned_note
from .errors import AgreementError, AgreementErrorCode
from .models import ClientAgreement, Party, PartyText


@dataclass(frozen=True)
class Proposal:
    """The mail that brings an agreement; `markdown` has the link's placeholder in it."""

    subject: str
    markdown: str


def text_compose(
    agreement: ClientAgreement, party: Party, values: Mapping[str, Any], *, now: datetime
) -> PartyText:
    """The text of the terms in force, filled in and not saved.

    Raises TemplateError, AgreementError (TERMS_NOT_PUBLISHED).
    """
    version = terms_in_force(agreement)
    return text_of_version(version, party, values, revision=agreement.revision, now=now)


def text_of_version(
    version: TermsVersion,
    party: Party,
    values: Mapping[str, Any],
    *,
    revision: int,
    now: datetime,
) -> PartyText:
    """This very version, filled in and not saved. Raises TemplateError."""
    return PartyText(party=party, **frozen_fields(version, values, revision=revision, now=now))


def proposal_compose(
    agreement: ClientAgreement, text: PartyText, values: Mapping[str, Any], *, link: str
) -> Proposal:
    """The template's mail with `link` in it, and word of the coach's signature if there is one.

    Raises TemplateError.
    """
    template = agreement.template_version
    linked = {**values, "agreement": {**values["agreement"], "link": OwnAddress(link)}}
    body = markdown_render(template.proposal_body, linked)
    signature = getattr(text, "countersignature", None)
    note = countersigned_note(signature, agreement.language) if signature else ""
    return Proposal(
        subject=template_render(template.proposal_subject, values)[:250],
        markdown=f"{body}\n\n{note}" if note else body,
    )


def custom_fields_missing(agreement: ClientAgreement) -> list[dict[str, str]]:
    """The template's own fields, as {"name", "label"}, that nobody has filled in yet."""
    return [
        field
        for field in agreement.template_version.custom_fields
        if not agreement.custom_values.get(field["name"])
    ]


def gaps_label(agreement: ClientAgreement, missing: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Put the labels of these fields, in square brackets, in place of their values; the labels.

    For looking at an agreement that must not be saved then.
    """
    labels = {field["name"]: field["label"] for field in missing}
    agreement.custom_values |= {name: f"[{label}]" for name, label in labels.items()}
    return tuple(labels.values())


def terms_in_force(agreement: ClientAgreement) -> TermsVersion:
    """In the agreement's language or the next best. Raises AgreementError (TERMS_NOT_PUBLISHED)."""
    terms_id = agreement.template_version.terms_id
    version = versions_in_force([terms_id], language=agreement.language).get(terms_id)
    if version is None:
        raise AgreementError(
            AgreementErrorCode.TERMS_NOT_PUBLISHED, "Publish the contract terms first.", "terms"
        )
    return version
