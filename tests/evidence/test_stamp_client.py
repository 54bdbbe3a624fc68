"""Asking the authority: in ten seconds at most there is a good stamp, or words why not."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from saleor_coaching_plugin.evidence.stamps.chosen import authority_chosen
from saleor_coaching_plugin.evidence.stamps.client import SECONDS, Authority
from saleor_coaching_plugin.evidence.stamps.errors import AuthorityError, StampLack
from saleor_coaching_plugin.evidence.stamps.post import PostFailed, post
from saleor_coaching_plugin.evidence.stamps.timestamper import authority_from_settings
from saleor_coaching_plugin.evidence.stamps.token import token_check
from saleor_coaching_plugin.sandbox.time_authority.faults import Fault
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

DIGEST = hashlib.sha256(b"the head of a chain").digest()


@pytest.fixture
def chosen(time_authority: TimeAuthority) -> Iterator[Authority]:
    authority = authority_chosen()
    assert authority is not None
    yield authority
    assert [each for each in threading.enumerate() if each.name == "coaching-post"] == []


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_stamp_is_the_authoritys_time_over_our_digest(
    chosen: Authority, time_authority: TimeAuthority
) -> None:
    stamp = chosen.stamp(DIGEST, now=_now())
    assert token_check(stamp.token, DIGEST, chosen.roots) == stamp.found
    assert stamp.found.trusted is True
    assert abs(stamp.found.stamped_at - _now()) < timedelta(seconds=5)


def test_without_roots_any_authority_is_believed(
    time_authority: TimeAuthority,
) -> None:
    time_authority.fault = Fault.UNTRUSTED
    stamp = Authority(time_authority.url, None).stamp(DIGEST, now=_now())
    assert stamp.found.trusted is None


@pytest.mark.parametrize(
    ("fault", "lack", "words"),
    [
        (Fault.NONSENSE, StampLack.BAD_ANSWER, "cannot be read"),
        (Fault.WEB_PAGE, StampLack.BAD_ANSWER, "answered with text/html"),
        (Fault.UNAVAILABLE, StampLack.NO_ANSWER, "status 503"),
        (Fault.TOO_LONG, StampLack.NO_ANSWER, "longer than 65536 bytes"),
        (Fault.REFUSED, StampLack.BAD_ANSWER, "refused \\(rejection\\)"),
        (Fault.WRONG_NONCE, StampLack.BAD_ANSWER, "its nonce is not ours"),
        (Fault.NO_NONCE, StampLack.BAD_ANSWER, "its nonce is not ours"),
        (Fault.WRONG_DIGEST, StampLack.BAD_ANSWER, "over another digest"),
        (Fault.WRONG_ALGORITHM, StampLack.BAD_ANSWER, "by sha512"),
        (Fault.UNTRUSTED, StampLack.BAD_ANSWER, "none of the roots"),
        (Fault.WRONG_PURPOSE, StampLack.BAD_ANSWER, "not one for time stamps"),
        (Fault.BROKEN_SIGNATURE, StampLack.BAD_ANSWER, "signature is broken"),
    ],
)
def test_a_bad_answer_is_refused_in_words(
    chosen: Authority, time_authority: TimeAuthority, fault: Fault, lack: StampLack, words: str
) -> None:
    time_authority.fault = fault
    with pytest.raises(AuthorityError, match=words) as caught:
        chosen.stamp(DIGEST, now=_now())
    assert caught.value.lack is lack


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_that_is_off_names_both_clocks(
    chosen: Authority, time_authority: TimeAuthority, hours: int
) -> None:
    time_authority.clock_off = timedelta(hours=hours)
    now = _now()
    theirs = now + timedelta(hours=hours)
    with pytest.raises(AuthorityError) as caught:
        chosen.stamp(DIGEST, now=now)
    assert f"{theirs:%Y-%m-%d %H:%M}" in str(caught.value)
    assert f"ours {now:%Y-%m-%d %H:%M:%S} UTC" in str(caught.value)
    assert caught.value.lack is StampLack.BAD_ANSWER


@pytest.mark.parametrize("minutes", [4, -4])
def test_clocks_may_be_some_minutes_apart(
    chosen: Authority, time_authority: TimeAuthority, minutes: int
) -> None:
    time_authority.clock_off = timedelta(minutes=minutes)
    now = _now()
    found = chosen.stamp(DIGEST, now=now).found
    assert abs(found.stamped_at - now - timedelta(minutes=minutes)) < timedelta(seconds=5)


def test_an_authority_that_is_away_is_told(time_authority: TimeAuthority) -> None:
    with TimeAuthority(time_authority.signer) as other:
        url = other.url
    with pytest.raises(AuthorityError, match="gave no answer") as caught:
        Authority(url, None).stamp(DIGEST, now=_now())
    assert caught.value.lack is StampLack.NO_ANSWER


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.SLOW_HEAD])
def test_trickling_bytes_are_not_waited_for(time_authority: TimeAuthority, fault: Fault) -> None:
    time_authority.fault = fault
    began = time.monotonic()
    with pytest.raises(PostFailed, match="within 2 seconds"):
        post(time_authority.url, _query(), {}, seconds=2, limit=65_536)
    assert time.monotonic() - began < 3
    _posts_over(within=2)


def test_a_stamp_is_waited_for_ten_seconds_at_most(
    chosen: Authority, time_authority: TimeAuthority
) -> None:
    time_authority.fault = Fault.SLOW
    began = time.monotonic()
    with pytest.raises(AuthorityError, match="within 10 seconds") as caught:
        chosen.stamp(DIGEST, now=_now())
    assert SECONDS <= time.monotonic() - began < SECONDS + 1
    assert caught.value.lack is StampLack.NO_ANSWER
    _posts_over(within=2)


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/", "authority.example"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(PostFailed, match="must start with http"):
        post(url, b"", {}, seconds=2, limit=100)


def test_a_seal_gets_its_stamp_from_the_same_authority(time_authority: TimeAuthority) -> None:
    stamper = authority_from_settings()
    assert stamper is not None
    token = asyncio.run(stamper.async_timestamp(DIGEST, "sha256")).dump()
    assert token_check(token, DIGEST, time_authority.signer.root_pem).trusted is True
    assert time_authority.asked == 1


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_a_seal_that_gets_no_stamp_is_told_in_pyhankos_way(
    time_authority: TimeAuthority, algorithm: str
) -> None:
    time_authority.fault = Fault.WRONG_NONCE if algorithm == "sha256" else Fault.NONE
    stamper = authority_from_settings()
    assert stamper is not None
    with pytest.raises(TimestampRequestError):
        asyncio.run(stamper.async_timestamp(DIGEST, algorithm))


def test_without_an_authority_a_seal_has_none_to_ask() -> None:
    assert authority_from_settings() is None


def _query() -> bytes:
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST}
    query: bytes = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint}).dump()
    return query


def _posts_over(*, within: float) -> None:
    """No thread is left behind."""
    for thread in threading.enumerate():
        if thread.name == "coaching-post":
            thread.join(within)
            assert not thread.is_alive()
