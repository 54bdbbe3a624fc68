"""The page behind an invitation's link: a participant, or a guardian, reads and answers it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of
from factories.seats import ANNA, BEN, TIM, holder, planned, seat_group_opened, seat_invited
from factories.shop import shop_staff
from page_examples import PREFIX, place_typed
from page_rows import SEEN, assert_only_seen, rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.seats.models import ParticipantLink, Seat, SeatGroup
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.record import chain_of
from saleor_coaching_plugin.seats.selectors import text_of
from saleor_coaching_plugin.seats.services.assign import seat_assign, seat_free
from saleor_coaching_plugin.seats.services.share import group_share_name
from saleor_coaching_plugin.seats.states import SeatStatus

pytestmark = pytest.mark.django_db
GUARDIAN = {"acting_capacity": "guardian", "acting_name": "Paul Adams", "acting_basis": ""}


@pytest.fixture
def group() -> SeatGroup:
    return seat_group_opened(order_id="shop-order-4711", order_line_id="shop-line-4712")


def invited(
    person: Person = ANNA, *, group: SeatGroup | None = None, message: str = ""
) -> tuple[Seat, str]:
    """A seat, and the address of the page."""
    seat, token = seat_invited(person, group=group, message=message, now=utc_now())
    return seat, f"{PREFIX}p/{token}/"


def test_page_shows_the_frozen_text_byte_for_byte(browser: Client) -> None:
    seat, page = invited()
    response = browser.get(page)
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    assert response.status_code == 200
    assert articles == [text_of(holder(seat)).html.encode()]


def test_page_says_for_whom_by_whom_until_when_and_what_a_click_means(browser: Client) -> None:
    seat, page = invited()
    html = browser.get(page).content.decode()
    assert "Prepared for Anna Adams by Alex Morgan Coaching." in html
    assert f"Please answer by {seat.expires_at:%-d %B %Y}." in html
    assert f"Agreement {holder(seat).number}" in html
    assert "By clicking “I Accept” you agree to this text." in html
    assert re.search(r"<button[^>]*>I Accept</button>", html)


def test_nothing_is_asked_that_only_a_payer_can_say(browser: Client) -> None:
    _, page = invited()
    html = browser.get(page).content.decode()
    for words in ('name="street"', "invoice", "Ask for changes"):
        assert words not in html


def test_boxes_are_unticked(browser: Client) -> None:
    _, page = invited()
    boxes = re.findall(r'<input type="checkbox"[^>]*>', browser.get(page).content.decode())
    assert len(boxes) == 1
    assert "checked" not in boxes[0]


def test_the_payer_is_named_only_where_the_payer_wants_it(
    browser: Client, group: SeatGroup
) -> None:
    _, page = invited(group=group)
    assert "Paula" not in browser.get(page).content.decode()
    group_share_name(group_id=group.id, name="Aunt <Paula>")
    html = browser.get(page).content.decode()
    assert "Aunt &lt;Paula&gt; has asked Alex Morgan Coaching to invite you." in html


def test_pages_of_a_participant_tell_nothing_of_payer_order_and_others(
    browser: Client, group: SeatGroup
) -> None:
    invited(BEN, group=group)
    _, page = invited(group=group)
    for answer in ("accept/", "decline/"):
        for response in (
            browser.get(page),
            browser.post(f"{page}{answer}", place_typed(page) | {"consent-ticked": []}),
            browser.post(f"{page}{answer}", {"decline-message": "x" * 5000}),
            browser.get(f"{page}{answer}"),
        ):
            told = f"{response.headers}{response.content.decode()}"
            for secret in ("Paula", "Payer", "shop-order", "shop-line", "Ben", "Brown", "of 5"):
                assert secret not in told
            assert str(group.id) not in told


def test_a_gift_stands_above_the_text(browser: Client) -> None:
    _, page = invited(message="Happy birthday!\n\nYours, <P>")
    html = browser.get(page).content.decode()
    gift = html.index("A gift for you")
    assert gift < html.index("Happy birthday!") < html.index("<article")
    assert "Yours, &lt;P&gt;" in html


def test_opening_notes_that_it_was_seen_and_nothing_else(browser: Client) -> None:
    seat, page = invited()
    before = rows(but=SEEN)
    for _ in range(2):
        browser.get(page)
    seat.refresh_from_db()
    assert seat.status == SeatStatus.OPENED
    assert kinds_of(chain_of(holder(seat))) == ["seat_invited", "seat_viewed"]
    assert_only_seen(before)


def test_accepting_leads_back_to_the_page_which_says_what_follows(browser: Client) -> None:
    seat, page = invited()
    response = browser.post(f"{page}accept/", place_typed(page))
    assert (response.status_code, response["Location"]) == (303, page)
    html = browser.get(page).content.decode()
    participant = holder(seat)
    assert participant.accepted_at is not None
    assert f"Accepted on {participant.accepted_at:%-d %B %Y, %H:%M} UTC" in html
    assert "Welcome, Anna." in html
    assert f'href="{PREFIX}portal/login/"' in html
    assert text_of(participant).html in html
    assert "<form" not in html


def test_accepting_again_leads_back_and_changes_nothing(browser: Client) -> None:
    _, page = invited()
    typed = place_typed(page)
    browser.post(f"{page}accept/", typed)
    before = rows()
    assert browser.post(f"{page}accept/", typed)["Location"] == page
    assert rows() == before


def test_ledger_has_what_the_page_showed(browser: Client) -> None:
    seat, page = invited()
    browser.post(f"{page}accept/", place_typed(page) | {"copy_to": "eve@law.example"})
    entry = acceptance_entry()
    facts = facts_of(entry)
    assert entry.kind == "seat_accepted"
    assert [each["sha256"] for each in facts["texts"]] == [text_of(holder(seat)).sha256]
    assert facts["presentation"]["component"] == "hosted invitation page"
    assert facts["presentation"]["boxes"] == [
        {"key": "terms", "accepted": True, "initially_checked": False}
    ]
    assert [copy["email"] for copy in personal_of(entry)["copies_to"]] == ["eve@law.example"]


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        ({"consent-ticked": []}, 400, "Please tick the box"),
        ({"consent-shown-unticked": ["terms", "other"]}, 400, "Nobody asked for this consent"),
        ({"text_sha256": "0" * 64}, 409, "is not the text of this agreement"),
        ({"text_sha256": ""}, 400, "This field is required"),
        ({"copy_to": "eve"}, 400, "Enter a valid email address."),
        ({"acting_capacity": "representative"}, 400, "Please say what entitles you"),
    ],
)
def test_refused_acceptance_says_why_keeps_what_was_typed_and_changes_nothing(
    browser: Client, changed: dict[str, Any], status: int, message: str
) -> None:
    _, page = invited()
    sha256 = place_typed(page)["text_sha256"]
    typed = {
        "copy_to": "eve@law.example",
        "acting_name": "Eve",
        "acting_capacity": "representative",
    }
    typed["acting_basis"] = "" if "acting_capacity" in changed else "Her lawyer"
    before = rows()
    response = browser.post(f"{page}accept/", place_typed(page) | typed | changed)
    html = response.content.decode()
    assert response.status_code == status
    assert message in html
    assert f'value="{(typed | changed)["copy_to"]}"' in html
    assert 'value="Eve"' in html
    assert f'name="text_sha256" value="{sha256}"' in html
    assert "checked" not in html
    assert rows() == before


def test_nobody_is_a_minors_guardian_where_no_minor_was_named(browser: Client) -> None:
    _, page = invited()
    before = rows()
    response = browser.post(f"{page}accept/", place_typed(page) | GUARDIAN)
    html = response.content.decode()
    assert response.status_code == 400
    assert "was not named as a minor" in html
    assert '<details class="acting" open>' in html
    assert rows() == before


def test_a_representative_may_accept_for_an_adult(browser: Client) -> None:
    _, page = invited()
    acting = {"acting_capacity": "representative", "acting_name": "Eve", "acting_basis": "By order"}
    assert browser.post(f"{page}accept/", place_typed(page) | acting).status_code == 303
    html = browser.get(page).content.decode()
    assert "<strong>Eve</strong> as authorised representative of Anna Adams (By order)." in html


def test_for_a_minor_the_page_turns_to_the_guardian_and_leaves_no_choice(browser: Client) -> None:
    _, page = invited(TIM)
    html = browser.get(page).content.decode()
    assert "This is for Paul Adams to decide." in html
    assert "You accept for Tim Adams" in html
    assert "I am accepting for someone else" not in html
    assert "<select" not in html
    assert re.search(r'<input type="hidden" name="acting_capacity" value="guardian"', html)
    assert re.search(r'<input type="text" name="acting_name" value="Paul Adams"', html)


def test_a_guardian_accepts_and_page_and_ledger_say_so(browser: Client) -> None:
    _, page = invited(TIM)
    assert browser.post(f"{page}accept/", place_typed(page) | GUARDIAN).status_code == 303
    html = browser.get(page).content.decode()
    assert "<strong>Paul Adams</strong> as legal guardian of Tim Adams." in html
    assert "Thank you for accepting for Tim." in html
    assert acceptance_entry().kind == "seat_accepted_for_another"
    assert personal_of(acceptance_entry())["acting"] == {"name": "Paul Adams", "basis": ""}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"acting_name": ""}, "This field is required"),
        ({"acting_name": " "}, "This field is required"),
        ({"acting_capacity": ""}, "This field is required"),
        ({"acting_capacity": "representative"}, "Select a valid choice"),
        ({"acting_basis": "x" * 301}, "at most 300 characters"),
    ],
)
def test_only_a_guardian_with_a_name_accepts_for_a_minor(
    browser: Client, changed: dict[str, str], message: str
) -> None:
    _, page = invited(TIM)
    before = rows()
    response = browser.post(f"{page}accept/", place_typed(page) | GUARDIAN | changed)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert rows() == before


def test_declining_is_confirmed_with_what_was_written(browser: Client) -> None:
    seat, page = invited()
    response = browser.post(f"{page}decline/", {"decline-message": "Not <now>."})
    assert (response.status_code, response["Location"]) == (303, page)
    html = browser.get(page).content.decode()
    assert "You have declined this invitation" in html
    assert "Not &lt;now&gt;." in html
    assert holder(seat).declined_at is not None


def test_a_reason_that_is_too_long_is_shown_again(browser: Client) -> None:
    _, page = invited()
    before = rows()
    response = browser.post(f"{page}decline/", {"decline-message": "y" * 4001})
    assert response.status_code == 400
    assert "<details open>" in response.content.decode()
    assert "y" * 4001 in response.content.decode()
    assert rows() == before


def test_what_was_answered_cannot_be_answered_otherwise(browser: Client) -> None:
    _, page = invited()
    typed = place_typed(page)
    browser.post(f"{page}decline/", {})
    before = rows()
    response = browser.post(f"{page}accept/", typed)
    assert response.status_code == 409
    assert "This invitation is declined and can no longer be answered." in response.content.decode()
    assert rows() == before


def test_links_that_are_unknown_replaced_or_taken_back_get_the_same_answer(
    browser: Client,
) -> None:
    handed_over, first = invited()
    seat_assign(seat_id=handed_over.id, planned=planned(BEN), now=utc_now())
    taken_back, second = invited(BEN)
    seat_free(seat_id=taken_back.id, now=utc_now())
    unknown = browser.get(f"{PREFIX}p/nonsense/")
    assert unknown.status_code == 404
    for page in (first, second):
        assert browser.get(page).status_code == 404
        assert browser.get(page).content == unknown.content


@pytest.mark.parametrize("action", ["accept/", "decline/"])
def test_a_link_that_leads_nowhere_cannot_be_answered(browser: Client, action: str) -> None:
    seat, page = invited()
    typed = place_typed(page)
    seat_assign(seat_id=seat.id, planned=planned(BEN), now=utc_now())
    before = rows()
    assert browser.post(f"{page}{action}", typed).status_code == 404
    assert rows() == before


def test_expired_link_is_gone(browser: Client) -> None:
    _, page = invited()
    typed = place_typed(page)
    ParticipantLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    before = rows()
    for response in (browser.get(page), browser.post(f"{page}accept/", typed)):
        assert response.status_code == 410
        assert "This link has expired" in response.content.decode()
    assert rows() == before


def test_staff_cannot_accept_in_a_participants_name(browser: Client) -> None:
    _, page = invited()
    _, token = shop_staff()
    before = rows()
    response = browser.post(
        f"{page}accept/", place_typed(page), headers={"authorization": f"Bearer {token}"}
    )
    assert response.status_code == 403
    assert rows() == before
