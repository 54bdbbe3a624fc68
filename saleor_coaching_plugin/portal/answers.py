"""Answers to a text behind a link, handed to the service that takes them.

What the service refuses, or the form itself, stands in the form's errors.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.http import HttpRequest

from saleor_coaching_plugin.agreements.act import Act
from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.core.clock import utc_now

from .act import act_of
from .forms.agreement import DeclineForm, TextAcceptForm


class Accepts(Protocol):
    def __call__(
        self, *, token: str, acceptance: Acceptance, act: Act, now: datetime
    ) -> object: ...


class Declines(Protocol):
    def __call__(self, *, token: str, reason: str, act: Act, now: datetime) -> object: ...


def answer_accept(
    request: HttpRequest, token: str, form: TextAcceptForm, *, service: Accepts, component: str
) -> None:
    if form.is_valid():
        with form.refusals():
            service(
                token=token,
                acceptance=form.acceptance(),
                act=act_of(request, component=component, acting_for=form.acting_for),
                now=utc_now(),
            )


def answer_decline(
    request: HttpRequest, token: str, *, service: Declines, component: str
) -> DeclineForm:
    form = DeclineForm(request.POST, prefix="decline")
    if form.is_valid():
        with form.refusals():
            service(
                token=token,
                reason=form.cleaned_data["message"],
                act=act_of(request, component=component),
                now=utc_now(),
            )
    return form
