"""A place that the buyer gives away: to whom, with what words, on what day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.http import QueryDict

from saleor_coaching_plugin.core.errors import DomainError

from .seats import SeatForm

_NAMED = "people.0."
"""How the service begins the name of a field that it refuses."""


class GiftForm(SeatForm):
    """All of it empty for those who give nothing away: then nothing is asked for."""

    share_name = forms.BooleanField(label="Tell them my name", required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__([], data, position=1)
        self.empty_permitted = True
        self.fields["email"].required = True
        self.fields["email"].help_text = "The invitation goes there."
        self.fields["invite_on"].help_text = "Leave this empty to send it as soon as you have paid."
        self.use_required_attribute = False  # a browser cannot point at what is folded away

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Of what was typed here; all else is left to the form around it."""
        try:
            yield
        except DomainError as error:
            name = (error.field or "").removeprefix(_NAMED)
            if not (error.field or "").startswith(_NAMED) or name not in self.fields:
                raise
            self.add_error(name, error.message)
