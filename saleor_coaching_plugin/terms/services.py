"""Write and publish contract terms, and attach them to what is sold."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.events import TermsVersionPublished
from saleor_coaching_plugin.core.languages import language_clean
from saleor_coaching_plugin.core.locks import turn_take
from saleor_coaching_plugin.core.markdown import markdown_refuse_html
from saleor_coaching_plugin.core.outbox.publish import publish
from saleor_coaching_plugin.core.templating import template_fields

from .change import change_say
from .consents import consents_clean
from .errors import TermsError, TermsErrorCode
from .merge_fields import CUSTOM, Scope, fields_of, rehearse
from .models import AssignmentKind, ContractTerms, TermsAssignment, TermsVersion, VersionStatus
from .participants import participants_version_check

_CONTRACT_FIELDS = fields_of(Scope.AGREEMENT) | fields_of(Scope.PRODUCT)


@transaction.atomic
def terms_create(
    *,
    name: str,
    language: str,
    title: str,
    body: str,
    consents: Sequence[Mapping[str, Any]] = (),
    has_seats: bool = False,
) -> ContractTerms:
    """New terms with a first draft; whether they have a rendering for participants is for good."""
    terms = ContractTerms.objects.create(name=line_clean(name, field="name"), has_seats=has_seats)
    terms_draft_save(
        terms_id=terms.id, language=language, title=title, body=body, consents=consents
    )
    return terms


@transaction.atomic
def terms_draft_save(
    *,
    terms_id: uuid.UUID,
    language: str,
    title: str,
    body: str,
    consents: Sequence[Mapping[str, Any]] = (),
) -> TermsVersion:
    """Write the draft of a language; published versions stay as they are.

    Raises TemplateError for HTML or wrong syntax. Unknown merge fields are refused only when
    publishing, so that a draft can be saved half done.
    """
    terms = _terms_locked(terms_id)
    language_clean(language)
    if not body.strip():
        raise InvalidInput("The text must not be empty.", "body")
    template_fields(body)  # first: it refuses a text that is too long to be looked at
    markdown_refuse_html(body)
    values = {
        "title": line_clean(title, field="title"),
        "body": body.replace("\r\n", "\n"),
        "consents": consents_clean(consents),
    }
    draft, _ = TermsVersion.objects.update_or_create(
        terms=terms, language=language, status=VersionStatus.DRAFT, defaults=values
    )
    return draft


@transaction.atomic
def terms_publish(
    *, version_id: uuid.UUID, now: datetime, material: bool | None = None, note: str = ""
) -> TermsVersion:
    """Give the draft its number; from then on nothing in it can change.

    The first version of a language is material by itself. Of a later one `material` says whether
    those who accepted an earlier one are asked again; then `note` tells them what has changed.
    Raises TemplateError (UNKNOWN_MERGE_FIELD, TEMPLATE_LIMIT), TermsError (ALREADY_PUBLISHED,
    MATERIAL_UNSAID, BOXES_CHANGED, AMOUNT_FOR_PARTICIPANTS), InvalidInput for the note.
    """
    version = TermsVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound("terms version")
    terms = _terms_locked(version.terms_id)
    version.refresh_from_db()
    if version.status == VersionStatus.PUBLISHED:
        raise TermsError(
            TermsErrorCode.ALREADY_PUBLISHED,
            "This version is published already. Save a new draft to change the text.",
            "id",
        )
    rehearse(version.body, allowed=_CONTRACT_FIELDS, custom=True)
    if TermsAssignment.objects.filter(terms=terms).exists():
        _check_for_products(version.body, terms)
    previous = (
        TermsVersion.objects.filter(
            terms=terms, language=version.language, status=VersionStatus.PUBLISHED
        )
        .select_related("root")
        .order_by("number")
        .last()
    )
    change_say(version, after=previous, material=material, note=note)
    if terms.has_seats:
        participants_version_check(version)
    version.number = (previous.number or 0) + 1 if previous else 1
    version.status = VersionStatus.PUBLISHED
    version.published_at = now
    version.sha256 = _version_sha256(version)
    version.save()
    publish(TermsVersionPublished(version_id=str(version.id)))
    return version


@transaction.atomic
def terms_assign(*, terms_id: uuid.UUID, kind: AssignmentKind, object_id: str) -> TermsAssignment:
    """Let a product, type, category, collection or channel carry the terms.

    Raises TermsError (NOT_PUBLISHED, FIELD_NOT_FOR_PRODUCTS, SEATS_TWICE), InvalidInput for an
    unknown object.
    """
    terms = _terms_locked(terms_id)
    published = TermsVersion.objects.filter(terms=terms, status=VersionStatus.PUBLISHED)
    bodies = list(published.values_list("body", flat=True))
    if not bodies:
        raise TermsError(
            TermsErrorCode.NOT_PUBLISHED, "Publish the terms before you assign them.", "terms"
        )
    for body in bodies:
        _check_for_products(body, terms)
    if not commerce().object_exists(kind, object_id):
        raise InvalidInput(f"The shop has no {kind.replace('_', ' ')} {object_id!r}.", "object_id")
    if terms.has_seats:
        _check_seats_once(terms, kind, object_id)
    assignment, _ = TermsAssignment.objects.get_or_create(
        terms=terms, kind=kind, object_id=object_id
    )
    return assignment


def terms_unassign(*, assignment_id: uuid.UUID) -> None:
    """Take an assignment back; taking it back twice is harmless."""
    TermsAssignment.objects.filter(id=assignment_id).delete()


def _terms_locked(terms_id: uuid.UUID) -> ContractTerms:
    terms = ContractTerms.objects.select_for_update().filter(id=terms_id).first()
    if terms is None:
        raise NotFound("contract terms", "terms")
    return terms


def _check_for_products(body: str, terms: ContractTerms) -> None:
    for audience in Audience if terms.has_seats else [Audience.PAYER]:
        foreign = sorted(
            template_fields(body, audience=audience) - fields_of(Scope.PRODUCT, audience)
        )
        if foreign:
            raise TermsError(
                TermsErrorCode.FIELD_NOT_FOR_PRODUCTS,
                f"A product cannot fill in for a {audience}: {', '.join(foreign)}. These fields "
                f"are for agreements ({CUSTOM}* too).",
                "terms",
            )


def _check_seats_once(terms: ContractTerms, kind: AssignmentKind, object_id: str) -> None:
    """What is bought is a seat under one text: which one must not be left to chance."""
    turn_take(f"terms with seats:{kind}:{object_id}")
    others = TermsAssignment.objects.filter(
        kind=kind, object_id=object_id, terms__has_seats=True
    ).exclude(terms=terms)
    if others.exists():
        raise TermsError(
            TermsErrorCode.SEATS_TWICE,
            "This carries terms with a rendering for participants already. Take those off first.",
            "object_id",
        )


def _version_sha256(version: TermsVersion) -> str:
    whole = json.dumps([version.title, version.body, version.consents], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
