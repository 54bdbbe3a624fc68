"""Seats that a client has paid for: naming, reminding, handing over, and who may not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.agreements import agreement_sent, template_published, version_published
from factories.seats import ANNA, BEN, TIM, holder, invitations, seat_free_in
from factories.seats import seat_group_opened as group_opened
from factories.seats import seat_invited as invited
from page_browser import logged_in
from page_examples import PREFIX, acceptance_typed, place_typed
from page_rows import rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.seats.models import ParticipantLink, Seat, SeatGroup
from saleor_coaching_plugin.seats.services.close import seat_close
from saleor_coaching_plugin.seats.services.sweep import seats_expire
from saleor_coaching_plugin.seats.states import SeatStatus

pytestmark = pytest.mark.django_db
HOME = f"{PREFIX}portal/"
LONG_AGO = timedelta(days=2)


@pytest.fixture
def group() -> SeatGroup:
    return group_opened(now=utc_now())


@pytest.fixture
def paula(group: SeatGroup) -> Client:
    """Who has paid, logged in."""
    return logged_in(group.payer_email)


def page_of(group: SeatGroup) -> str:
    return f"{PREFIX}portal/seats/{group.id}/"


def form_of(seat: Seat, action: str) -> str:
    return f"{page_of(seat.group)}{seat.id}/{action}/"


def typed(seat: Seat, **values: str) -> dict[str, str]:
    """What a browser sends for a seat, everything filled in that must be."""
    person = {"first_name": "Cleo", "last_name": "Clark", "email": "cleo@family.example"}
    return {f"seat-{seat.position}-{name}": value for name, value in (person | values).items()}


def part_of(html: str, seat: Seat) -> str:
    """A seat's own part of the page."""
    _, _, rest = html.partition(f'<li id="seat-{seat.position}">')
    return re.split(r'<li id="seat-|</ol>', rest)[0]


def shown(browser: Client, seat: Seat) -> str:
    return part_of(browser.get(page_of(seat.group)).content.decode(), seat)


def test_an_agreement_with_seats_sends_the_payer_there(browser: Client) -> None:
    template = template_published(seats=3)
    agreement, token = agreement_sent(template, now=utc_now())
    page = f"{PREFIX}a/{token}/"
    assert browser.post(f"{page}accept/", acceptance_typed(agreement)).status_code == 303
    html = browser.get(page).content.decode()
    assert "There you also name who takes the 3 seats, and see who has accepted." in html
    relay_due()
    group = SeatGroup.objects.get()
    payer = logged_in(agreement.parties.get().email)
    assert f'href="{page_of(group)}"' in payer.get(HOME).content.decode()
    assert payer.get(page_of(group)).content.decode().count("Nobody is named yet.") == 3


def test_an_agreement_without_seats_says_nothing_of_them(browser: Client) -> None:
    agreement, token = agreement_sent(now=utc_now())
    page = f"{PREFIX}a/{token}/"
    browser.post(f"{page}accept/", acceptance_typed(agreement))
    assert "seats" not in browser.get(page).content.decode()


def test_each_seat_says_who_has_it_how_far_it_is_and_since_when(
    paula: Client, group: SeatGroup, browser: Client
) -> None:
    now = utc_now()
    opened, opened_token = invited(ANNA, group=group, now=now)
    active, active_token = invited(BEN, group=group, now=now)
    declined, declined_token = invited(TIM, group=group, now=now)
    refunded = seat_close(seat_id=seat_free_in(group).id, now=now)
    browser.get(f"{PREFIX}p/{opened_token}/")
    page = f"{PREFIX}p/{active_token}/"
    browser.post(f"{page}accept/", place_typed(page))
    browser.post(f"{PREFIX}p/{declined_token}/decline/", {"decline-message": "Secret reason"})
    relay_due()
    today = f"{now:%-d %B %Y}"
    until = f"{opened.expires_at:%-d %B %Y}"
    for seat, words in (
        (opened, ("Anna Adams", "Opened", f"Opened on {today}, open until {until}.")),
        (active, ("Ben Brown", "Active", f"Accepted on {today}, active since {today}.")),
        (declined, ("Tim Adams", "Declined", f"Declined on {today}.")),
        (refunded, ("Seat 4", "Refunded", f"Given back on {today}.")),
        (group.seats.get(position=5), ("Seat 5", "Free", "Nobody is named yet.")),
    ):
        for word in words:
            assert word in shown(paula, Seat.objects.get(id=seat.id))
    assert "1 of 5 active" in paula.get(page_of(group)).content.decode()


def test_what_participants_read_write_and_where_they_are_reached_stays_theirs(
    paula: Client, group: SeatGroup, browser: Client
) -> None:
    for person in (ANNA, TIM):
        _, token = invited(person, group=group, message="Dear all", now=utc_now())
        browser.post(f"{PREFIX}p/{token}/decline/", {"decline-message": "Secret reason"})
    for page in (page_of(group), HOME):
        html = paula.get(page).content.decode()
        for secret in ("Secret reason", "Dear all", "family.example", "Paul Adams", "at no cost"):
            assert secret not in html


def test_naming_somebody_invites_them_and_leads_back_to_the_seat(
    paula: Client, group: SeatGroup
) -> None:
    seat = seat_free_in(group)
    response = paula.post(form_of(seat, "assign"), typed(seat))
    assert (response.status_code, response["Location"]) == (303, f"{page_of(group)}#seat-1")
    seat.refresh_from_db()
    participant = holder(seat)
    assert (seat.status, participant.name) == (SeatStatus.INVITED, "Cleo Clark")
    assert invitations(participant.id).get().to_email == "cleo@family.example"


def test_a_gift_waits_for_its_day(paula: Client, group: SeatGroup) -> None:
    seat = seat_free_in(group)
    day = utc_now().date() + timedelta(days=30)
    gift = typed(seat, gift_message="For you", invite_on=day.isoformat())
    assert paula.post(form_of(seat, "assign"), gift).status_code == 303
    seat.refresh_from_db()
    assert (seat.status, seat.invite_on) == (SeatStatus.PLANNED, day)
    assert holder(seat).gift_message == "For you"
    assert not invitations(seat.participant_id).exists()
    assert f"The invitation leaves on {day:%-d %B %Y}." in shown(paula, seat)


def test_a_minor_needs_a_guardian_and_no_address(paula: Client, group: SeatGroup) -> None:
    seat = seat_free_in(group)
    minor = {"email": "", "guardian_name": "Carl Clark", "guardian_email": "carl@family.example"}
    assert paula.post(form_of(seat, "assign"), typed(seat, **minor)).status_code == 303
    seat.refresh_from_db()
    assert holder(seat).is_minor
    assert invitations(seat.participant_id).get().to_email == "carl@family.example"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"first_name": ""}, "first_name", "This field is required."),
        ({"last_name": "C\x00"}, "last_name", "Null characters are not allowed"),
        ({"email": ""}, "email", "Please say where the invitation shall go."),
        ({"email": "cleo"}, "email", "Enter a valid email address."),
        ({"guardian_name": "Carl"}, "guardian_email", "This is not a valid e-mail address."),
        ({"guardian_email": "c@f.example"}, "guardian_name", "This must not be empty."),
        ({"invite_on": "2020-01-01"}, "invite_on", "An invitation can leave today or"),
        ({"invite_on": "soon"}, "invite_on", "Enter a valid date."),
        ({"gift_message": "x" * 2001}, "gift_message", "at most 2000 characters"),
        ({"gift_message": "It was worth €500"}, "gift_message", "It was worth €"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    paula: Client, group: SeatGroup, changed: dict[str, str], field: str, message: str
) -> None:
    seat = seat_free_in(group)
    before = rows()
    values = typed(seat, **({"guardian_email": "", "gift_message": ""} | changed))
    response = paula.post(form_of(seat, "assign"), values)
    html = response.content.decode()
    part = part_of(html, seat)
    assert response.status_code == 400
    assert re.search(rf'id="id_seat-1-{field}_error".*?{re.escape(message)}', part, re.DOTALL)
    assert f'href="#id_seat-1-{field}"' in html
    for name in {"last_name", "email"} - set(changed):
        assert f'value="{values[f"seat-1-{name}"]}"' in part
    assert "Cleo" not in html.replace(part, "")
    assert rows() == before


@pytest.mark.parametrize("folded", ["guardian_name", "gift_message"])
def test_a_folded_part_that_was_filled_in_stays_open(
    paula: Client, group: SeatGroup, folded: str
) -> None:
    seat = seat_free_in(group)
    values = typed(seat, **{"last_name": "", folded: "Some words"})
    part = part_of(paula.post(form_of(seat, "assign"), values).content.decode(), seat)
    assert part.count("<details open>") == 2
    assert "Some words" in part
    assert "<details open>" not in shown(paula, seat)


def test_a_language_is_offered_only_where_there_is_a_choice(
    paula: Client, group: SeatGroup
) -> None:
    seat = seat_free_in(group)
    assert "<select" not in shown(paula, seat)
    version_published(group.terms, "Nummer {{ agreement.number }}", language="de")
    assert '<option value="de">German</option>' in shown(paula, seat)
    assert paula.post(form_of(seat, "assign"), typed(seat, language="de")).status_code == 303
    seat.refresh_from_db()
    assert holder(seat).language == "de"


def test_the_payer_takes_a_seat_with_one_click(paula: Client, group: SeatGroup) -> None:
    seat = seat_free_in(group)
    part = shown(paula, seat)
    (form,) = re.findall(r"<form(?:(?!</form>).)*I take this seat myself", part, re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(seat-[^"]*)" value="([^"]*)"', form))
    assert paula.post(form_of(seat, "assign"), hidden).status_code == 303
    seat.refresh_from_db()
    assert (holder(seat).name, holder(seat).email) == ("Paula Payer", group.payer_email)
    assert "I take this seat myself" not in paula.get(page_of(group)).content.decode()


def test_handing_over_replaces_the_link(paula: Client, group: SeatGroup, browser: Client) -> None:
    seat, token = invited(group=group, now=utc_now())
    assert "Hand over to somebody else" in shown(paula, seat)
    assert paula.post(form_of(seat, "assign"), typed(seat)).status_code == 303
    assert "Cleo Clark" in shown(paula, seat)
    assert "Anna" not in paula.get(page_of(group)).content.decode()
    assert browser.get(f"{PREFIX}p/{token}/").status_code == 404


def test_taking_an_invitation_back_frees_the_seat(
    paula: Client, group: SeatGroup, browser: Client
) -> None:
    seat, token = invited(group=group, now=utc_now())
    response = paula.post(form_of(seat, "free"))
    assert (response.status_code, response["Location"]) == (303, f"{page_of(group)}#seat-1")
    assert "Nobody is named yet." in shown(paula, seat)
    assert browser.get(f"{PREFIX}p/{token}/").status_code == 404


def test_reminding_is_noted_and_not_repeated_at_once(paula: Client, group: SeatGroup) -> None:
    seat, _ = invited(group=group, now=utc_now() - LONG_AGO)
    assert paula.post(form_of(seat, "remind")).status_code == 303
    assert f"Reminded on {utc_now():%-d %B %Y}." in shown(paula, seat)
    before = rows()
    response = paula.post(form_of(seat, "remind"))
    assert response.status_code == 409
    assert "Please wait until tomorrow." in response.content.decode()
    assert rows() == before


def test_who_did_not_answer_in_time_can_be_invited_again(paula: Client, group: SeatGroup) -> None:
    seat, _ = invited(group=group, now=utc_now() - timedelta(days=20))
    seats_expire(now=utc_now())
    part = shown(paula, seat)
    assert "Expired" in part
    assert "Invite Anna again" in part
    assert paula.post(form_of(seat, "remind")).status_code == 303
    assert "Invited" in shown(paula, seat)


def test_an_accepted_seat_can_neither_be_given_away_nor_taken_back(
    paula: Client, group: SeatGroup, browser: Client
) -> None:
    seat, token = invited(group=group, now=utc_now() - LONG_AGO)
    page = f"{PREFIX}p/{token}/"
    browser.post(f"{page}accept/", place_typed(page))
    assert "<form" not in shown(paula, seat)
    before = rows()
    for action in ("assign", "free", "remind"):
        response = paula.post(form_of(seat, action), typed(seat))
        assert response.status_code == 409, action
        assert 'role="alert"' in response.content.decode()
    assert rows() == before


def test_the_payers_name_is_shared_and_hidden_again(paula: Client, group: SeatGroup) -> None:
    sharing = f"{page_of(group)}share/"
    html = paula.get(page_of(group)).content.decode()
    assert "At present they do not." in html
    assert re.search(r'<input[^>]*name="name" value="Paula Payer"', html)
    assert paula.post(sharing, {"name": "Paula"})["Location"] == page_of(group)
    assert "<strong>Paula</strong> invites them" in paula.get(page_of(group)).content.decode()
    paula.post(sharing, {"name": ""})
    assert "At present they do not." in paula.get(page_of(group)).content.decode()


@pytest.mark.parametrize("name", ["x" * 201, "Paula\x07", "Paula, who paid €500"])
def test_a_name_that_cannot_be_shared_is_shown_again(
    paula: Client, group: SeatGroup, name: str
) -> None:
    before = rows()
    response = paula.post(f"{page_of(group)}share/", {"name": name})
    assert response.status_code == 400
    assert 'href="#id_name"' in response.content.decode()
    assert name in response.content.decode()
    assert rows() == before


def visits(group: SeatGroup, seat: Seat) -> list[tuple[str, str, Any]]:
    """Each way to look at these seats or to change them."""
    return [
        ("get", page_of(group), None),
        ("post", f"{page_of(group)}share/", {"name": "Eve"}),
        ("post", f"{page_of(group)}{seat.id}/assign/", typed(seat)),
        ("post", f"{page_of(group)}{seat.id}/free/", None),
        ("post", f"{page_of(group)}{seat.id}/remind/", None),
    ]


def test_another_payers_seats_are_not_found(grace: Client, group: SeatGroup) -> None:
    seat, _ = invited(group=group, now=utc_now() - LONG_AGO)
    before = rows()
    for method, path, data in visits(group, seat):
        assert getattr(grace, method)(path, data).status_code == 404
        assert getattr(Client(), method)(path, data).status_code == 303
    assert rows() == before


def test_a_participant_is_not_the_payer(group: SeatGroup) -> None:
    seat, _ = invited(group=group, now=utc_now() - LONG_AGO)
    anna, before = logged_in(ANNA.email), rows()
    for method, path, data in visits(group, seat):
        assert getattr(anna, method)(path, data).status_code == 404
    assert rows() == before


def test_a_seat_of_another_group_is_not_reached_through_ones_own(
    paula: Client, group: SeatGroup
) -> None:
    other = group_opened(payer_email="other@payer.example", now=utc_now())
    seat, _ = invited(group=other, now=utc_now() - LONG_AGO)
    before = rows()
    for method, path, data in visits(group, seat)[2:]:
        assert getattr(paula, method)(path, data).status_code == 404
    assert rows() == before


def test_an_unproven_address_sees_no_seats(group: SeatGroup) -> None:
    seat, _ = invited(group=group, now=utc_now() - LONG_AGO)
    unproven = logged_in(group.payer_email, email_proven=False)
    before = rows()
    for method, path, data in visits(group, seat):
        assert getattr(unproven, method)(path, data).status_code == 403
    assert rows() == before


def test_home_says_how_many_are_active_and_how_many_are_to_give(
    paula: Client, group: SeatGroup
) -> None:
    invited(group=group, now=utc_now())
    html = paula.get(HOME).content.decode()
    assert f'href="{page_of(group)}"' in html
    assert "0 of 5 active" in html
    assert "4 to give" in html
    assert "Anna" not in html


def test_the_page_costs_the_same_number_of_queries_however_many_seats(
    paula: Client, group: SeatGroup, django_assert_max_num_queries: Any
) -> None:
    many = group_opened(seats=20, now=utc_now())
    for _ in range(6):
        invited(group=many, now=utc_now())
    with django_assert_max_num_queries(30) as few:
        paula.get(page_of(group))
    with django_assert_max_num_queries(30) as more:
        paula.get(page_of(many))
    assert len(few) == len(more)


def test_links_of_participants_never_reach_the_payer(paula: Client, group: SeatGroup) -> None:
    _, token = invited(group=group, now=utc_now())
    html = paula.get(page_of(group)).content.decode()
    assert token not in html
    assert str(ParticipantLink.objects.get().id) not in html
