"""A published sequence, someone enrolled in it, and threads that start together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sequence_examples import NOW, SAM, STEPS, VALUES

from saleor_coaching_plugin.sandbox.celery import app
from saleor_coaching_plugin.sequences.models import Enrolment, Sequence
from saleor_coaching_plugin.sequences.services.enrolment import enrol
from saleor_coaching_plugin.sequences.services.sequence import (
    StepContent,
    sequence_create,
    sequence_publish,
)

app.set_default()  # in threads too, or their wake-up calls would look for another broker


@pytest.fixture
def published() -> Callable[..., Sequence]:
    """Makes a published sequence; by default one with three steps."""

    def make(*steps: StepContent) -> Sequence:
        sequence = sequence_create(name="Welcome", steps=steps or STEPS)
        sequence_publish(version_id=sequence.versions.get().id, now=NOW)
        return sequence

    return make


@pytest.fixture
def enrolled() -> Callable[..., Enrolment]:
    """Enrols Sam, or whom the arguments of `enrol` say."""

    def make(sequence: Sequence, **changes: Any) -> Enrolment:
        arguments = {"recipient": SAM, "trigger": "purchase:1", "values": VALUES, "now": NOW}
        return enrol(sequence_id=sequence.id, **(arguments | changes))[0]

    return make
