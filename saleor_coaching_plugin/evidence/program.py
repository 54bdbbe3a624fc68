"""`coaching-verify` as one file, to go with a bundle to somebody who has nothing but Python.

It holds the offline verifier as it is here, and rfc8785. What it cannot hold is cryptography,
which is compiled: without that it says what to install. Time stamps are checked where pyHanko is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_OURS = (
    "__init__.py",
    "evidence/__init__.py",
    "evidence/canonical.py",
    "evidence/merkle.py",
    "evidence/signing.py",
    "evidence/stamps/__init__.py",
    "evidence/stamps/token.py",
    "evidence/verify/*.py",
)
_SHEBANG = b"#!/usr/bin/env python3\n"
_START = """try:
    import cryptography
except ImportError:
    raise SystemExit("Please install its only requirement first:  pip install cryptography")
from saleor_coaching_plugin.evidence.verify.command import run

raise SystemExit(run())
"""


def verifier_program() -> bytes:
    """Run it as `python3 coaching-verify.pyz BUNDLE`. The same bytes each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("__main__.py", _START), *_ours(), *_rfc8785()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return _SHEBANG + file.getvalue()


def _ours() -> Iterator[tuple[str, str]]:
    for pattern in _OURS:
        for path in sorted(PACKAGE.glob(pattern)):
            yield f"{PACKAGE.name}/{path.relative_to(PACKAGE)}", path.read_text()


def _rfc8785() -> Iterator[tuple[str, str]]:
    """With its licence, which asks for that."""
    for path in distribution("rfc8785").files or ():
        if path.suffix == ".py" or path.name == "LICENSE":
            yield str(path), path.read_text()
