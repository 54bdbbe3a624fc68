"""Templates filled with escaped values. Only `Markup` goes in as it is."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from string import Template

from saleor_coaching_plugin.sandbox.stripe_simulator.transport.messages import Response

_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Markup(str):
    """HTML that is ready: built here, never taken from a request."""


NOTHING = Markup("")


def escape(value: str) -> Markup:
    return value if isinstance(value, Markup) else Markup(html.escape(value))


def fill(template: str, **values: str) -> Markup:
    escaped = {name: escape(value) for name, value in values.items()}
    return Markup(_template(template).substitute(escaped))


def element(tag: str, content: str, **attributes: str) -> Markup:
    return Markup(f"<{tag}{_given(attributes)}>{escape(content)}</{tag}>")


def void_element(tag: str, **attributes: str) -> Markup:
    """One without content, such as `input`."""
    return Markup(f"<{tag}{_given(attributes)}>")


def joined(*parts: Markup) -> Markup:
    return Markup("\n".join(parts))


def html_response(title: str, content: Markup, *, status: int = 200) -> Response:
    body = fill("layout.html", title=title, content=content)
    return Response(status, body.encode(), "text/html; charset=utf-8", _HEADERS)


def not_found() -> Response:
    """The same for a link that never was and one that is no more."""
    content = element("p", "There is nothing at this address.", class_="card")
    return html_response("Not found", content, status=404)


def _given(attributes: dict[str, str]) -> str:
    """Names that Python keeps for itself have an underscore at the end (`class_`)."""
    return "".join(
        f' {name.rstrip("_")}="{html.escape(value)}"' for name, value in attributes.items()
    )


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text(encoding="utf-8"))
