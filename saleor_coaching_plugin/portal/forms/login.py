"""Where the login link shall go."""

from __future__ import annotations

from django import forms

from .base import PageForm


class LoginForm(PageForm):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
