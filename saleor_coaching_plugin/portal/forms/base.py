"""Base of all forms: a service's refusal is shown at its field, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates

from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.portal.refusals import BAD_INPUT, message_of, status_of


class PageForm(forms.Form):
    """`status` is the HTTP status for showing the form again."""

    default_renderer = DjangoTemplates  # the host's own (FORM_RENDERER) may need templates of its
    status = BAD_INPUT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Around the call of a service: a DomainError becomes an error of this form."""
        try:
            yield
        except DomainError as error:
            self.status = status_of(error)
            field = error.field if error.field in self.fields else None
            self.add_error(field, message_of(error))
