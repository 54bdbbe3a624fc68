"""What a client, or a participant, can answer to the text behind a link."""

from __future__ import annotations

from dataclasses import replace

from django import forms

from saleor_coaching_plugin.agreements.services.acceptance import Acceptance
from saleor_coaching_plugin.agreements.services.respond import MAX_NOTE
from saleor_coaching_plugin.core.addresses import MAX_EMAIL

from .acting import ActingForm, GuardianForm
from .address import AddressForm
from .base import PageForm
from .consents import ConsentsField


class TextAcceptForm(ActingForm):
    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consents = ConsentsField()

    def acceptance(self) -> Acceptance:
        """What was sent; once the form is valid."""
        return Acceptance(
            text_sha256=self.cleaned_data["text_sha256"], consents=self.cleaned_data["consents"]
        )


class CopiedAcceptForm(TextAcceptForm):
    """Accepts with a copy to whomever the reader names, besides the reader's own."""

    copy_to = forms.EmailField(
        label="Send a copy also to",
        required=False,
        max_length=MAX_EMAIL,
        help_text="For instance to somebody who advises you. They get the text and its proof.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def acceptance(self) -> Acceptance:
        return replace(super().acceptance(), copy_to=self.cleaned_data["copy_to"])


class AcceptForm(AddressForm, CopiedAcceptForm):
    """Of the client, who gets an invoice."""

    def acceptance(self) -> Acceptance:
        return replace(super().acceptance(), billing_address=self.address())


class MinorAcceptForm(GuardianForm, CopiedAcceptForm):
    """Of the guardian of a participant who is a minor."""


class DeclineForm(PageForm):
    message = forms.CharField(
        label="Your reason, if you like to tell",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChangesForm(PageForm):
    message = forms.CharField(
        label="What should be different?",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
