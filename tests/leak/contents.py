"""Every text in some bytes: whatever is packed in them, unpacked."""

from __future__ import annotations

import base64
import email
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from lxml import html as lxml_html
from pdf_contents import PDF_BEGIN, pdf_parts

_DEPTH = 6
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{12,}={0,2}(?![\w+/=-])")
_ZIP_BEGIN = b"PK\x03\x04"
_PACKED = (PDF_BEGIN, _ZIP_BEGIN)


def texts_in(content: bytes, depth: int = _DEPTH) -> Iterator[tuple[str, str]]:
    """(where in the content, text). The content as it stands comes first."""
    text = _decoded(content)
    yield "", text
    if not depth:
        return
    if content.startswith(PDF_BEGIN):
        parts = pdf_parts(content)
    elif content.startswith(_ZIP_BEGIN):
        parts = _zip_parts(content)
    else:
        parts = _text_parts(text)
    for where, part in parts:
        for below, found in texts_in(part, depth - 1):
            yield f"/{where}{below}", found


def mail_texts(content: bytes) -> Iterator[tuple[str, str]]:
    """The same of a mail in its transport form: headers and parts of whatever encoding."""
    yield "", _decoded(content)
    for number, part in enumerate(email.message_from_bytes(content).walk()):
        for name, value in part.items():
            yield f"/part {number}/header {name}", _header(value)
        for name in filter(None, [_filename(part)]):
            yield f"/part {number}/file name", name
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            for below, found in texts_in(_recoded(payload, part)):
                yield f"/part {number}/{part.get_content_type()}{below}", found


def _header(value: str) -> str:
    """RFC 2047 undone, and the line as it was sent beside it (RFC 2231 parameters are left)."""
    return f"{make_header(decode_header(str(value)))}\n{value}"


def _filename(part: Message) -> str:
    name = part.get_filename() or ""
    return str(make_header(decode_header(name)))


def _recoded(payload: Any, part: Message) -> bytes:
    """Texts as UTF-8, whatever character set they were sent in."""
    assert isinstance(payload, bytes)
    charset = part.get_content_charset()
    return payload.decode(charset, "replace").encode() if charset else payload


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _zip_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            yield f"{info.filename} in zip", archive.read(info) + b"\n" + info.comment


def _text_parts(text: str) -> Iterator[tuple[str, bytes]]:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        yield from _json_parts(text)
    elif start == "<":
        yield "shown", _shown(text).encode()
    for number, token in enumerate(dict.fromkeys(_BASE64.findall(text))):
        unpacked = _unpacked(token)
        if unpacked:
            yield f"base64 {number}", unpacked


def _json_parts(text: str) -> Iterator[tuple[str, bytes]]:
    try:
        read = json.loads(text)
    except ValueError:
        return
    if isinstance(read, dict | list):
        for where, each in _leaves(read):
            yield where, each.encode("utf-8", "replace")


def _leaves(value: Any, where: str = "json") -> Iterator[tuple[str, str]]:
    """Strings with something packed in them; all others the text as such shows already."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, f"{where}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, where)
    elif isinstance(value, str) and len(value) > 7:
        yield where, value


def _shown(text: str) -> str:
    """What stands between the tags, in one piece: a number may be cut by them."""
    tree = lxml_html.fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    return str(tree.text_content())


def _unpacked(token: str) -> bytes:
    """What the token is the base64 of, if that is a text or a packed file; or nothing."""
    padded = token.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        found = base64.b64decode(padded + "=" * (-len(padded) % 4))
        if not found.startswith(_PACKED):
            found.decode("utf-8")
    except ValueError:
        return b""
    return found
