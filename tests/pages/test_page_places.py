"""A participant in the client area: the place, its proof, and that nobody else finds it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from factories.ledger import acceptance_entry
from factories.pdf import needs_pdf, pdf_text
from factories.seats import ANNA, BEN, TIM, holder, planned, seat_group_opened, seat_invited
from page_browser import logged_in
from page_examples import PREFIX, place_typed
from page_rows import rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import Certificate
from saleor_coaching_plugin.evidence.verify.check import bundle_faults
from saleor_coaching_plugin.seats.models import Participant, SeatGroup
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.assign import seat_assign
from saleor_coaching_plugin.seats.services.sweep import seats_expire
from saleor_coaching_plugin.seats.states import SeatStatus

pytestmark = pytest.mark.django_db
HOME = f"{PREFIX}portal/"
GUARDIAN = {"acting_capacity": "guardian", "acting_name": "Paul Adams"}
DOWNLOADS = ("certificate.pdf", "evidence.json")


@pytest.fixture
def anna(db: None) -> Client:
    """Who takes part, logged in."""
    return logged_in(ANNA.email)


@pytest.fixture
def group() -> SeatGroup:
    return seat_group_opened(order_id="shop-order-4711", now=utc_now())


def waiting(person: Person = ANNA, *, group: SeatGroup | None = None) -> tuple[Participant, str]:
    """Invited, with the address of the page to answer on."""
    seat, token = seat_invited(person, group=group, now=utc_now())
    return holder(seat), f"{PREFIX}p/{token}/"


def accepted(person: Person = ANNA, *, group: SeatGroup | None = None) -> Participant:
    participant, page = waiting(person, group=group)
    acting = GUARDIAN if participant.is_minor else {}
    assert Client().post(f"{page}accept/", place_typed(page) | acting).status_code == 303
    relay_due()
    participant.refresh_from_db()
    return participant


def page_of(participant: Participant) -> str:
    return f"{PREFIX}portal/places/{participant.id}/"


def test_an_accepted_place_shows_the_exact_text_and_its_proof(anna: Client) -> None:
    participant = accepted()
    response = anna.get(page_of(participant))
    html = response.content.decode()
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    assert articles == [text_of(participant).html.encode()]
    assert f"Agreement {participant.number}" in html
    assert acceptance_entry().hash in html
    assert f'href="{page_of(participant)}evidence.json"' in html


@needs_pdf
def test_the_certificate_is_downloaded_under_its_number(anna: Client) -> None:
    participant = accepted()
    response = anna.get(f"{page_of(participant)}certificate.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(
        r'attachment; filename="certificate-[-\w]+\.pdf"', response["Content-Disposition"]
    )
    assert response.content == bytes(Certificate.objects.get().content or b"")
    assert participant.number in pdf_text(response.content)


def test_without_its_pdf_the_page_shows_all_the_same(anna: Client) -> None:
    participant = accepted()
    Certificate.objects.update(content=None, made_at=None)
    html = anna.get(page_of(participant)).content.decode()
    assert "is not there yet" in html
    assert acceptance_entry().hash in html
    assert anna.get(f"{page_of(participant)}certificate.pdf").status_code == 404


def test_the_evidence_verifies_by_itself_and_is_of_this_place_alone(
    anna: Client, group: SeatGroup
) -> None:
    accepted(BEN, group=group)
    participant = accepted(group=group)
    response = anna.get(f"{page_of(participant)}evidence.json")
    assert response["Content-Type"] == "application/json"
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="evidence-{participant.number}.json"'
    )
    bundle = json.loads(response.content)
    assert not bundle_faults(bundle)
    assert {entry["chain"] for entry in bundle["entries"]} == {f"participant:{participant.id}"}
    assert "seat_accepted" in [entry["kind"] for entry in bundle["entries"]]


def test_nothing_of_payer_order_and_others_reaches_a_participant(
    anna: Client, group: SeatGroup
) -> None:
    accepted(BEN, group=group)
    participant = accepted(group=group)
    pages = [HOME, page_of(participant), *(page_of(participant) + each for each in DOWNLOADS)]
    for path in [*pages, f"{PREFIX}portal/seats/{group.id}/"]:
        response = anna.get(path)
        told = f"{response.headers}{response.content.decode(errors='replace')}"
        for secret in ("Paula", "Payer", "shop-order", "Ben ", "Brown", "of 5"):
            assert secret not in told, path


def test_a_place_that_waits_sends_to_the_mail_and_shows_no_text(anna: Client) -> None:
    participant, page = waiting()
    html = anna.get(page_of(participant)).content.decode()
    assert "Please open the newest link in the mail that we have sent to you." in html
    assert "<article" not in html
    assert page not in html
    assert anna.get(f"{page_of(participant)}certificate.pdf").status_code == 404


def test_a_place_that_was_declined_says_so(anna: Client) -> None:
    participant, page = waiting()
    Client().post(f"{page}decline/", {})
    assert f"Declined on {utc_now():%-d %B %Y}" in anna.get(page_of(participant)).content.decode()


def test_a_place_that_was_not_answered_in_time_says_so(anna: Client) -> None:
    participant, _ = waiting()
    seats_expire(now=utc_now() + timedelta(days=30))
    assert "It was not answered in time." in anna.get(page_of(participant)).content.decode()


def test_the_guardian_finds_the_childs_place() -> None:
    participant = accepted(TIM)
    paul = logged_in(participant.guardian_email)
    assert f"{participant.number}, for Tim Adams" in paul.get(HOME).content.decode()
    html = paul.get(page_of(participant)).content.decode()
    assert "Accepted by Paul Adams as legal guardian of Tim Adams" in html


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SeatStatus.INVITED, "Waits for you"),
        (SeatStatus.ACTIVE, "Active"),
    ],
)
def test_home_lists_participations(anna: Client, status: SeatStatus, words: str) -> None:
    participant = accepted() if status == SeatStatus.ACTIVE else waiting()[0]
    html = anna.get(HOME).content.decode()
    assert "Your participations" in html
    assert f'href="{page_of(participant)}"' in html
    assert words in html
    assert "Seats you have paid for" not in html


def test_another_persons_place_is_not_found(grace: Client, group: SeatGroup) -> None:
    participant, paula = accepted(group=group), logged_in(group.payer_email)
    before = rows()
    for visitor in (grace, paula):
        for path in ("", *DOWNLOADS):
            assert visitor.get(page_of(participant) + path).status_code == 404
    for path in ("", *DOWNLOADS):
        assert Client().get(page_of(participant) + path).status_code == 303
    assert rows() == before


def test_who_lost_the_seat_does_not_find_it_any_more(anna: Client, group: SeatGroup) -> None:
    participant, _ = waiting(group=group)
    seat_assign(seat_id=participant.seat_id, planned=planned(BEN), now=utc_now())
    for path in ("", *DOWNLOADS):
        assert anna.get(page_of(participant) + path).status_code == 404
    assert "There is nothing here yet." in anna.get(HOME).content.decode()


def test_downloads_change_nothing(anna: Client) -> None:
    participant = accepted()
    before = rows()
    for path in DOWNLOADS:
        anna.get(page_of(participant) + path)
    assert rows() == before
