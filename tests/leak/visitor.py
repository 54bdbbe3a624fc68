"""Somebody with a browser, of whom everything that the server answers is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import html as lxml_html
from search import Piece

HOST = "http://testserver"


class Visitor:
    def __init__(self, reader: str) -> None:
        self.reader = reader
        self.pieces: list[Piece] = []
        self.answered: dict[str, int] = {}
        """Path -> status, of all that was asked for."""
        self._client = Client(raise_request_exception=False)

    def get(self, path: str) -> HttpResponse:
        return self._kept(path, path, self._client.get(path))

    def post(self, path: str, typed: dict[str, Any]) -> HttpResponse:
        asked = f"{path}?{urlencode(typed, doseq=True)}"
        return self._kept(path, asked, self._client.post(path, typed))

    def press(self, page: str, action: str, **typed: Any) -> HttpResponse:
        """Fill in the form of that page whose address ends so, tick all boxes, and send it."""
        form = self._form(page, action)
        values: dict[str, Any] = dict(form.form_values())
        boxes = form.xpath(".//input[@type='checkbox' and @name='consent-ticked']/@value")
        shown = form.xpath(".//input[@name='consent-shown-unticked']/@value")
        if shown:
            values |= {"consent-ticked": boxes, "consent-shown-unticked": shown}
        response = self.post(_path(page, form.get("action")), values | typed)
        assert response.status_code == 303, (page, action, response.content.decode())
        return self.get(_path(page, response["Location"]))

    def crawl(self, *pages: str) -> None:
        """Those pages and whatever they link to on this host, once each."""
        waiting = list(pages)
        seen = set()
        while waiting:
            page = waiting.pop()
            if page in seen:
                continue
            seen.add(page)
            response = self.get(page)
            if "Location" in response:
                waiting.append(_path(page, response["Location"]))
            is_html = response.headers.get("Content-Type", "").startswith("text/html")
            if is_html and response.content:
                waiting += _links(page, response.content)

    def _form(self, page: str, action: str) -> Any:
        forms = lxml_html.fromstring(self.get(page).content.decode()).forms
        found = [form for form in forms if str(form.get("action")).endswith(action)]
        assert found, (page, [form.get("action") for form in forms])
        return found[0]

    def _kept(self, path: str, asked: str, response: HttpResponse) -> HttpResponse:
        self.answered[path] = response.status_code
        lines = [f"{name}: {value}" for name, value in response.items()]
        lines += [cookie.OutputString() for cookie in response.cookies.values()]
        channel = "page" if response.status_code < 400 else "error page"
        self.pieces += [
            Piece(self.reader, "header", path, "\n".join(lines).encode(), asked),
            Piece(self.reader, channel, path, bytes(response.content), asked),
        ]
        return response


def _links(page: str, content: bytes) -> list[str]:
    tree = lxml_html.fromstring(content.decode())
    found = [str(each) for each in tree.xpath("//@href | //@src | //@action")]
    return [_path(page, each) for each in found if _is_ours(page, each)]


def _is_ours(page: str, address: str) -> bool:
    return urlsplit(urljoin(HOST + page, address)).netloc == urlsplit(HOST).netloc


def _path(page: str, address: str) -> str:
    parts = urlsplit(urljoin(HOST + page, address))
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
