"""Boxes, statement and button of the hosted pages: the frozen words, and each tick an act."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from factories.contracts import token_of
from factories.late_terms import order_terms_asked, ordered, token_queued, under_terms, workbook
from factories.ledger import acceptance_entry, facts_of
from page_examples import ADA, PREFIX, TYPED_ADDRESS, acceptance_typed, agreement_sent
from page_examples import product_with_terms as product_on_sale
from page_rows import rows

from saleor_coaching_plugin.agreements.models import ClientAgreement

pytestmark = pytest.mark.django_db
OTHER_WORDS = {
    "en": {
        "accept_button": "Whatever",
        "accept_statement": "“{button}” changes nothing.",
        "consent_terms": "I do not care.",
    }
}
BOX = '<input type="checkbox" name="consent-ticked"'


@pytest.fixture
def agreement() -> ClientAgreement:
    return agreement_sent()


def page_of(agreement: ClientAgreement, action: str = "") -> str:
    return f"{PREFIX}a/{token_of(agreement)}/{action}"


def test_a_page_keeps_the_words_that_were_frozen_when_the_setting_changes(
    browser: Client, agreement: ClientAgreement, settings: Any
) -> None:
    text = agreement.parties.get().texts.get()
    settings.COACHING_WORDING = OTHER_WORDS
    html = browser.get(page_of(agreement)).content.decode()
    assert "Whatever" not in html
    assert "I do not care" not in html
    for consent in text.consents:
        assert f'<span lang="en">{consent["text"]}' in html
    assert f'id="statement" lang="en">{text.statement}</p>' in html
    assert f'aria-describedby="statement">{text.button}</button>' in html
    browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    facts = facts_of(acceptance_entry())
    assert (facts["statement"], facts["button"]) == (text.statement, text.button)
    assert [each["text"] for each in facts["consents"]] == [each["text"] for each in text.consents]


def test_boxes_come_unticked_whatever_was_sent_before(
    browser: Client, agreement: ClientAgreement
) -> None:
    refused = acceptance_typed(agreement) | {"city": ""}
    for html in (
        browser.get(page_of(agreement)).content.decode(),
        browser.post(page_of(agreement, "accept/"), refused).content.decode(),
    ):
        assert html.count(BOX) == 2
        assert "checked" not in html


def test_nothing_that_a_browser_sends_can_say_that_a_box_came_ticked(
    browser: Client, agreement: ClientAgreement
) -> None:
    forged = {
        "consents": "terms",
        "consent-shown-ticked": ["terms"],
        "consent-initially-checked": ["terms"],
        "initially_checked": "true",
    }
    browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement) | forged)
    boxes = facts_of(acceptance_entry())["presentation"]["boxes"]
    assert boxes == [
        {"key": key, "accepted": True, "initially_checked": False} for key in ("terms", "recording")
    ]


def test_a_tick_at_a_box_that_was_not_shown_is_none(
    browser: Client, agreement: ClientAgreement
) -> None:
    before = rows()
    forged = acceptance_typed(agreement) | {"consent-shown-unticked": ["recording"]}
    response = browser.post(page_of(agreement, "accept/"), forged)
    assert response.status_code == 400
    assert "Please tick the box" in response.content.decode()
    assert rows() == before


def test_statement_and_button_of_a_purchase_are_those_of_the_record(browser: Client) -> None:
    product = product_on_sale()
    buying = f"{PREFIX}buy/{product.slug}/"
    choice = {"email": ADA.email, "variant": product.variants[0].id}
    assert browser.post(buying, TYPED_ADDRESS | choice).status_code == 303
    page = f"{buying}terms/"
    agreed_to_what_is_shown(browser, page, page)


def test_statement_and_button_after_the_order_are_those_of_the_record(browser: Client) -> None:
    order_terms_asked(ordered(under_terms(workbook())))
    page = f"{PREFIX}t/{token_queued()}/"
    agreed_to_what_is_shown(browser, page, f"{page}accept/")


def agreed_to_what_is_shown(browser: Client, page: str, action: str) -> None:
    """Both say by the same word what one does: the one that the button names."""
    html = browser.get(page).content.decode()
    (statement,) = re.findall(r'id="statement" lang="en">([^<]*)<', html)
    (button,) = re.findall(r'aria-describedby="statement">([^<]*)</button>', html)
    keys = re.findall(r'name="consent-shown-unticked" value="([^"]*)"', html)
    (fingerprint,) = re.findall(r'name="fingerprint" value="([^"]*)"', html)
    boxes = {"consent-shown-unticked": keys, "consent-ticked": keys}
    assert browser.post(action, boxes | {"fingerprint": fingerprint}).status_code == 303
    facts = facts_of(acceptance_entry())
    assert (facts["statement"], facts["button"]) == (statement, button)
    assert "you agree to the following terms" in statement
    assert button == "Agree and continue"
