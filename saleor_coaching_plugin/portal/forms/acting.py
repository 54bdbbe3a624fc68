"""Who accepts for somebody else, and by what right; all of it empty for those who do not."""

from __future__ import annotations

from typing import Any

from django import forms

from saleor_coaching_plugin.agreements.acting import (
    MAX_BASIS,
    MAX_NAME,
    ActingFor,
    Capacity,
    acting_clean,
)
from saleor_coaching_plugin.core.errors import InvalidInput

from .base import PageForm

_FIELDS = ("acting_capacity", "acting_name", "acting_basis")
_NAME = forms.TextInput(attrs={"autocomplete": "name"})


class ActingForm(PageForm):
    """Mixed into every form that accepts a text. `acting_for` is there once it is valid."""

    acting_capacity = forms.ChoiceField(
        label="I am",
        required=False,
        choices=[
            ("", "Please choose"),
            (Capacity.GUARDIAN.value, "their parent or legal guardian"),
            (Capacity.REPRESENTATIVE.value, "their authorised representative"),
        ],
    )
    acting_name = forms.CharField(
        label="My full name",
        required=False,
        max_length=MAX_NAME,
        widget=_NAME,
    )
    acting_basis = forms.CharField(
        label="What entitles me to act for them",
        required=False,
        max_length=MAX_BASIS,
        help_text="In a sentence, such as “Managing director of Example Ltd”. A parent need not "
        "fill this in.",
    )
    acting_for: ActingFor | None = None

    @property
    def is_acting(self) -> bool:
        """Whether any of it was typed: then the page keeps it in sight."""
        return any(self[name].value() for name in _FIELDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_acting and not any(name in self.errors for name in _FIELDS):
            self._acting_clean(*(cleaned[name] for name in _FIELDS))
        return cleaned

    def _acting_clean(self, capacity: str, name: str, basis: str) -> None:
        if not capacity:
            self.add_error("acting_capacity", "Please choose in what capacity you act.")
            return
        try:
            self.acting_for = acting_clean(capacity=Capacity(capacity), name=name, basis=basis)
        except InvalidInput as error:
            self.add_error(f"acting_{str(error.field).rpartition('.')[2]}", error.message)


class GuardianForm(ActingForm):
    """Where a minor is to agree, only a guardian can: there is nothing to choose."""

    acting_capacity = forms.ChoiceField(
        choices=[(Capacity.GUARDIAN.value, "")],
        initial=Capacity.GUARDIAN.value,
        widget=forms.HiddenInput,
    )
    acting_name = forms.CharField(label="My full name", max_length=MAX_NAME, widget=_NAME)
    acting_basis = forms.CharField(
        label="What entitles me to act for them",
        required=False,
        max_length=MAX_BASIS,
        help_text="A parent need not fill this in. A guardian may name the court's decision.",
    )
