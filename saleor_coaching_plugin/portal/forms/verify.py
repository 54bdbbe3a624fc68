"""What a holder of a certificate copies from it."""

from __future__ import annotations

import re

from django import forms

from saleor_coaching_plugin.evidence.numbers import certificate_number_parse

from .base import PageForm


class VerifyForm(PageForm):
    number = forms.CharField(
        label="Certificate number",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "XXXX-XXXX-XXXX"}),
    )
    sha256 = forms.CharField(
        label="SHA-256 of the text",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if certificate_number_parse(number) is None:
            raise forms.ValidationError("It has twelve letters and digits, like 7ZK2-0VQM-9D3X.")
        return number.replace(" ", "")

    def clean_sha256(self) -> str:
        """It may be broken into lines or groups on paper."""
        digits = re.sub(r"\s", "", self.cleaned_data["sha256"]).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", digits):
            raise forms.ValidationError("It has 64 digits from 0 to 9 and a to f.")
        return digits
