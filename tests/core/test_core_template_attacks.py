"""What a text can do on the whole way from a coach's form to a sealed PDF: nothing.

Each of these is one attack. It costs less than a second of the processor and 100 MB at each step,
reads and writes no file, opens no connection, calls nothing, and leaves nothing active behind.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from attack_examples import CANARY, ENDLESS, ENTRY, PATHOLOGICAL, REACHING, SMUGGLING
from factories.pdf import needs_pdf, pdf_files

from saleor_coaching_plugin.evidence.certificate.fonts import FOLDER

HERE = Path(__file__).parent
MOST_SECONDS = 1
MOST_MEGABYTES = 100
ATTACKS = {**REACHING, **ENDLESS, **PATHOLOGICAL, **SMUGGLING}
HARMLESS = {"", "http", "https", "mailto"}
MAIL_FRAME = {"html", "head", "meta", "title", "style", "body", "div", "span", "img"}
PASSIVE = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "em", "strong", "blockquote"),
    *("ul", "ol", "li", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
Runner = Callable[..., dict[str, Any]]


def _runner(*arguments: str) -> Iterator[Runner]:
    environment = {
        **os.environ,
        "CANARY": CANARY,
        "PYTHONPATH": os.pathsep.join(
            map(str, (HERE, HERE.parent, HERE.parent / "evidence", HERE.parents[1]))
        ),
    }
    with subprocess.Popen(
        [sys.executable, str(HERE / "attack_runner.py"), *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin
        assert child.stdout
        orders, answers = child.stdin, child.stdout
        assert answers.readline() == '"ready"\n'

        def run(source: str, *, printed: bool = False) -> dict[str, Any]:
            orders.write(json.dumps({"source": source, "printed": printed}) + "\n")
            orders.flush()
            seen: dict[str, Any] = json.loads(answers.readline())
            return seen

        yield run
        orders.close()


@pytest.fixture(scope="module")
def attacked() -> Iterator[Runner]:
    yield from _runner()


@pytest.fixture(scope="module")
def attacked_printer() -> Iterator[Runner]:
    yield from _runner("pdf")


class Tags(HTMLParser):
    """Names of the elements in a page, and all its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_there_are_more_than_fifty_attacks_and_no_two_alike() -> None:
    assert len(set(ATTACKS.values())) == len(ATTACKS) > 150


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_does_nothing(name: str, attacked: Runner) -> None:
    seen = attacked(ATTACKS[name])
    assert "died" not in seen
    assert "unforeseen" not in seen, seen["unforeseen"]
    assert max(seen["seconds"].values()) < MOST_SECONDS
    assert seen["megabytes"] < MOST_MEGABYTES
    assert seen["events"] == []
    assert seen["touched"] == []
    assert CANARY not in json.dumps([seen["outputs"], seen["refused"]])
    for step, output in seen["outputs"].items():
        _assert_passive(output, MAIL_FRAME if step == "mail" else set())


@pytest.mark.parametrize("name", sorted(REACHING.keys() - {"erb", "right to left"}))
def test_what_reaches_for_more_is_not_published(name: str, attacked: Runner) -> None:
    assert "publish" in attacked(REACHING[name])["refused"]


@needs_pdf
@pytest.mark.parametrize("name", SMUGGLING)
def test_what_is_smuggled_through_does_nothing_in_the_pdf(
    name: str, attacked_printer: Runner
) -> None:
    seen = attacked_printer(SMUGGLING[name], printed=True)
    assert "unforeseen" not in seen, seen["unforeseen"]
    assert [event for event in seen["events"] if not _is_ours(event)] == []
    pdf = bytes.fromhex(seen["outputs"]["print"])
    assert pdf_files(pdf).keys() == {"text-1.html"}
    assert CANARY.encode() not in pdf
    _assert_passive_pdf(pdf)


def test_the_runner_sees_what_it_is_there_for(attacked: Runner) -> None:
    """An ordinary text comes through, so that all of the above is not just refused unread."""
    seen = attacked(ENTRY)
    assert seen["refused"] == {}
    assert "<h1>SAM &lt;B&gt;</h1>" in seen["outputs"]["freeze"]
    assert "SAM &lt;B&gt;" in seen["outputs"]["mail"]


def _assert_passive(html: str, frame: set[str]) -> None:
    found = Tags(html)
    assert found.names <= PASSIVE | frame
    for name, value in found.attributes:
        assert not name.startswith("on")
        if name in {"href", "src", "action", "data"}:
            assert _scheme_of(value) in HARMLESS, value


def _scheme_of(address: str) -> str:
    """As browsers read it: https://url.spec.whatwg.org/#concept-basic-url-parser"""
    seen = re.sub(r"[\t\r\n]|^[\0- ]+", "", address)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", seen, re.IGNORECASE)
    return scheme[1].lower() if scheme else ""


def _is_ours(event: str) -> bool:
    """Reading our fonts, putting them into WeasyPrint's own folder, and taking that away."""
    if event.startswith(("os.putenv(b'SOURCE_DATE_EPOCH'", "os.unsetenv(b'SOURCE_DATE_EPOCH'")):
        return True
    if str(FOLDER) in event:
        return event.startswith("os.scandir(") or ", 'r'" in event
    if "weasyprint/pdf/sRGB2014.icc', 'r'" in event:
        return True
    in_its_folder = f"{tempfile.gettempdir()}/weasyprint-" in event
    tidying = re.fullmatch(r"os\.(scandir\(\d+,\)|remove\('[0-9a-f]{32}', \d+\))", event)
    return in_its_folder or bool(tidying)


def _assert_passive_pdf(pdf: bytes) -> None:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf))
    assert not {"/OpenAction", "/AA", "/AcroForm"} & reader.trailer["/Root"].keys()
    for page in reader.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get_object().get("/A")
            if action:
                assert action["/S"] == "/URI"
                assert _scheme_of(str(action["/URI"])) in HARMLESS
