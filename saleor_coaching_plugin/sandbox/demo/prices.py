"""Whether a price has reached anybody who must not learn it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Collection, Iterator

import requests
from pypdf import PdfReader

from .cast import Cast

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,'\u2019\u00a0\u202f]+(?=\d)")

_HASHES = re.compile(r"[\w+/=-]{24,}", re.ASCII)
"""Their digits are chance."""


def prices_reached(
    cast: Cast, people: Collection[str], prices: Collection[str]
) -> tuple[int, list[str]]:
    """How many texts were searched, and where a price was found, in any writing of its digits."""
    searched, found = 0, []
    wanted = {price.replace(".", "") for price in prices}
    for where, text in _texts(cast, people):
        searched += 1
        digits = _BETWEEN_DIGITS.sub("", _HASHES.sub(" ", text))
        found += [f"{price} in {where}" for price in wanted if price in digits]
    return searched, found


def _texts(cast: Cast, people: Collection[str]) -> Iterator[tuple[str, str]]:
    for person in people:
        for mail in cast.mails.all_for(person):
            where = f"“{mail['subject']}” to {person}"
            yield where, json.dumps(mail, ensure_ascii=False)
            for each in mail["attachments"]:
                content = requests.get(f"{cast.mails.base}{each['url']}", timeout=10).content
                yield f"{each['name']} of {where}", _readable(content, each["type"])
    for name in ("participant.html", "participant-evidence.json"):
        yield name, (cast.folder / "family" / name).read_text()
    yield cast.participant.url, str(cast.participant.page)


def _readable(content: bytes, content_type: str) -> str:
    if content_type != "application/pdf":
        return content.decode(errors="replace")
    pdf = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in pdf.pages]
    return "\n".join([*pages, *map(str, (pdf.metadata or {}).values())])
