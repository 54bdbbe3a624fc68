"""The fonts that come along, so that a certificate looks the same on every machine.

A family is split by script, as its files are; a list of families puts it together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"
SCHEME = "font:"
"""Of the addresses under which the stylesheet names the files."""

_WEIGHTS = {"400": "normal", "600": "bold"}
_FAMILIES = {"source-serif-4": "Serif", "source-sans-3": "Sans", "source-code-pro": "Mono"}
_SCRIPTS = {
    "latin": re.compile(""),
    "latin-ext": re.compile("[\u0100-\u02ff\u1e00-\u1eff\u20a0-\u20c0\u2c60-\u2c7f\ua720-\ua7ff]"),
    "cyrillic": re.compile("[\u0400-\u045f\u0490-\u0491\u04b0-\u04b1\u2116]"),
    "greek": re.compile("[\u0370-\u03ff]"),
}
"""Which text has characters of each; as Fontsource splits the files."""
_NAME = re.compile(
    r"([a-z0-9-]+?)-(latin|latin-ext|cyrillic|greek)-(400|600)-(normal|italic)\.woff2"
)


def font_faces(text: str) -> str:
    """The `@font-face` rules that `text` needs, for families named as `font_family` puts them.

    Each file costs the printer some 30 ms, whether it is used or not.
    """
    scripts = {script for script, found in _SCRIPTS.items() if found.search(text)}
    return "\n".join(_faces(scripts))


def font_family(family: str, fallback: str) -> str:
    """CSS value: our own files script by script, then what the machine has."""
    return ", ".join([*(f'"{family} {script}"' for script in _SCRIPTS), fallback])


def font_read(address: str) -> bytes:
    """The file behind an address of the stylesheet. Raises ValueError for any other address."""
    name = address.removeprefix(SCHEME)
    if not address.startswith(SCHEME) or not _NAME.fullmatch(name):
        raise ValueError("A certificate fetches nothing but its own fonts.")
    return (FOLDER / name).read_bytes()


def _faces(scripts: set[str]) -> Iterator[str]:
    for file in sorted(FOLDER.glob("*.woff2")):
        named = _NAME.fullmatch(file.name)
        if named is None:
            raise ValueError(f"{file.name} is not named as the other fonts are")
        family, script, weight, style = named.groups()
        if script in scripts:
            yield (
                f'@font-face {{ font-family: "{_FAMILIES[family]} {script}"; '
                f"font-weight: {_WEIGHTS[weight]}; font-style: {style}; "
                f"src: url({SCHEME}{file.name}) }}"
            )
