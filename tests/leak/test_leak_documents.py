"""What participants are sent, shown and handed out, and what stands in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from known import PERMITTED, all_needles, needles_for
from plants import ADVISER, ANNA, BEN, GRETA, ISOLDE, PARTICIPANTS, Someone
from reach_exports import exports_reached
from reach_pages import pages_linked, pages_tried
from scene import Scene
from search import leaks

pytestmark = pytest.mark.django_db


def name_of(person: Someone) -> str:
    return person.first_name


@pytest.mark.parametrize("person", [*PARTICIPANTS, ADVISER], ids=name_of)
def test_no_mail_tells_whom_it_went_to(scene: Scene, person: Someone) -> None:
    pieces = list(scene.mails(person))
    assert pieces
    assert leaks(pieces, needles_for(person)) == []


@pytest.mark.parametrize("person", PARTICIPANTS, ids=name_of)
def test_no_page_that_a_participant_is_led_to_tells(scene: Scene, person: Someone) -> None:
    """Neither afterwards nor when the participant answered."""
    answered = list(scene.visitor(person).pieces)
    pieces = [*pages_linked(scene, person), *answered]
    assert leaks(pieces, needles_for(person), PERMITTED) == []


@pytest.mark.parametrize("person", [ANNA, BEN, GRETA], ids=name_of)
def test_no_page_or_refusal_tells_at_any_address(scene: Scene, person: Someone) -> None:
    pieces = pages_tried(scene, person)
    assert leaks(pieces, needles_for(person), PERMITTED) == []


@pytest.mark.parametrize("person", PARTICIPANTS, ids=name_of)
def test_no_export_about_a_participant_tells(scene: Scene, person: Someone, tmp_path: Path) -> None:
    pieces = list(exports_reached(scene, person, tmp_path))
    assert leaks(pieces, needles_for(person)) == []


def test_the_payer_gets_all_amounts_that_no_participant_may(scene: Scene) -> None:
    """So they are there, and the search sees them; the payer reads English alone."""
    pieces = [*scene.mails(ISOLDE), *scene.visitor(ISOLDE).pieces]
    amounts = [needle for needle in all_needles() if needle.letters]
    found = {leak.needle for leak in leaks(pieces, amounts)}
    assert {needle.name for needle in amounts} - found == {"payer's part, German words"}


def test_no_log_record_tells(scene: Scene) -> None:
    pieces = list(scene.log.pieces())
    assert pieces
    assert leaks(pieces, all_needles()) == []
