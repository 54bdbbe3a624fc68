"""What a test mail leads to: the page as the party would see it, marked, and of no effect."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from factories.agreements import agreement_sent as agreement_of
from factories.agreements import template_published
from factories.contracts import token_in, token_of
from page_examples import PREFIX, acceptance_typed, agreement_sent
from page_rows import rows

from saleor_coaching_plugin.agreements.models import ClientAgreement, PreviewLink
from saleor_coaching_plugin.agreements.services.preview_send import agreement_preview_send
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.seats.services.preview_send import participant_preview_send
from saleor_coaching_plugin.terms.wording import wording_for

pytestmark = pytest.mark.django_db


def preview_page(agreement: ClientAgreement) -> str:
    agreement_preview_send(
        agreement_id=agreement.id, party_id=None, to_email="alex@coach.example", now=utc_now()
    )
    return f"{PREFIX}preview/{token_in(MailMessage.objects.get(kind='preview'))}/"


def participant_page() -> str:
    """Of an agreement with three seats, which was sent."""
    agreement, _ = agreement_of(template_published(seats=3), now=utc_now())
    participant_preview_send(
        agreement_id=agreement.id, to_email="alex@coach.example", now=utc_now()
    )
    return f"{PREFIX}preview/{token_in(MailMessage.objects.get(kind='preview'))}/"


def drafted() -> ClientAgreement:
    """As it was before it was sent."""
    agreement = agreement_sent()
    ClientAgreement.objects.update(status="draft", fee_minor=777_00)
    return agreement


def test_it_shows_the_frozen_text_byte_for_byte(browser: Client) -> None:
    agreement = agreement_sent()
    response = browser.get(preview_page(agreement))
    articles = re.findall(rb"<article[^>]*>(.*?)</article>", response.content, re.DOTALL)
    assert response.status_code == 200
    assert articles == [agreement.parties.get().texts.get().html.encode()]


def test_a_draft_is_shown_as_it_is_now(browser: Client) -> None:
    path = preview_page(drafted())
    assert "&#8364;777.00" in browser.get(path).content.decode()
    ClientAgreement.objects.update(fee_minor=888_00)
    html = browser.get(path).content.decode()
    assert "&#8364;888.00" in html
    assert "once the agreement is sent" in html


def test_it_says_what_it_is_and_for_whom(browser: Client) -> None:
    html = browser.get(preview_page(agreement_sent())).content.decode()
    assert "<strong>Preview.</strong> This is what Ada Lovelace sees." in html
    assert '<div class="watermark" aria-hidden="true">Preview</div>' in html


def test_looking_leaves_no_trace(browser: Client) -> None:
    agreement = agreement_sent()
    path = preview_page(agreement)
    before = rows()
    for _ in range(2):
        assert browser.get(path).status_code == 200
    assert rows() == before
    agreement.refresh_from_db()
    assert (agreement.status, agreement.viewed_at) == ("sent", None)


def test_every_box_field_and_button_is_disabled(browser: Client) -> None:
    html = browser.get(preview_page(agreement_sent())).content.decode()
    inside = html.partition('<fieldset class="preview" disabled>')[2]
    outside = html.replace(inside, "")
    assert len(re.findall("<button", inside)) == 3
    assert not re.search("<(button|input|form|textarea|select)", outside)
    assert inside.count("<fieldset") + 1 == inside.count("</fieldset>")


def test_nothing_can_be_sent_from_it(browser: Client) -> None:
    agreement = agreement_sent()
    path = preview_page(agreement)
    before = rows()
    html = browser.get(path).content.decode()
    targets = re.findall(r'<form[^>]*action="([^"]*)"', html)
    assert len(targets) == 3
    for target in targets:
        assert browser.post(target, acceptance_typed(agreement)).status_code in {400, 404}
    assert browser.post(path, acceptance_typed(agreement)).status_code == 405
    for action in ("accept/", "decline/", "changes/"):
        assert browser.post(f"{path}{action}", acceptance_typed(agreement)).status_code == 404
    assert rows() == before


def test_the_clients_own_link_is_not_on_it(browser: Client) -> None:
    agreement = agreement_sent()
    html = browser.get(preview_page(agreement)).content.decode()
    assert token_of(agreement) not in html


def test_what_was_accepted_is_shown_as_the_party_sees_it_now(browser: Client) -> None:
    agreement = agreement_sent()
    typed = acceptance_typed(agreement)
    assert browser.post(f"{PREFIX}a/{token_of(agreement)}/accept/", typed).status_code == 303
    html = browser.get(preview_page(agreement)).content.decode()
    assert "<strong>Preview.</strong>" in html
    assert "Accepted on" in html
    assert "<form" not in html


def test_unknown_expired_and_revoked_links_answer_alike(browser: Client) -> None:
    path = preview_page(agreement_sent())
    answers = [browser.get(f"{PREFIX}preview/guessed/")]
    PreviewLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    answers.append(browser.get(path))
    PreviewLink.objects.update(expires_at=utc_now() + timedelta(hours=1), revoked_at=utc_now())
    answers.append(browser.get(path))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


# as a participant


def test_a_participants_page_is_shown_as_a_participant_would_see_it(browser: Client) -> None:
    path = participant_page()
    before = rows()
    response = browser.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert rows() == before
    assert "This is what a participant sees once invited to a seat." in html
    assert "Somebody else has given you this place." in html
    assert wording_for("en").participant_statement in html
    assert "1,500" not in html
    assert "sam@client.example" not in html


def test_every_box_field_and_button_of_a_participants_page_is_disabled(browser: Client) -> None:
    html = browser.get(participant_page()).content.decode()
    inside = html.partition('<fieldset class="preview" disabled>')[2]
    assert len(re.findall("<button", inside)) == 2
    assert not re.search("<(button|input|form|textarea|select)", html.replace(inside, ""))


def test_nothing_can_be_sent_from_a_participants_page(browser: Client) -> None:
    path = participant_page()
    before = rows()
    targets = re.findall(r'<form[^>]*action="([^"]*)"', browser.get(path).content.decode())
    assert len(targets) == 2
    for target in targets:
        assert browser.post(target, {"text_sha256": "x"}).status_code in {400, 404}
    assert rows() == before


def test_seats_that_were_taken_away_have_no_page(browser: Client) -> None:
    path = participant_page()
    ClientAgreement.objects.update(seats=0)
    response = browser.get(path)
    assert response.status_code == 400
    assert "nobody takes part but the client" in response.content.decode()
