"""A template engine of our own, so that no setting of the host project is needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _engine() -> DjangoTemplates:
    return DjangoTemplates(
        {
            "NAME": "coaching",
            "DIRS": [
                PACKAGE / folder / "templates"
                for folder in ("mail", "evidence", "portal", "disputes")
            ],
            "APP_DIRS": False,
            "OPTIONS": {"autoescape": True},
        }
    )


def page_render(
    template: str, context: Mapping[str, Any], request: HttpRequest | None = None
) -> str:
    """The template's text; with `request`, `{% csrf_token %}` works."""
    return _engine().get_template(template).render(dict(context), request)
