"""Gate: the authority is down for a day. No acceptance is kept waiting, no stamp is made up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from factories.agreements import agreement_accepted
from factories.contracts import NOW
from factories.time_authority import clock_off

from saleor_coaching_plugin.agreements.states import AgreementStatus
from saleor_coaching_plugin.evidence.models import LedgerAnchor, LedgerEntry, TimeStamp
from saleor_coaching_plugin.evidence.stamps.errors import StampLack
from saleor_coaching_plugin.evidence.stamps.service import stamp_of
from saleor_coaching_plugin.sandbox.time_authority.server import TimeAuthority
from saleor_coaching_plugin.tasks import SWEEPS

DOWN = timedelta(hours=25)
BETWEEN_SWEEPS = timedelta(minutes=15)


@pytest.mark.django_db
def test_a_day_without_the_authority_blocks_nothing_and_makes_up_nothing(
    time_authority: TimeAuthority,
) -> None:
    time_authority.__exit__(None, None, None)
    blocked, lacking, moment = 0, set(), NOW
    while moment < NOW + DOWN:
        if (moment - NOW).seconds % (5 * 3600) == 0:
            agreement, _ = agreement_accepted(now=moment)
            blocked += agreement.status != AgreementStatus.ACCEPTED
            accepted = LedgerEntry.objects.get(
                chain=f"agreement:{agreement.id}", kind="agreement_accepted"
            )
            lacking.add(stamp_of(accepted.hash, now=moment))
        _sweep(moment)
        moment += BETWEEN_SWEEPS
    assert (blocked, lacking) == (0, {StampLack.NO_ANSWER})
    assert LedgerAnchor.objects.count() == 2
    assert TimeStamp.objects.count() == 0

    back = moment + timedelta(hours=1)
    time_authority.clock_off = clock_off(back)
    with time_authority:
        _sweep(back)
    stamps = {stamp.digest: stamp.stamped_at for stamp in TimeStamp.objects.all()}
    assert set(stamps) == set(LedgerAnchor.objects.values_list("hash", flat=True))
    assert all(abs(stamped_at - back) < timedelta(minutes=1) for stamped_at in stamps.values())


def _sweep(now: datetime) -> None:
    for part in SWEEPS:
        part(now=now)
