"""What a PDF holds, whether a reader shows it or not."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    TextStringObject,
)

PDF_BEGIN = b"%PDF-"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def pdf_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """(what it is, bytes): text, information, XMP, files, every string and every stream."""
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    yield "pdf text", text.encode("utf-8", "replace")
    yield "pdf information", repr(dict(reader.metadata or {})).encode()
    xmp = reader.xmp_metadata
    if xmp is not None:
        yield "pdf XMP", xmp.stream.get_data()
    for name, files in reader.attachments.items():
        yield "pdf file name", name.encode()
        for each in files:
            yield f"pdf file {name}", each
    strings = "\n".join(_strings(reader.trailer, set()))
    yield "pdf strings", strings.encode("utf-8", "replace")
    for number, stream in enumerate(_STREAM.findall(content)):
        yield f"pdf stream {number}", _inflated(stream)


def _inflated(stream: bytes) -> bytes:
    """Of each revision of the file, also of objects that nothing refers to any more."""
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _strings(value: PdfObject | None, seen: set[int]) -> Iterator[str]:
    """Of all objects that the file's root leads to, decoded."""
    if isinstance(value, IndirectObject):
        if value.idnum not in seen:
            seen.add(value.idnum)
            yield from _strings(value.get_object(), seen)
    elif isinstance(value, DictionaryObject):
        yield from map(str, value)
        yield from _strings_of_all(value.values(), seen)
    elif isinstance(value, ArrayObject):
        yield from _strings_of_all(value, seen)
    elif isinstance(value, TextStringObject | ByteStringObject):
        yield value if isinstance(value, str) else value.decode("latin-1")


def _strings_of_all(values: Iterable[PdfObject], seen: set[int]) -> Iterator[str]:
    for each in values:
        yield from _strings(each, seen)
