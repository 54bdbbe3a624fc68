"""A browser without JavaScript: opens pages, ticks boxes, fills in forms, clicks buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mechanicalsoup
from bs4 import BeautifulSoup

from .expect import Unexpected


class Browser:
    """One person's browser with its cookies."""

    def __init__(self) -> None:
        self._browser = mechanicalsoup.StatefulBrowser(soup_config={"features": "lxml"})

    @property
    def url(self) -> str:
        return str(self._browser.url)

    @property
    def page(self) -> BeautifulSoup:
        page: BeautifulSoup = self._browser.page
        return page

    def open(self, url: str, *, status: int = 200) -> BeautifulSoup:
        answer = self._browser.open(url, timeout=30)
        self._check(answer.status_code, {status})
        return self.page

    def follow(self, words: str) -> BeautifulSoup:
        """Click the link with these words."""
        link = self.page.find("a", string=lambda text: bool(text) and words in text)
        if link is None:
            raise Unexpected(f"a link “{words}” on {self.url}", self.text())
        return self.open(self._browser.absolute_url(link["href"]))

    def press(
        self,
        button: str,
        answers: dict[str, str] | None = None,
        *,
        refusal: int | None = None,
        within: str = "body",
    ) -> BeautifulSoup:
        """Fill in the form with this button, tick each of its required boxes, and press.

        With `refusal`, that HTTP status is what is expected. `within` (a CSS selector) is the part
        of the page to look in.
        """
        form = self._form_with(button, within)
        for name, value in (answers or {}).items():
            try:
                form.set(name, value)
            except mechanicalsoup.LinkNotFoundError:
                raise Unexpected(f"a field {name} on {self.url}", self.text()) from None
        for box in form.form.select("input[type=checkbox][required]"):
            box["checked"] = ""
        answer = self._browser.submit_selected(timeout=30)
        self._check(answer.status_code, {refusal or 200})
        return self.page

    def download(self, words: str) -> bytes:
        """What the link with these words leads to; the page stays open."""
        link = self.page.find("a", string=lambda text: bool(text) and words in text)
        if link is None:
            raise Unexpected(f"a link “{words}” on {self.url}", self.text())
        answer = self._browser.get(self._browser.absolute_url(link["href"]), timeout=30)
        self._check(answer.status_code, {200})
        return bytes(answer.content)

    def boxes(self) -> list[Any]:
        """All boxes to tick on the page."""
        return list(self.page.select("input[type=checkbox]"))

    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(self.page))

    def _form_with(self, button: str, within: str) -> mechanicalsoup.Form:
        for form in self.page.select(f"{within} form"):
            for found in form.find_all("button"):
                if button in found.get_text():
                    selected = self._browser.select_form(form)
                    if found.get("name"):
                        selected.choose_submit(found)
                    return selected
        raise Unexpected(f"a button “{button}” on {self.url}", self.text())

    def _check(self, status: int, expected: set[int]) -> None:
        if status not in expected:
            raise Unexpected(f"HTTP {expected} from {self.url}", f"HTTP {status}: {self.text()}")
