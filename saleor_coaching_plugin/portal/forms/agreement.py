"""What a client can answer to an agreement."""

from __future__ import annotations

from django import forms

from saleor_coaching_plugin.agreements.services.respond import MAX_NOTE

from .acting import ActingForm
from .address import AddressForm
from .base import PageForm
from .consents import ConsentsField


class AcceptForm(AddressForm, ActingForm):
    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consents = ConsentsField()


class AmendmentAcceptForm(ActingForm):
    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consents = ConsentsField()


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
