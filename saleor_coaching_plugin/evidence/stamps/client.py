"""Ask a time stamping authority (RFC 3161 3.4: by HTTP) and believe only a good answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import algos, cms, core, tsp

from .errors import unanswered, unusable
from .post import PostFailed, post
from .token import StampFound, StampInvalid, token_check

SECONDS = 10.0
"""In all, from the first look at the address to the last byte."""
BYTES = 64 * 1024
CLOCKS_APART = timedelta(minutes=5)
_GRANTED = {"granted", "granted_with_mods"}


class TimeStampResponse(core.Sequence):
    """As RFC 3161 2.4.2 has it; in asn1crypto's own the token is not optional."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True)
class Stamp:
    token: bytes
    """TimeStampToken, DER."""
    found: StampFound


@dataclass(frozen=True)
class Authority:
    url: str
    roots: bytes | None
    """PEM; None believes any certificate for time stamps."""

    def stamp(self, digest: bytes, *, now: datetime) -> Stamp:
        """Have a SHA-256 digest stamped. `now` is our clock. Raises AuthorityError.

        Lasts ten seconds at most. An authority whose clock is far from ours is not believed, as
        one of the two is wrong.
        """
        request = _request(digest)
        token = _token(self._answer(request), request["nonce"].native)
        try:
            found = token_check(token, digest, self.roots)
        except StampInvalid as error:
            raise unusable(f"The authority's stamp is not good: {error}") from None
        if found.trusted is False:
            raise unusable(
                f"The stamp is signed by {found.authority}, which leads up to none of the roots "
                "in COACHING_TIME_AUTHORITY_ROOTS."
            )
        _clocks_compare(found.stamped_at, now)
        return Stamp(token, found)

    def _answer(self, request: tsp.TimeStampReq) -> bytes:
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        try:
            kind, content = post(self.url, request.dump(), headers, seconds=SECONDS, limit=BYTES)
        except PostFailed as error:
            raise unanswered(f"The time authority gave no answer: {error}.") from None
        if kind != "application/timestamp-reply":
            raise unusable(f"The authority answered with {kind}, which is no stamp.")
        return content


def _request(digest: bytes) -> tsp.TimeStampReq:
    return tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": digest,
            },
            "nonce": secrets.randbits(63),
            "cert_req": True,
        }
    )


def _token(answer: bytes, nonce: int) -> bytes:
    try:
        response = TimeStampResponse.load(answer, strict=True)
        status = response["status"]["status"].native
        if status in _GRANTED:
            token = response["time_stamp_token"]
            stamp = token["content"]["encap_content_info"]["content"].parsed
            returned, der = stamp["nonce"].native, token.dump()
    except Exception as error:
        # What the parser raises on bytes from outside is not listed anywhere.
        name = type(error).__name__
        raise unusable(f"The authority's answer cannot be read ({name}).") from None
    if status not in _GRANTED:
        raise unusable(f"The authority refused ({status}).")
    if returned != nonce:
        raise unusable("The authority answered another question: its nonce is not ours.")
    return der


def _clocks_compare(theirs: datetime, ours: datetime) -> None:
    if abs(theirs - ours) > CLOCKS_APART:
        raise unusable(
            f"The authority's clock says {theirs:%Y-%m-%d %H:%M:%S} UTC, ours "
            f"{ours:%Y-%m-%d %H:%M:%S} UTC: one of the two is wrong, so the stamp proves nothing."
        )
