"""That the search goes red for one needle in any channel, and for one at the source of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from known import PERMITTED, needles_for
from life import accept
from planting import PLANTS
from plants import ADDRESS, ANNA, HUGO, Someone
from reach_exports import exports_reached
from reach_graphql import Asked
from reach_pages import pages_linked
from scene import Scene
from search import Leak, Piece, leaks

from saleor_coaching_plugin.sandbox.shop.models import Order
from saleor_coaching_plugin.seats.models import Participant, ParticipantText, SeatGroup
from saleor_coaching_plugin.sequences.models import Step
from saleor_coaching_plugin.terms.rendering import text_sha256

pytestmark = pytest.mark.django_db
WRITINGS = {
    "amount": "407.281.936,15 €",
    "words": (
        "Vierhundertsieben Millionen zweihunderteinundachtzigtausendneunhundertsechsunddreißig"
    ),
    "payer": "Wolkenbruchmeier",
}
FOUND_AS = {"amount": "fee", "words": "fee", "payer": "last name of Isoldine"}
ME = "{ me { email } }"


@pytest.fixture(scope="module")
def reached(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Piece]:
    """One piece of each kind that Anna got, with nothing in it."""
    asked = Asked(ANNA)
    asked(ME)
    pieces = [
        *pages_linked(scene, ANNA),
        *asked.pieces,
        *exports_reached(scene, ANNA, tmp_path_factory.mktemp("exports")),
        *scene.log.pieces(),
        *scene.mails(ANNA),
    ]
    found = {piece.channel: piece for piece in reversed(pieces) if _is_fit(piece)}
    found["pdf"] = next(piece for piece in pieces if piece.content.startswith(b"%PDF-"))
    assert leaks(found.values(), needles_for(ANNA), PERMITTED) == []
    return found


def _is_fit(piece: Piece) -> bool:
    if "page" in piece.channel:
        return b"</main>" in piece.content
    return piece.channel != "export" or piece.content.startswith(b"{")


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("channel", PLANTS)
def test_a_needle_is_found_in(reached: Mapping[str, Piece], channel: str, writing: str) -> None:
    kind, plant = PLANTS[channel]
    planted = plant(reached[kind], WRITINGS[writing])
    found = leaks([planted], needles_for(ANNA), PERMITTED)
    assert FOUND_AS[writing] in {leak.needle for leak in found}


def test_an_amount_in_a_gift_message_is_found_on_page_and_in_the_api(scene: Scene) -> None:
    """The service would refuse it."""
    Participant.objects.filter(email=HUGO.email).update(gift_message="It cost me ¥815,902,347!")
    asked = Asked(HUGO)
    token = scene.link(HUGO, "/p/").split("/")[2]
    asked(f'{{ participantAgreementByToken(token: "{token}") {{ giftMessage }} }}')
    found = _found([*pages_linked(scene, HUGO), *asked.pieces], HUGO)
    assert _named(found, "fee of the other agreement") == {"page", "GraphQL"}


def test_an_amount_in_a_frozen_text_is_found_on_page_in_mail_and_certificate(
    scene: Scene,
) -> None:
    text = ParticipantText.objects.get(participant__email=HUGO.email)
    html = f"{text.html}<p>Somebody paid $420.379.137,90 for all.</p>"
    _write(text, html=html, sha256=text_sha256(html))
    mailed = _accepted(scene)
    found = _found([*mailed, *pages_linked(scene, HUGO)], HUGO)
    places = {leak.where for leak in found if leak.channel == "mail"}
    assert _named(found, _total_of_the_course()) == {"mail", "page"}
    assert any("application/pdf" in place for place in places)
    assert any("text/html" in place for place in places)


def test_an_amount_in_a_sequence_is_found_in_its_mail(scene: Scene) -> None:
    step = Step.objects.get(version__sequence__name="Course", position=1)
    _write(step, body="Think of the 420379137.90 dollars!")
    found = _found(_accepted(scene), HUGO)
    assert _named(found, _total_of_the_course()) == {"mail"}


def test_the_payers_street_in_a_title_is_found_in_the_client_area(scene: Scene) -> None:
    SeatGroup.objects.filter(subject__startswith="agreement:").update(
        title=f"Coaching at {ADDRESS['street']}"
    )
    found = _found(pages_linked(scene, ANNA), ANNA)
    assert _named(found, "payer's street") == {"page"}


def _accepted(scene: Scene) -> list[Piece]:
    """The mails that Hugo gets for it."""
    before = len(scene.mailbox.messages())
    accept(scene, HUGO)
    return list(scene.mails(HUGO, since=before))


def _write(row: Any, **columns: Any) -> None:
    """Past the triggers that keep the row as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        type(row).objects.filter(pk=row.pk).update(**columns)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _total_of_the_course() -> str:
    return f"total of order {Order.objects.get(channel__slug='america').number}"


def _found(pieces: list[Piece], person: Someone) -> list[Leak]:
    return leaks(pieces, needles_for(person), PERMITTED)


def _named(found: list[Leak], needle: str) -> set[str]:
    """The channels with this needle; there must be no other."""
    assert {leak.needle for leak in found} <= {needle}
    return {leak.channel for leak in found}
