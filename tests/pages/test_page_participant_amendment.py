"""Changed terms on a participant's page: what is new, and each way to answer it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from factories.contracts import RECORDING, SEATS_BODY
from factories.database import rows as all_rows
from factories.ledger import facts_of
from factories.seat_amendments import seat_amendment_asked, seat_amendment_token
from factories.seats import ANNA, TIM
from factories.shop import shop_staff
from page_browser import logged_in
from page_examples import PREFIX, place_typed
from page_rows import rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.models import ParticipantAmendment
from saleor_coaching_plugin.seats.plan import Person

pytestmark = pytest.mark.django_db
NEW = SEATS_BODY.replace("this place", "a place")
NOTE = "The place is no longer a certain one <sic>."
GUARDIAN = {"acting_capacity": "guardian", "acting_name": "Paul Adams", "acting_basis": ""}
HOME = f"{PREFIX}portal/"


def asked(person: Person = ANNA, **changes: Any) -> ParticipantAmendment:
    now = utc_now()
    return seat_amendment_asked(person, body=NEW, note=NOTE, accepted_on=now, now=now, **changes)


@pytest.fixture
def amendment() -> ParticipantAmendment:
    return asked(consents=[RECORDING])


def page_of(amendment: ParticipantAmendment, action: str = "") -> str:
    return f"{PREFIX}p/{seat_amendment_token(amendment.participant)}/{action}"


def html_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_shows_what_has_changed_and_the_new_text_byte_for_byte(
    browser: Client, amendment: ParticipantAmendment
) -> None:
    response = browser.get(page_of(amendment))
    html = html_of(response)
    assert response.status_code == 200
    assert f"Agreement {amendment.participant.number}" in html
    assert "What has changed since you accepted on" in html
    assert "The place is no longer a certain one &lt;sic&gt;." in html
    assert "<del>this</del> <ins>a</ins> place." in html
    assert amendment.text.html.encode() in response.content
    assert f">{amendment.text.statement}</p>" in html
    assert f">{amendment.text.button}</button>" in html
    boxes = re.findall(r'<input type="checkbox"[^>]*>', html)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)


def test_it_tells_nothing_of_whoever_pays(browser: Client, amendment: ParticipantAmendment) -> None:
    page = page_of(amendment)
    for response, status in (
        (browser.get(page), 200),
        (browser.post(f"{page}accept/", {}), 400),
        (browser.post(f"{page}decline/", {"decline-message": "x" * 5000}), 400),
    ):
        assert response.status_code == status
        told = html_of(response)
        for secret in ("Paula", "Payer", "You pay", "invoice", "street", "€"):
            assert secret not in told


def test_opening_it_changes_nothing(browser: Client, amendment: ParticipantAmendment) -> None:
    before = all_rows()
    assert browser.get(page_of(amendment)).status_code == 200
    assert all_rows() == before


def test_accepting_leads_back_to_the_page_which_says_so(
    browser: Client, amendment: ParticipantAmendment
) -> None:
    page = page_of(amendment)
    response = browser.post(f"{page}accept/", place_typed(page))
    assert (response.status_code, response["Location"]) == (303, page)
    html = html_of(browser.get(page))
    assert "Thank you, Anna. From now on the text below is your agreement." in html
    assert f"on its way to {ANNA.email}" in html
    assert amendment.text.sha256 in html
    assert "<form" not in html
    entry = LedgerEntry.objects.get(kind="seat_amendment_accepted")
    assert facts_of(entry)["presentation"]["component"] == "hosted invitation page"


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"consent-ticked": ["recording"]}, 400, "Please tick the box"),
        ({"text_sha256": "0" * 64}, 409, "Please reload and read it again"),
        ({"consent-shown-unticked": ["terms", "x"]}, 400, "Nobody asked for this consent"),
        ({"copy_to": "nobody"}, 400, "Enter a valid email address."),
        (GUARDIAN, 400, "was not named as a minor"),
    ],
)
def test_what_is_no_acceptance_is_refused_and_changes_nothing(
    browser: Client, amendment: ParticipantAmendment, changes: Any, status: int, message: str
) -> None:
    before = rows()
    page = page_of(amendment)
    response = browser.post(f"{page}accept/", place_typed(page) | changes)
    assert response.status_code == status
    assert message in html_of(response)
    assert rows() == before


def test_for_a_minor_the_page_turns_to_the_guardian_who_accepts(browser: Client) -> None:
    page = page_of(asked(TIM))
    html = html_of(browser.get(page))
    assert "This is for Paul Adams to decide." in html
    assert "You accept for Tim Adams" in html
    assert "I am accepting for someone else" not in html
    before = rows()
    assert browser.post(f"{page}accept/", place_typed(page)).status_code == 400
    assert rows() == before
    assert browser.post(f"{page}accept/", place_typed(page) | GUARDIAN).status_code == 303
    closed = html_of(browser.get(page))
    assert "<strong>Paul Adams</strong> as legal guardian of Tim Adams." in closed
    assert "Thank you for accepting for Tim." in closed
    assert "on its way to paul@family.example" in closed


def test_declining_says_that_the_agreement_stays_as_it_is(
    browser: Client, amendment: ParticipantAmendment
) -> None:
    page = page_of(amendment)
    typed = place_typed(page)
    response = browser.post(f"{page}decline/", {"decline-message": "Too <vague>"})
    assert (response.status_code, response["Location"]) == (303, page)
    html = html_of(browser.get(page))
    assert "You have declined the new version" in html
    assert "Too &lt;vague&gt;" in html
    assert "stays as it is" in html
    before = rows()
    assert browser.post(f"{page}accept/", typed).status_code == 409
    assert rows() == before


def test_staff_cannot_answer_in_a_participants_name(
    browser: Client, amendment: ParticipantAmendment
) -> None:
    page = page_of(amendment)
    headers = {"Authorization": f"Bearer {shop_staff(['MANAGE_ORDERS'])[1]}"}
    before = rows()
    for action in ("accept/", "decline/"):
        response = browser.post(page + action, place_typed(page), headers=headers)
        assert response.status_code == 403
    assert rows() == before


def test_the_client_area_shows_the_text_in_force_and_that_a_change_waits(
    browser: Client, amendment: ParticipantAmendment
) -> None:
    anna, page = logged_in(ANNA.email), page_of(amendment)
    relay_due()
    place = f"{HOME}places/{amendment.participant_id}/"
    for path in (HOME, place):
        assert "Its terms have changed" in html_of(anna.get(path))
    assert amendment.text.previous.html.encode() in anna.get(place).content
    browser.post(f"{page}accept/", place_typed(page))
    relay_due()
    for path in (HOME, place):
        assert "Its terms have changed" not in html_of(anna.get(path))
    assert amendment.text.html.encode() in anna.get(place).content


def test_whoever_pays_sees_nothing_of_it(browser: Client, amendment: ParticipantAmendment) -> None:
    """Neither that it was asked nor how it was answered."""
    group = amendment.participant.seat.group
    payer, page = logged_in(group.payer_email), page_of(amendment)
    relay_due()
    for answer in ("", "decline/"):
        if answer:
            browser.post(page + answer, {"decline-message": "Too vague"})
            relay_due()
        for path in (HOME, f"{HOME}seats/{group.id}/"):
            response = payer.get(path)
            assert response.status_code == 200
            for secret in ("change", "new version", "Declined", "declined", "Too vague"):
                assert secret not in html_of(response)
    kinds = MailMessage.objects.filter(to_email=group.payer_email).values_list("kind", flat=True)
    assert set(kinds) <= {"seats_opened", "login"}
