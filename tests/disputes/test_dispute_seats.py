"""A deal in which others take part: the pack is of the payer, and tells nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from dispute_scene import json_of, pack_of
from factories.agreements import agreement_sent, template_published
from factories.contracts import BROWSER, acceptance_of
from factories.seat_acts import seat_accepted

from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.seats.models import SeatGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Of an agreement with two seats, of which Anna has taken one; a lawyer has a copy."""
    agreement, token = agreement_sent(template_published(seats=2), now=utc_now())
    acceptance = acceptance_of(agreement, copy_to="lawyer@example.com")
    agreement_accept(token=token, acceptance=acceptance, act=BROWSER, now=utc_now())
    relay_due()
    seat_accepted(group=SeatGroup.objects.get(), now=utc_now())
    relay_due()
    return pack_of(agreement.number, tmp_path)


def test_seats_and_copies_stand_in_the_timeline_and_the_bundle_holds(pack: Path) -> None:
    index = (pack / "index.html").read_text()
    for part in ("Seats opened", "Copy sent", "lawyer@example.com"):
        assert part in index
    [bundle] = [json_of(file) for file in pack.rglob("*.json") if "entries" in json_of(file)]
    assert bundle_faults(bundle) == []
    assert {"seats_opened", "copy_sent"} <= {each["kind"] for each in bundle["entries"]}


def test_nothing_of_a_participant_is_in_it(pack: Path) -> None:
    files = [file for file in pack.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        for hidden in (b"anna@family.example", b"Anna Adams", b"participant:"):
            assert hidden not in content, file.name
