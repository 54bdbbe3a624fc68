"""Drafts can be half done; what is published is complete, and stays."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from sequence_examples import DAY, NOW, STEPS

from saleor_coaching_plugin.core.errors import DomainError, InvalidInput, NotFound
from saleor_coaching_plugin.core.templating import TemplateError, TemplateErrorCode
from saleor_coaching_plugin.sequences.errors import SequenceError, SequenceErrorCode
from saleor_coaching_plugin.sequences.models import Sequence, SequenceVersion, Step
from saleor_coaching_plugin.sequences.selectors import version_in_force
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_draft_save,
    sequence_publish,
)
from saleor_coaching_plugin.terms.models import VersionStatus

pytestmark = pytest.mark.django_db


def test_new_sequence_has_a_draft_with_its_steps_in_order() -> None:
    sequence = sequence_create(name="  Welcome  ", steps=STEPS)
    draft = sequence.versions.get()
    assert sequence.name == "Welcome"
    assert (draft.status, draft.number) == (VersionStatus.DRAFT, None)
    assert [(s.position, s.delay_seconds) for s in draft.steps.all()] == [
        (1, 0),
        (2, DAY),
        (3, 2 * DAY),
    ]


def test_saving_the_draft_again_replaces_its_steps() -> None:
    sequence = sequence_create(name="Welcome", steps=STEPS)
    sequence_draft_save(sequence_id=sequence.id, steps=[StepContent("Only", "one\r\nmail")])
    step = Step.objects.get(version__sequence=sequence)
    assert (step.position, step.subject, step.body) == (1, "Only", "one\nmail")


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (StepContent("", "text"), "steps.1.subject"),
        (StepContent("two\nlines", "text"), "steps.1.subject"),
        (StepContent("s", "  "), "steps.1.body"),
        (StepContent("s", "text", delay_seconds=-1), "steps.1.delay_seconds"),
        (StepContent("s", "text", delay_seconds=11 * 365 * DAY), "steps.1.delay_seconds"),
    ],
)
def test_unusable_step_is_refused_by_field(step: StepContent, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sequence_create(name="Welcome", steps=[step])
    assert refusal.value.field == field
    assert not Sequence.objects.exists()


@pytest.mark.parametrize(
    ("step", "code", "field"),
    [
        (
            StepContent("s", "Hi <b>Sam</b>"),
            TemplateErrorCode.HTML_NOT_ALLOWED,
            "steps.1.body",
        ),
        (StepContent("s", "{% if x %}"), TemplateErrorCode.TEMPLATE_SYNTAX, "steps.1.body"),
        (StepContent("{{ x", "text"), TemplateErrorCode.TEMPLATE_SYNTAX, "steps.1.subject"),
    ],
)
def test_step_that_is_no_template_is_refused(
    step: StepContent, code: TemplateErrorCode, field: str
) -> None:
    with pytest.raises(TemplateError) as refusal:
        sequence_create(name="Welcome", steps=[step])
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (StepContent("Hi {{ client.nickname }}", "text"), "steps.2.subject"),
        (StepContent("s", "{% if false %}{{ client.nickname }}{% endif %}"), "steps.2.body"),
        (StepContent("s", "{{ agreement.link }}"), "steps.2.body"),
        (
            StepContent("s", "{% participant %}{{ nobody.knows }}{% endparticipant %}"),
            "steps.2.body",
        ),
    ],
)
def test_unknown_field_can_be_saved_but_not_published(step: StepContent, field: str) -> None:
    sequence = sequence_create(name="Welcome", steps=[STEPS[0], step])
    with pytest.raises(TemplateError) as refusal:
        sequence_publish(version_id=sequence.versions.get().id, now=NOW)
    assert refusal.value.code == TemplateErrorCode.UNKNOWN_MERGE_FIELD
    assert refusal.value.field == field
    assert sequence.versions.get().status == VersionStatus.DRAFT


def test_fields_of_agreements_and_of_purchases_can_both_be_published() -> None:
    step = StepContent("{{ agreement.number }}", "{{ product.name }} {{ coach.name }}")
    sequence = sequence_create(name="Welcome", steps=[step])
    version = sequence_publish(version_id=sequence.versions.get().id, now=NOW)
    assert (version.number, version.published_at) == (1, NOW)


def test_html_that_came_in_by_another_way_is_refused_when_publishing() -> None:
    sequence = sequence_create(name="Welcome", steps=STEPS)
    Step.objects.filter(position=3).update(body="<i>bye</i>")
    with pytest.raises(TemplateError) as refusal:
        sequence_publish(version_id=sequence.versions.get().id, now=NOW)
    assert refusal.value.code == TemplateErrorCode.HTML_NOT_ALLOWED


def test_sequence_without_steps_cannot_be_published() -> None:
    sequence = sequence_create(name="Welcome")
    with pytest.raises(SequenceError) as refusal:
        sequence_publish(version_id=sequence.versions.get().id, now=NOW)
    assert refusal.value.code == SequenceErrorCode.NO_STEPS


def test_publishing_twice_is_publishing_once(published: Callable[..., Sequence]) -> None:
    version = published().versions.get()
    again = sequence_publish(version_id=version.id, now=NOW.replace(year=2030))
    assert (again.number, again.published_at) == (1, NOW)


def test_new_draft_becomes_the_version_in_force_when_published(
    published: Callable[..., Sequence],
) -> None:
    sequence = published()
    draft = sequence_draft_save(sequence_id=sequence.id, steps=[StepContent("New", "text")])
    assert version_in_force(sequence.id).number == 1
    assert sequence_publish(version_id=draft.id, now=NOW).number == 2
    assert version_in_force(sequence.id) == draft


@pytest.mark.parametrize(
    "call",
    [
        lambda: sequence_draft_save(sequence_id=uuid.uuid4(), steps=STEPS),
        lambda: sequence_publish(version_id=uuid.uuid4(), now=NOW),
    ],
)
def test_unknown_id_is_not_found(call: Callable[[], object]) -> None:
    with pytest.raises(NotFound):
        call()


def test_name_must_not_be_empty() -> None:
    with pytest.raises(DomainError) as refusal:
        sequence_create(name=" ", steps=STEPS)
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    "change",
    [
        lambda version: SequenceVersion.objects.filter(id=version.id).update(number=7),
        lambda version: SequenceVersion.objects.filter(id=version.id).update(
            status=VersionStatus.DRAFT, number=None
        ),
        lambda version: version.steps.update(subject="Changed"),
        lambda version: version.steps.filter(position=3).delete(),
        lambda version: version.delete(),
        lambda version: Step.objects.create(
            version=version, position=4, subject="One more", body="text"
        ),
    ],
    ids=["number", "back to draft", "step's text", "step removed", "deleted", "step added"],
)
def test_database_refuses_to_change_a_published_version(
    published: Callable[..., Sequence], change: Callable[[SequenceVersion], object]
) -> None:
    version = published().versions.get()
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        change(version)
    assert version.steps.count() == 3


def test_step_cannot_move_between_a_draft_and_a_published_version(
    published: Callable[..., Sequence],
) -> None:
    sequence = published()
    frozen = sequence.versions.get()
    draft = sequence_draft_save(
        sequence_id=sequence.id, steps=[*STEPS, StepContent("Four", "text")]
    )
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        draft.steps.filter(position=4).update(version=frozen)
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        frozen.steps.filter(position=3).update(version=draft, position=9)


def test_database_keeps_one_draft_a_sequence() -> None:
    sequence = sequence_create(name="Welcome", steps=STEPS)
    with pytest.raises(IntegrityError, match="coaching_sequence_one_draft"):
        SequenceVersion.objects.create(sequence=sequence)
