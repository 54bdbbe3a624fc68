"""What is stamped is kept; what cannot be stamped now is tried again, with growing pauses."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from factories.contracts import NOW
from factories.threads import at_once
from factories.time_authority import clock_off

from saleor_coaching_plugin.evidence.anchors import anchor_make
from saleor_coaching_plugin.evidence.ledger import ledger_append
from saleor_coaching_plugin.evidence.models import AnchorStampTry, LedgerAnchor, TimeStamp
from saleor_coaching_plugin.evidence.stamps.anchors import AT_ONCE, anchors_stamp, pause_after
from saleor_coaching_plugin.evidence.stamps.errors import StampLack
from saleor_coaching_plugin.evidence.stamps.service import stamp_of
from saleor_coaching_plugin.evidence.stamps.token import token_check
from saleor_coaching_plugin.sandbox.time_authority.faults import Fault
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority

DIGEST = hashlib.sha256(b"an entry").hexdigest()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clocks_agree(time_authority: TimeAuthority) -> None:
    time_authority.clock_off = clock_off(NOW)


@pytest.mark.django_db
def test_a_stamp_is_kept_as_the_authority_gave_it(time_authority: TimeAuthority) -> None:
    stamp = stamp_of(DIGEST, now=NOW)
    assert isinstance(stamp, TimeStamp)
    found = token_check(bytes(stamp.token), bytes.fromhex(DIGEST), time_authority.signer.root_pem)
    assert (stamp.stamped_at, stamp.authority) == (found.stamped_at, found.authority)
    assert found.trusted is True
    assert abs(stamp.stamped_at - NOW) < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_digest_is_stamped_once(time_authority: TimeAuthority) -> None:
    first = stamp_of(DIGEST, now=NOW)
    assert stamp_of(DIGEST, now=NOW + HOUR) == first
    assert (TimeStamp.objects.count(), time_authority.asked) == (1, 1)


@pytest.mark.usefixtures("committed_db")
def test_two_who_ask_at_once_get_the_same_stamp() -> None:
    stamps = at_once(4, lambda _: stamp_of(DIGEST, now=NOW))
    (kept,) = TimeStamp.objects.all()
    assert stamps == [kept] * 4


@pytest.mark.django_db
def test_where_no_authority_is_set_up_none_is_asked(
    settings: Any, time_authority: TimeAuthority
) -> None:
    settings.COACHING_TIME_AUTHORITY_URL = ""
    _anchored(NOW)
    assert stamp_of(DIGEST, now=NOW) is StampLack.NO_AUTHORITY
    assert anchors_stamp(now=NOW) == 0
    assert (time_authority.asked, AnchorStampTry.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "lack"),
    [(Fault.UNAVAILABLE, StampLack.NO_ANSWER), (Fault.UNTRUSTED, StampLack.BAD_ANSWER)],
)
def test_a_failure_leaves_no_stamp_and_its_type_alone_in_the_log(
    time_authority: TimeAuthority,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    lack: StampLack,
) -> None:
    time_authority.fault = fault
    with caplog.at_level(logging.WARNING):
        assert stamp_of(DIGEST, now=NOW) is lack
    assert not TimeStamp.objects.exists()
    assert [record.getMessage() for record in caplog.records] == [f"There is no time stamp: {lack}"]


@pytest.mark.django_db
def test_roots_that_cannot_be_read_let_no_stamp_through(
    settings: Any, time_authority: TimeAuthority
) -> None:
    settings.COACHING_TIME_AUTHORITY_ROOTS += ".gone"
    assert stamp_of(DIGEST, now=NOW) is StampLack.BAD_ANSWER
    assert not TimeStamp.objects.exists()


class WatchingAuthority(TimeAuthority):
    """Looks, while it is waited for, who holds a transaction open."""

    open_transactions: int | None = None

    def answer(self, request: bytes) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            )
            (self.open_transactions,) = cursor.fetchone()
        connection.close()
        return super().answer(request)


@pytest.mark.usefixtures("committed_db")
def test_no_transaction_is_open_while_the_authority_is_waited_for(
    time_authority: TimeAuthority, settings: Any
) -> None:
    _anchored(NOW)
    with WatchingAuthority(time_authority.signer) as authority:
        authority.clock_off = time_authority.clock_off
        settings.COACHING_TIME_AUTHORITY_URL = authority.url
        assert anchors_stamp(now=NOW) == 1
    assert authority.open_transactions == 0


@pytest.mark.django_db
def test_an_anchor_is_stamped_by_the_next_sweep(time_authority: TimeAuthority) -> None:
    anchor = _anchored(NOW)
    assert anchors_stamp(now=NOW) == 1
    assert TimeStamp.objects.get().digest == anchor.hash
    assert anchors_stamp(now=NOW + HOUR) == 0
    assert time_authority.asked == 1


@pytest.mark.django_db
def test_after_a_failure_the_pauses_grow_to_an_hour_and_never_end(
    time_authority: TimeAuthority,
) -> None:
    _anchored(NOW)
    time_authority.fault = Fault.UNAVAILABLE
    asked_at = []
    for minutes in range(0, 10 * 60, 5):
        before = time_authority.asked
        anchors_stamp(now=NOW + timedelta(minutes=minutes))
        if time_authority.asked > before:
            asked_at.append(minutes)
    assert asked_at[:7] == [0, 5, 15, 35, 75, 135, 195]
    assert asked_at[-1] >= 9 * 60
    tried = AnchorStampTry.objects.get()
    assert tried.attempts == len(asked_at)
    assert tried.last_error == "The time authority gave no answer: the request failed (status 503)."
    assert pause_after(100_000) == HOUR


@pytest.mark.django_db
def test_one_failure_ends_the_round_and_the_next_round_tries_another_anchor(
    time_authority: TimeAuthority,
) -> None:
    older, newer = (_anchored(NOW - timedelta(days=days)) for days in (2, 1))
    time_authority.fault = Fault.UNAVAILABLE
    for attempt, anchor in enumerate([newer, older], start=1):
        anchors_stamp(now=NOW)
        assert time_authority.asked == attempt
        assert AnchorStampTry.objects.filter(anchor=anchor).exists()
    time_authority.fault = Fault.NONE
    assert anchors_stamp(now=NOW) == 0
    time_authority.clock_off += HOUR
    assert anchors_stamp(now=NOW + HOUR) == 2
    assert not AnchorStampTry.objects.exists()


@pytest.mark.django_db
def test_an_authority_set_up_late_stamps_all_anchors_in_rounds(
    time_authority: TimeAuthority,
) -> None:
    for days in range(AT_ONCE + 3, 0, -1):
        _anchored(NOW - timedelta(days=days))
    assert [anchors_stamp(now=NOW) for _ in range(3)] == [AT_ONCE, 3, 0]
    assert min(TimeStamp.objects.values_list("stamped_at", flat=True)) > NOW - HOUR


def _anchored(now: datetime) -> LedgerAnchor:
    ledger_append(
        chain=f"agreement:{now:%j}", kind="agreement_sent", facts={}, personal={}, now=now
    )
    anchor = anchor_make(now=now)
    assert anchor is not None
    return anchor
