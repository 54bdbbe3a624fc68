"""The PDF: the very texts, the same bytes each time, nothing fetched."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import cast

import pytest
from certificate_examples import BARE, HTML, content, digest, recorded
from factories.pdf import needs_pdf, pdf_files, pdf_text

from saleor_coaching_plugin.evidence.certificate.content import Content
from saleor_coaching_plugin.evidence.certificate.fonts import FOLDER, font_faces, font_read
from saleor_coaching_plugin.evidence.certificate.html import certificate_html
from saleor_coaching_plugin.evidence.certificate.paper import Paper
from saleor_coaching_plugin.evidence.certificate.pdf import (
    PdfFailed,
    order_of,
    order_print,
    pdf_render,
)
from saleor_coaching_plugin.evidence.certificate.printer import Order

A4, LETTER = (595, 842), (612, 792)


def printed(found: Content, paper: Paper | None = None) -> bytes:
    return pdf_render(certificate_html(found, BARE, paper=paper), found)


def size_of(pdf: bytes) -> tuple[int, int]:
    from pypdf import PdfReader

    box = PdfReader(BytesIO(pdf)).pages[0].mediabox
    return round(box.width), round(box.height)


@needs_pdf
def test_the_exact_texts_are_attached() -> None:
    texts = (HTML, "<p>Zwei &#196;pfel</p>")
    files = pdf_files(printed(content(recorded(*texts))))
    assert files == {"text-1.html": texts[0].encode(), "text-2.html": texts[1].encode()}


@needs_pdf
def test_text_and_hash_and_boxes_can_be_read() -> None:
    words = pdf_text(printed(content()))
    for part in ("of Sam Client for €1,500.00", "I agree. (ticked)", "(not ticked, optional)"):
        assert part in words
    assert digest(HTML) in words.replace(" ", "")


@needs_pdf
def test_the_same_entry_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = tmp_path / "print.py"
    script.write_text(
        "import django, sys; django.setup()\n"
        "from certificate_examples import content\n"
        "from test_certificate_pdf import printed\n"
        "sys.stdout.buffer.write(printed(content()))\n"
    )
    here = Path(__file__).parent
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(here), str(here.parent), str(here.parents[1])]),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    child = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, check=True
    )
    assert child.stdout == printed(content())


@needs_pdf
def test_printing_leaves_the_process_as_it_was() -> None:
    before = dict(os.environ)
    printed(content())
    assert dict(os.environ) == before


@needs_pdf
def test_a_text_that_would_take_for_ever_is_given_up() -> None:
    found = content(recorded(f"<p>{'x' * 100_000}</p>"))
    order = order_of(certificate_html(found, BARE), found)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(PdfFailed, match="too much time or memory"):
        order_print(order, seconds=3)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5


@needs_pdf
def test_a_printer_that_fails_says_by_what_and_cites_nothing() -> None:
    found = content()
    order = {**order_of(certificate_html(found, BARE), found), "identifier": "no digits"}
    with pytest.raises(PdfFailed) as caught:
        order_print(cast(Order, order), seconds=20)
    assert str(caught.value) == "It could not be printed (ValueError)."


@needs_pdf
def test_no_address_in_a_text_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    secret = tmp_path / "secret.txt"
    secret.write_text("never in a PDF")
    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        text = (
            f'<p><img src="{at}/image.png"><a rel="attachment" href="{secret.as_uri()}">a</a></p>'
            f"<style>@import url({at}/style.css); p {{ background: url({at}/back.png) }}"
            f"@font-face {{ font-family: x; src: url({at}/font.woff2) }}</style>"
            f'<link rel="attachment" href="{at}/attached"><object data="{at}/object"></object>'
        )
        found = content(recorded(text))
        pdf = printed(found)
        server.shutdown()
    assert asked == []
    assert pdf_files(pdf).keys() == {"text-1.html"}


@needs_pdf
def test_paper_of_the_country_unless_told_otherwise() -> None:
    american = content(recorded(personal={"billing_address": {"country": "US"}}))
    assert size_of(printed(american)) == LETTER
    assert size_of(printed(american, "A4")) == A4
    assert size_of(printed(content())) == A4


@needs_pdf
def test_it_is_tagged_and_archivable_and_says_its_language_title_and_author() -> None:
    from pypdf import PdfReader

    german = content(recorded(facts={"language": "de"}))
    reader = PdfReader(BytesIO(printed(german)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfaid:part="3"' in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Nachweis der Zustimmung: Coaching agreement"
    assert reader.metadata.author


@needs_pdf
@pytest.mark.parametrize("words", ["x" * 3000, "Ä" * 400, "Ελληνικά Русский Łódź"])
def test_any_text_can_be_printed(words: str) -> None:
    entry = recorded(f"<p>{words}</p>", personal={"name": words[:200]})
    assert printed(content(entry)).startswith(b"%PDF")


@needs_pdf
def test_a_name_cannot_be_more_than_a_name() -> None:
    html = certificate_html(content(recorded(personal={"name": "<b>Sam</b>"})), BARE)
    assert "<b>Sam</b>" not in html
    assert "&lt;b&gt;Sam&lt;/b&gt;" in html


def test_fonts_are_small_licensed_and_taken_as_needed() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 600_000
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text()
    assert "greek" not in font_faces("Sam Client €")
    for script, words in {"greek": "Σάμ", "cyrillic": "Сэм", "latin-ext": "Łódź"}.items():
        assert f'"Serif {script}"' in font_faces(words)


@pytest.mark.parametrize(
    "address",
    [
        "https://fonts.example/x.woff2",
        "file:///etc/passwd",
        "font:../content.py",
        "font:/etc/passwd",
        "font:OFL.txt",
        "data:font/woff2;base64,AAAA",
    ],
)
def test_nothing_but_our_fonts_is_read(address: str) -> None:
    with pytest.raises(ValueError, match="nothing but its own fonts"):
        font_read(address)
