"""Write sequences: draft, then publish for good."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from saleor_coaching_plugin.core.addresses import line_clean
from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.errors import InvalidInput, NotFound
from saleor_coaching_plugin.core.markdown import markdown_refuse_html
from saleor_coaching_plugin.core.templating import template_fields
from saleor_coaching_plugin.sequences.errors import SequenceError, SequenceErrorCode
from saleor_coaching_plugin.sequences.models import Sequence, SequenceVersion, Step
from saleor_coaching_plugin.terms.merge_fields import Scope, fields_of, rehearse
from saleor_coaching_plugin.terms.models import VersionStatus

LONGEST_DELAY = timedelta(days=3650)
_AGREEMENT_FIELDS = fields_of(Scope.AGREEMENT_MAIL) - {"agreement.link"}
_MAIL_FIELDS = _AGREEMENT_FIELDS | fields_of(Scope.PURCHASE_MAIL)


@dataclass(frozen=True)
class StepContent:
    """`delay_seconds` counts from the step before, for the first one from the enrolment."""

    subject: str
    body: str
    delay_seconds: int = 0


@transaction.atomic
def sequence_create(*, name: str, steps: Iterable[StepContent] = ()) -> Sequence:
    """New sequence with a first draft."""
    sequence = Sequence.objects.create(name=line_clean(name, field="name"))
    sequence_draft_save(sequence_id=sequence.id, steps=steps)
    return sequence


@transaction.atomic
def sequence_draft_save(*, sequence_id: uuid.UUID, steps: Iterable[StepContent]) -> SequenceVersion:
    """Write the draft's steps in this order; published versions, and runs in them, stay.

    Errors name the field as `steps.<position>.<field>`. Raises TemplateError for HTML or wrong
    syntax; unknown merge fields are refused only when publishing.
    """
    sequence = _sequence_locked(sequence_id)
    clean = [_step_clean(step, f"steps.{position}") for position, step in enumerate(steps, 1)]
    draft, _ = SequenceVersion.objects.get_or_create(sequence=sequence, status=VersionStatus.DRAFT)
    draft.steps.all().delete()
    Step.objects.bulk_create(
        Step(version=draft, position=position, **asdict(step))
        for position, step in enumerate(clean, 1)
    )
    return draft


@transaction.atomic
def sequence_publish(*, version_id: uuid.UUID, now: datetime) -> SequenceVersion:
    """Give the draft its number; new runs take it, and nothing in it can change any more.

    Publishing twice is harmless. Raises TemplateError (UNKNOWN_MERGE_FIELD, TEMPLATE_LIMIT,
    HTML_NOT_ALLOWED), SequenceError (NO_STEPS).
    """
    version = SequenceVersion.objects.filter(id=version_id).first()
    if version is None:
        raise NotFound("sequence version")
    _sequence_locked(version.sequence_id)
    version.refresh_from_db()
    if version.status == VersionStatus.PUBLISHED:
        return version
    _check_steps(version)
    published = SequenceVersion.objects.filter(sequence=version.sequence_id)
    version.number = (published.aggregate(Max("number"))["number__max"] or 0) + 1
    version.status = VersionStatus.PUBLISHED
    version.published_at = now
    version.save()
    return version


def _sequence_locked(sequence_id: uuid.UUID) -> Sequence:
    sequence = Sequence.objects.select_for_update().filter(id=sequence_id).first()
    if sequence is None:
        raise NotFound("sequence", "sequence")
    return sequence


def _step_clean(step: StepContent, where: str) -> StepContent:
    longest = int(LONGEST_DELAY.total_seconds())
    if not 0 <= step.delay_seconds <= longest:
        raise InvalidInput(f"This must be from 0 to {longest}.", f"{where}.delay_seconds")
    if not step.body.strip():
        raise InvalidInput("The text must not be empty.", f"{where}.body")
    subject = line_clean(step.subject, field=f"{where}.subject")
    template_fields(subject, field=f"{where}.subject")
    template_fields(step.body, field=f"{where}.body")
    markdown_refuse_html(step.body, field=f"{where}.body")
    return StepContent(subject, step.body.replace("\r\n", "\n"), step.delay_seconds)


def _check_steps(version: SequenceVersion) -> None:
    steps = list(version.steps.all())
    if not steps:
        raise SequenceError(
            SequenceErrorCode.NO_STEPS, "A sequence needs at least one step.", "steps"
        )
    for step in steps:
        where = f"steps.{step.position}"
        for audience in Audience:
            rehearse(
                step.subject, allowed=_MAIL_FIELDS, field=f"{where}.subject", audience=audience
            )
            rehearse(step.body, allowed=_MAIL_FIELDS, field=f"{where}.body", audience=audience)
        markdown_refuse_html(step.body, field=f"{where}.body")
