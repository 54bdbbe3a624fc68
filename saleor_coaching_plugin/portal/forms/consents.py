"""Boxes to tick. They are always shown unticked, so that each tick is the client's own act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from saleor_coaching_plugin.terms.consents import ConsentAnswer


class ConsentBoxes(forms.Widget):
    """Reads what `portal/consents.html` shows: the key of each box shown, and each box ticked."""

    def value_from_datadict(self, data: QueryDict, files: Any, name: str) -> list[ConsentAnswer]:
        ticked = set(data.getlist("consent-ticked"))
        return [
            ConsentAnswer(key=key, accepted=key in ticked, initially_checked=False)
            for key in data.getlist("consent-shown-unticked")
        ]


class ConsentsField(forms.Field):
    """A list of ConsentAnswer; whether it will do is for the service to say."""

    widget = ConsentBoxes

    def __init__(self) -> None:
        super().__init__(required=False)
