"""A step filled in for one person."""

from __future__ import annotations

from typing import NamedTuple

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.templating import OwnAddress, markdown_render, template_render

from .models import Enrolment, Step

_OF_PAYERS = ("agreement:", "purchase:")
"""Triggers of those who pay. Whom staff enrol by hand may be anybody."""


class RenderedStep(NamedTuple):
    subject: str
    markdown: str


def step_render(step: Step, enrolment: Enrolment) -> RenderedStep:
    """Subject and body with the run's values. Raises TemplateError when one is missing."""
    values = enrolment.values
    has_paid = enrolment.trigger.startswith(_OF_PAYERS)
    audience = Audience.PAYER if has_paid else Audience.PARTICIPANT
    subject = template_render(step.subject, values, field="subject", audience=audience)
    return RenderedStep(
        # A line break in a value would end the header that the subject becomes.
        subject=" ".join(subject.split())[:250],
        markdown=markdown_render(step.body, _body_values(values), audience=audience),
    )


def _body_values(values: dict[str, object]) -> dict[str, object]:
    """Stored as JSON, the portal's address has forgotten that it is ours."""
    portal = values.get("portal")
    if not isinstance(portal, dict):
        return values
    return values | {"portal": {name: OwnAddress(each) for name, each in portal.items()}}
