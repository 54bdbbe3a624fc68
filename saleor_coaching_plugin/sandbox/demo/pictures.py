"""Two people's pages beside each other: as a page, and as a picture where there is a Chromium."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

from saleor_coaching_plugin.portal.assets import assets

_STYLESHEET = re.compile(r"<link [^>]*stylesheet[^>]*>")
_LEAF = re.compile(r'src="[^"]*leaf[^"]*"')
_PAGE = """<!doctype html><meta charset="utf-8"><title>Payer and participant</title>
<style>body{{margin:0;display:flex;gap:16px;background:#cfd6d3;font:15px sans-serif}}
figure{{margin:0;flex:1}}figcaption{{padding:12px 16px;font-weight:600}}
iframe{{width:100%;height:1900px;border:0;background:#fff}}</style>
{figures}
"""
_FIGURE = '<figure><figcaption>{caption}</figcaption><iframe srcdoc="{page}"></iframe></figure>'


def side_by_side(folder: Path) -> tuple[Path, ...]:
    """Of `payer.html` and `participant.html` in the folder."""
    pages = [
        ("The payer's page", folder / "payer.html"),
        ("A participant's page", folder / "participant.html"),
    ]
    figures = [
        _FIGURE.format(caption=caption, page=escape(_standing_alone(file.read_text())))
        for caption, file in pages
    ]
    page = folder / "side-by-side.html"
    page.write_text(_PAGE.format(figures="".join(figures)))
    return (page, *_picture(page))


def _standing_alone(html: str) -> str:
    style = f"<style>{assets()['coaching.css'].content.decode()}</style>"
    leaf = base64.b64encode(assets()["leaf.svg"].content).decode()
    with_style = _STYLESHEET.sub(lambda _: style, html)
    return _LEAF.sub(f'src="data:image/svg+xml;base64,{leaf}"', with_style)


def _picture(page: Path) -> tuple[Path, ...]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return ()
    picture = page.with_suffix(".png")
    subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *(f"--screenshot={picture}", "--window-size=1500,1950", page.resolve().as_uri()),
        ],
        capture_output=True,
        check=False,
        timeout=60,
    )
    return (picture,) if picture.exists() else ()
