"""What whoever pays for seats can say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django import forms
from django.http import QueryDict

from saleor_coaching_plugin.core.addresses import MAX_EMAIL
from saleor_coaching_plugin.portal.html import PAGE_LANGUAGE
from saleor_coaching_plugin.seats.people import MAX_GIFT_MESSAGE
from saleor_coaching_plugin.seats.plan import Person, PlannedSeat

from .base import PageForm


def _name(label: str, *, required: bool = True, max_length: int = 100) -> forms.Field:
    # No autocompletion: it would fill in the one who types.
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=max_length, required=required, widget=widget)


def _email(label: str, help_text: str) -> forms.Field:
    return forms.EmailField(
        label=label,
        max_length=MAX_EMAIL,
        required=False,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SeatForm(PageForm):
    """Who shall hold a seat. Its prefix tells it from those of the other seats on the page."""

    first_name = _name("First name")
    last_name = _name("Last name")
    email = _email("E-mail", "The invitation goes there.")
    language = forms.ChoiceField(label="Language", required=False)
    guardian_name = _name("Name of the parent or guardian", required=False, max_length=200)
    guardian_email = _email(
        "Their e-mail",
        "The invitation goes to them, and they accept in the child's stead. The child needs no "
        "e-mail address.",
    )
    gift_message = forms.CharField(
        label="Your message",
        required=False,
        max_length=MAX_GIFT_MESSAGE,
        help_text="It stands above the invitation. Please leave out what you paid.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    invite_on = forms.DateField(
        label="Send the invitation on",
        required=False,
        help_text="Leave this empty to send it now.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self, languages: Sequence[str], data: QueryDict | None = None, *, position: int
    ) -> None:
        super().__init__(data, prefix=f"seat-{position}")
        if len(languages) > 1:
            choices = [(each, _language_name(each)) for each in languages]
            self.fields["language"].choices = [("", "Same as mine"), *choices]
        else:
            del self.fields["language"]

    @property
    def has_guardian(self) -> bool:
        """Whether any of it was typed: then the page keeps it in sight."""
        return self._typed("guardian_name", "guardian_email")

    @property
    def is_gift(self) -> bool:
        return self._typed("gift_message", "invite_on")

    def _typed(self, *names: str) -> bool:
        return any(self[name].value() for name in names)

    def clean(self) -> dict[str, Any]:
        if not self._typed("email", "guardian_email"):
            self.add_error("email", "Please say where the invitation shall go.")
        return super().clean() or self.cleaned_data

    def planned(self) -> PlannedSeat:
        """What was typed; once the form is valid."""
        typed: Mapping[str, Any] = self.cleaned_data
        return PlannedSeat(
            person=Person(
                first_name=typed["first_name"],
                last_name=typed["last_name"],
                email=typed["email"],
                language=typed.get("language", ""),
                guardian_name=typed["guardian_name"],
                guardian_email=typed["guardian_email"],
            ),
            gift_message=typed["gift_message"],
            invite_on=typed["invite_on"],
        )


class ShareForm(PageForm):
    """By what name participants are told who invites them; empty to tell them nothing."""

    name = forms.CharField(
        label="Your name as participants shall read it",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def _language_name(tag: str) -> str:
    return str(Locale(PAGE_LANGUAGE).languages.get(tag.replace("-", "_"), tag))
