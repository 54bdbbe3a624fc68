"""`coaching-verify BUNDLE`: check an exported bundle with neither database nor network."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.x509 import load_pem_x509_certificates

from saleor_coaching_plugin.evidence.signing import ed25519_load, fingerprint_of

from .check import bundle_check
from .keys import Trust
from .shape import anchor_shape_check, json_read
from .words import report_lines

INTACT, CHANGED, NO_BUNDLE = 0, 1, 2
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
Key = Ed25519PublicKey | str
"""A fingerprint stands for a key that the bundle brings."""


def run() -> int:
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """0: intact, 1: something was changed, 2: no bundle or wrong usage."""
    given = _parser().parse_args(arguments)
    trust = Trust(
        fingerprints=frozenset(map(_fingerprint, given.key)),
        keys={fingerprint_of(key): key for key in given.key if not isinstance(key, str)},
        anchors=given.anchor,
        roots_pem=given.roots,
    )
    try:
        report = bundle_check(json_read(given.bundle.read_text(encoding="utf-8")), trust)
    except _UNREADABLE as error:
        print(f"{given.bundle} is no ledger bundle: {type(error).__name__}: {error}")
        return NO_BUNDLE
    for line in report_lines(report):
        print(line)
    return CHANGED if report.faults else INTACT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coaching-verify",
        description="Check exported evidence. Exit code 0: intact, 1: changed, 2: no bundle.",
    )
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="as it was exported, JSON")
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        type=_key,
        metavar="KEY",
        help="trust this key alone: its fingerprint or a PEM file; may be given again",
    )
    parser.add_argument(
        "--anchor",
        action="append",
        default=[],
        type=_anchor,
        metavar="FILE",
        help="an anchor that was kept elsewhere: all chains older than it must stand in it",
    )
    parser.add_argument(
        "--roots", type=_roots, metavar="PEM", help="root certificates of time stamping authorities"
    )
    return parser


def _key(typed: str) -> Key:
    fingerprint = typed.replace(":", "").replace(" ", "").lower()
    if _FINGERPRINT.fullmatch(fingerprint):
        return fingerprint
    try:
        return ed25519_load(Path(typed).read_text())
    except (OSError, ValueError):
        raise argparse.ArgumentTypeError(
            f"{typed} is neither a fingerprint (64 hexadecimal digits) nor an Ed25519 key's PEM"
        ) from None


def _fingerprint(key: Key) -> str:
    return key if isinstance(key, str) else fingerprint_of(key)


def _anchor(path: str) -> Any:
    try:
        anchor = json_read(Path(path).read_text(encoding="utf-8"))
        anchor_shape_check(anchor)
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path} is no anchor: {error}") from None
    return anchor


def _roots(path: str) -> bytes:
    try:
        pem = Path(path).read_bytes()
        load_pem_x509_certificates(pem)
    except (OSError, ValueError):
        raise argparse.ArgumentTypeError(f"{path} holds no certificate") from None
    return pem
