"""The page behind a proposal's link: what it shows, and each way to answer it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.agreements import agreement_sent as agreement_of
from factories.agreements import template_published
from factories.contracts import token_of
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of
from factories.shop import shop_staff
from page_examples import ADA, PREFIX, TYPED_ADDRESS, acceptance_typed, agreement_sent
from page_rows import SEEN, assert_only_seen, rows

from saleor_coaching_plugin import __version__
from saleor_coaching_plugin.agreements.models import ClientAgreement, PartyLink, PartyText
from saleor_coaching_plugin.agreements.services.close import agreement_revoke
from saleor_coaching_plugin.agreements.services.prepare import (
    AgreementDetails,
    agreement_update,
)
from saleor_coaching_plugin.agreements.services.prepare import (
    Client as Prospect,
)
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.agreements.states import AgreementStatus
from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> ClientAgreement:
    return agreement_sent()


def page_of(agreement: ClientAgreement, action: str = "") -> str:
    return f"{PREFIX}a/{token_of(agreement)}/{action}"


def text_of(agreement: ClientAgreement) -> PartyText:
    return agreement.parties.get().texts.get(revision=agreement.revision)


def test_page_shows_the_frozen_text_byte_for_byte(
    browser: Client, agreement: ClientAgreement
) -> None:
    response = browser.get(page_of(agreement))
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    assert response.status_code == 200
    assert articles == [text_of(agreement).html.encode()]


def test_page_names_coach_client_cost_statement_and_button(
    browser: Client, agreement: ClientAgreement
) -> None:
    html = browser.get(page_of(agreement)).content.decode()
    assert "Prepared for Ada Lovelace by Alex Morgan Coaching." in html
    assert "&#8364;1,500.00" in html
    assert "By clicking “I Accept” you enter into this agreement" in html
    assert re.search(r"<button[^>]*>I Accept</button>", html)


def test_boxes_are_unticked_and_only_the_required_one_must_be_ticked(
    browser: Client, agreement: ClientAgreement
) -> None:
    html = browser.get(page_of(agreement)).content.decode()
    boxes = re.findall(r'<input type="checkbox"[^>]*>', html)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert ["required" in box for box in boxes] == [True, False]


def test_opening_notes_that_it_was_seen_and_nothing_else(
    browser: Client, agreement: ClientAgreement
) -> None:
    before = rows(but=SEEN)
    for _ in range(2):
        browser.get(page_of(agreement))
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.VIEWED
    assert kinds_of(f"agreement:{agreement.id}") == ["agreement_sent", "agreement_viewed"]
    assert_only_seen(before)


def test_known_billing_address_is_filled_in(browser: Client) -> None:
    agreement = agreement_sent(
        client=Prospect("Ada", "Lovelace", ADA.email, Address(**TYPED_ADDRESS))
    )
    html = browser.get(page_of(agreement)).content.decode()
    assert 'value="12 St James&#x27;s Square"' in html
    assert '<option value="GB" selected>United Kingdom</option>' in html


def test_accepting_leads_back_to_the_page_which_says_so(
    browser: Client, agreement: ClientAgreement
) -> None:
    response = browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    assert (response.status_code, response["Location"]) == (303, page_of(agreement))
    html = browser.get(page_of(agreement)).content.decode()
    agreement.refresh_from_db()
    assert agreement.status == AgreementStatus.ACCEPTED
    assert f"Accepted on {agreement.accepted_at:%-d %B %Y, %H:%M} UTC" in html
    assert f'href="{PREFIX}portal/"' in html
    assert "<form" not in html
    assert text_of(agreement).html in html


def test_ledger_has_what_the_page_showed_and_who_clicked(
    browser: Client, agreement: ClientAgreement
) -> None:
    typed = acceptance_typed(agreement) | {"consent-ticked": ["terms"]}
    browser.post(
        page_of(agreement, "accept/"),
        typed,
        headers={"user-agent": "Firefox"},
        REMOTE_ADDR="9.9.9.9",
    )
    facts, personal = facts_of(acceptance_entry()), personal_of(acceptance_entry())
    assert [each["sha256"] for each in facts["texts"]] == [text_of(agreement).sha256]
    boxes = facts["presentation"].pop("boxes")
    assert facts["presentation"] == {
        "component": "hosted agreement page",
        "version": __version__,
        "language": "en",
        "time_zone": "UTC",
    }
    assert boxes == [
        {"key": "terms", "accepted": True, "initially_checked": False},
        {"key": "recording", "accepted": False, "initially_checked": False},
    ]
    assert (personal["ip"], personal["user_agent"]) == ("9.9.9.9", "Firefox")


def test_a_copy_goes_to_whomever_the_client_names_besides(
    browser: Client, agreement: ClientAgreement
) -> None:
    typed = acceptance_typed(agreement) | {"copy_to": "Eve@law.example"}
    browser.post(page_of(agreement, "accept/"), typed)
    copies = personal_of(acceptance_entry())["copies_to"]
    assert [copy["email"] for copy in copies] == ["eve@law.example"]


def test_the_field_for_a_further_copy_is_folded_until_something_stands_in_it(
    browser: Client, agreement: ClientAgreement
) -> None:
    folded = re.compile(r"<details>\s*<summary>Send a copy to somebody else")
    assert folded.search(browser.get(page_of(agreement)).content.decode())
    typed = acceptance_typed(agreement) | {"copy_to": "eve"}
    response = browser.post(page_of(agreement, "accept/"), typed)
    html = response.content.decode()
    assert response.status_code == 400
    assert not folded.search(html)
    assert re.search(r'<input[^>]*name="copy_to" value="eve"', html)
    assert 'id="id_copy_to_error"' in html


def test_address_typed_is_the_one_kept(browser: Client, agreement: ClientAgreement) -> None:
    browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    assert agreement.parties.get().billing_address == TYPED_ADDRESS


def test_second_click_accepts_once(browser: Client, agreement: ClientAgreement) -> None:
    for _ in range(2):
        response = browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
        assert response.status_code == 303
    assert kinds_of(f"agreement:{agreement.id}") == ["agreement_sent", "agreement_accepted"]


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        ({"consent-ticked": ["recording"]}, 400, "Please tick the box"),
        ({"consent-shown-unticked": ["terms", "other"]}, 400, "Nobody asked for this consent"),
        ({"city": ""}, 400, "This field is required"),
        ({"country": "XX"}, 400, "Select a valid choice"),
        ({"street": "a\x00b"}, 400, "Null characters are not allowed"),
        ({"text_sha256": "0" * 64}, 409, "is not the text of this agreement"),
        ({"text_sha256": ""}, 400, "This field is required"),
    ],
)
def test_refused_acceptance_says_why_keeps_what_was_typed_and_changes_nothing(
    browser: Client,
    agreement: ClientAgreement,
    changed: dict[str, Any],
    status: int,
    message: str,
) -> None:
    typed = acceptance_typed(agreement) | {"last_name": "King-Noel"} | changed
    before = rows()
    response = browser.post(page_of(agreement, "accept/"), typed)
    html = response.content.decode()
    assert response.status_code == status
    assert message in html
    assert 'value="King-Noel"' in html
    assert "checked" not in html
    assert f'name="text_sha256" value="{text_of(agreement).sha256}"' in html
    assert rows() == before


def test_error_stands_at_its_field(browser: Client, agreement: ClientAgreement) -> None:
    typed = acceptance_typed(agreement) | {"city": ""}
    html = browser.post(page_of(agreement, "accept/"), typed).content.decode()
    (city,) = re.findall(r'<input[^>]*name="city"[^>]*>', html)
    assert 'aria-invalid="true"' in city
    assert 'aria-describedby="id_city_error"' in city
    assert 'id="id_city_error"' in html
    assert 'role="alert"' in html


def test_staff_cannot_accept_in_a_clients_name(browser: Client, agreement: ClientAgreement) -> None:
    _, token = shop_staff()
    before = rows()
    response = browser.post(
        page_of(agreement, "accept/"),
        acceptance_typed(agreement),
        headers={"authorization": f"Bearer {token}"},
    )
    assert response.status_code == 403
    assert rows() == before


def test_declining_tells_the_coach_why_and_shows_it(
    browser: Client, agreement: ClientAgreement
) -> None:
    response = browser.post(page_of(agreement, "decline/"), {"decline-message": "Not <now>."})
    assert response.status_code == 303
    html = browser.get(page_of(agreement)).content.decode()
    assert "You have declined this agreement" in html
    assert "Not &lt;now&gt;." in html
    assert OutboxMessage.objects.filter(event="AgreementDeclined").exists()


def test_asking_for_changes_shows_what_was_asked(
    browser: Client, agreement: ClientAgreement
) -> None:
    response = browser.post(page_of(agreement, "changes/"), {"changes-message": "Eight, please"})
    assert response.status_code == 303
    html = browser.get(page_of(agreement)).content.decode()
    assert "You have asked for changes" in html
    assert "Eight, please" in html


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("changes/", {"changes-message": " "}),
        ("changes/", {"changes-message": "x" * 4001}),
        ("decline/", {"decline-message": "x" * 4001}),
    ],
)
def test_note_that_cannot_be_taken_is_shown_again(
    browser: Client, agreement: ClientAgreement, action: str, typed: dict[str, str]
) -> None:
    before = rows()
    response = browser.post(page_of(agreement, action), typed)
    assert response.status_code == 400
    assert "<details open>" in response.content.decode()
    assert next(iter(typed.values())).strip() in response.content.decode()
    assert rows() == before


def test_declined_agreement_can_no_longer_be_accepted(
    browser: Client, agreement: ClientAgreement
) -> None:
    browser.post(page_of(agreement, "decline/"), {})
    response = browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    assert response.status_code == 409
    assert "This agreement is declined and can no longer be answered." in response.content.decode()


def test_unknown_and_revoked_links_get_the_same_answer(
    browser: Client, agreement: ClientAgreement
) -> None:
    agreement_revoke(agreement_id=agreement.id, now=utc_now())
    revoked = browser.get(page_of(agreement))
    unknown = browser.get(f"{PREFIX}a/nonsense/")
    assert (revoked.status_code, unknown.status_code) == (404, 404)
    assert revoked.content == unknown.content


@pytest.mark.parametrize("action", ["accept/", "decline/", "changes/"])
def test_unknown_link_cannot_be_answered(browser: Client, action: str) -> None:
    typed = TYPED_ADDRESS | {"text_sha256": "0" * 64, "changes-message": "x"}
    assert browser.post(f"{PREFIX}a/nonsense/{action}", typed).status_code == 404


def test_expired_link_is_gone(browser: Client, agreement: ClientAgreement) -> None:
    PartyLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    response = browser.get(page_of(agreement))
    assert response.status_code == 410
    assert "This link has expired" in response.content.decode()
    accepting = browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    assert accepting.status_code == 410


def test_revision_kills_the_older_link(browser: Client, agreement: ClientAgreement) -> None:
    older = page_of(agreement)
    browser.post(page_of(agreement, "changes/"), {"changes-message": "Eight, please"})
    agreement_update(agreement_id=agreement.id, client=ADA, details=AgreementDetails(sessions=8))
    agreement_send(agreement_id=agreement.id, now=utc_now())
    assert browser.get(older).status_code == 404
    assert "8 sessions of one hour" in browser.get(page_of(agreement)).content.decode()


@pytest.mark.parametrize(
    ("seats", "said"),
    [(1, "It is for 1 person who takes part"), (3, "It is for 3 people who take part")],
)
def test_the_payer_reads_how_many_take_part(browser: Client, seats: int, said: str) -> None:
    _, token = agreement_of(template_published(seats=seats), now=utc_now())
    assert said in browser.get(f"{PREFIX}a/{token}/").content.decode()


def test_nothing_is_said_of_seats_where_the_client_takes_part(browser: Client) -> None:
    html = browser.get(page_of(agreement_sent())).content.decode()
    assert "part, each with an invitation" not in html
