"""Time stamps of an authority over entries and anchors, where pyHanko is there to check them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence

from .findings import Finding, changed, holds, note

try:
    from saleor_coaching_plugin.evidence.stamps.token import StampFound, StampInvalid, token_check
except ImportError:  # the verifier's machine need not have it
    CAN_CHECK = False
else:
    CAN_CHECK = True


def stamps_findings(
    stamps: Sequence[Mapping[str, str]], subjects: Mapping[str, str], roots_pem: bytes | None
) -> Iterator[Finding]:
    """`subjects`: what there is to be stamped, by its hash."""
    for stamp in stamps:
        subject = subjects.get(stamp["digest"])
        if subject is None:
            yield changed(f"A time stamp is over {stamp['digest']}, which is not in the bundle.")
        elif CAN_CHECK:
            yield _finding(stamp, subject, roots_pem)
        else:
            yield note(
                f"The time stamp over {subject} was not checked: pyHanko is not installed here."
            )


def _finding(stamp: Mapping[str, str], subject: str, roots_pem: bytes | None) -> Finding:
    what = f"The time stamp over {subject}"
    try:
        digest = bytes.fromhex(stamp["digest"])
        found = token_check(_token_read(stamp["token"]), digest, roots_pem)
    except (StampInvalid, binascii.Error) as error:
        return changed(f"{what} is not valid. {error}")
    return _judged(found, subject, what)


def _token_read(text: str) -> bytes:
    """The last character could be written in several ways, of which one is ours."""
    der = base64.b64decode(text, validate=True)
    if base64.b64encode(der).decode() != text:
        raise StampInvalid("It is not written as it was exported.")
    return der


def _judged(found: StampFound, subject: str, what: str) -> Finding:
    if found.trusted is False:
        return changed(f"{what} is by {found.authority}, which none of your roots vouches for.")
    vouched = (
        "whose certificate leads up to the roots that you gave"
        if found.trusted
        else "whose certificate was not checked: give the authority's roots with --roots"
    )
    return holds(
        f"Time stamp: {subject} existed by {found.stamped_at:%Y-%m-%d %H:%M:%S} UTC, says "
        f"{found.authority}, {vouched}."
    )
