"""Where the login link shall go."""

from __future__ import annotations

import re

from django import forms

from .base import PageForm

FRONT_PAGE = "portal/"
_OWN_PAGE = re.compile(r"portal/[-\w/]*")


class LoginForm(PageForm):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    next_path = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_next_path(self) -> str:
        """A page of the client area, never another site's address."""
        path: str = self.cleaned_data["next_path"]
        return path if _OWN_PAGE.fullmatch(path) else FRONT_PAGE
