"""The form that a welcome packet's item asks to fill in, made of its stored fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from saleor_coaching_plugin.portal.models import PacketItem
from saleor_coaching_plugin.portal.services.complete import MAX_ANSWER_CHARS

from .base import PageForm

YES = "yes"
"""What the packet service takes for a ticked box."""


class AnswersForm(PageForm):
    """One field per question, under the question's own name."""

    def __init__(
        self,
        item: PacketItem,
        answered: Mapping[str, str] | None = None,
        data: QueryDict | None = None,
    ) -> None:
        # The prefix keeps a question named like the CSRF token apart from it.
        super().__init__(data, initial=dict(answered or {}), prefix="answer")
        for question in item.fields:
            self.fields[question["name"]] = _FIELDS[question["kind"]](question)

    def answers(self) -> dict[str, str]:
        """As the packet service takes them; once the form is valid."""
        return {
            name: value if isinstance(value, str) else YES * value
            for name, value in self.cleaned_data.items()
        }


def _text(question: Mapping[str, Any], widget: forms.Widget | None = None) -> forms.Field:
    return forms.CharField(**_basics(question), max_length=MAX_ANSWER_CHARS, widget=widget)


def _long_text(question: Mapping[str, Any]) -> forms.Field:
    return _text(question, forms.Textarea(attrs={"rows": 5}))


def _date(question: Mapping[str, Any]) -> forms.Field:
    return _text(question, forms.DateInput(attrs={"type": "date"}))


def _choice(question: Mapping[str, Any]) -> forms.Field:
    choices = [("", "Please choose"), *((choice, choice) for choice in question["choices"])]
    return forms.ChoiceField(**_basics(question), choices=choices)


def _checkbox(question: Mapping[str, Any]) -> forms.Field:
    return forms.BooleanField(**_basics(question))


def _basics(question: Mapping[str, Any]) -> dict[str, Any]:
    return {"label": question["label"], "required": question["required"]}


_FIELDS = {
    "text": _text,
    "long_text": _long_text,
    "date": _date,
    "choice": _choice,
    "checkbox": _checkbox,
}
