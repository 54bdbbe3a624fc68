"""The hosted pages when somebody accepts for somebody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from factories.agreements import version_published
from factories.amendments import amendment_token
from factories.contracts import token_of
from factories.late_terms import (
    order_terms_asked,
    ordered,
    required_of,
    token_queued,
    under_terms,
    workbook,
)
from factories.ledger import acceptance_entry, facts_of, kinds_of, personal_of
from page_examples import ADA, PREFIX, TYPED_ADDRESS, acceptance_typed, agreement_sent
from page_examples import product_with_terms as product_on_sale
from page_rows import rows

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.core.clock import utc_now

pytestmark = pytest.mark.django_db
GUARDIAN = {"acting_capacity": "guardian", "acting_name": "Grace Hopper", "acting_basis": ""}
DIRECTOR = {
    "acting_capacity": "representative",
    "acting_name": "Eve Navy",
    "acting_basis": "Managing director of Example Ltd",
}


@pytest.fixture
def agreement() -> ClientAgreement:
    return agreement_sent()


def page_of(agreement: ClientAgreement, action: str = "") -> str:
    return f"{PREFIX}a/{token_of(agreement)}/{action}"


def acting_part(html: str) -> str:
    """The part of the page for those who act for somebody else."""
    (found,) = re.findall(r'<details class="acting".*?</details>', html, re.DOTALL)
    return str(found)


def test_the_fields_are_closed_and_empty_and_say_what_they_are_for(
    browser: Client, agreement: ClientAgreement
) -> None:
    part = acting_part(browser.get(page_of(agreement)).content.decode())
    assert part.startswith('<details class="acting">')
    assert "I am accepting for someone else" in part
    assert "checked" not in part
    assert 'value=""' in part
    assert "selected" not in part.replace('value="" selected', "")
    assert not re.search(r'<input[^>]*value="[^"]', part)


def test_a_guardian_accepts_and_page_and_ledger_say_so(
    browser: Client, agreement: ClientAgreement
) -> None:
    typed = acceptance_typed(agreement) | GUARDIAN
    assert browser.post(page_of(agreement, "accept/"), typed).status_code == 303
    html = browser.get(page_of(agreement)).content.decode()
    assert "<strong>Grace Hopper</strong> as legal guardian of Ada Lovelace." in html
    entry = acceptance_entry()
    assert entry.kind == "agreement_accepted_for_another"
    assert facts_of(entry)["acting"] == {"capacity": "guardian"}
    assert personal_of(entry)["acting"] == {"name": "Grace Hopper", "basis": ""}


def test_the_certificate_in_the_client_area_says_so(
    ada: Client, agreement: ClientAgreement
) -> None:
    ada.post(page_of(agreement, "accept/"), acceptance_typed(agreement) | DIRECTOR)
    page = f"{PREFIX}portal/agreements/{agreement.parties.get().id}/"
    html = ada.get(page).content.decode()
    assert "by Eve Navy as authorised representative of Ada Lovelace" in html
    assert "Managing director of Example Ltd" in html


def test_the_client_alone_is_named_when_the_client_accepts(
    browser: Client, agreement: ClientAgreement
) -> None:
    browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement))
    html = browser.get(page_of(agreement)).content.decode()
    assert "guardian" not in html
    assert "representative" not in html
    assert acceptance_entry().kind == "agreement_accepted"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"acting_name": ""}, "acting_name", "This must not be empty."),
        ({"acting_capacity": ""}, "acting_capacity", "Please choose in what capacity you act."),
        ({"acting_capacity": "neighbour"}, "acting_capacity", "Select a valid choice"),
        ({"acting_basis": ""}, "acting_basis", "Please say what entitles you"),
        ({"acting_basis": "x" * 301}, "acting_basis", "at most 300 characters"),
        ({"acting_name": "x" * 201}, "acting_name", "at most 200 characters"),
    ],
)
def test_what_is_missing_is_asked_for_in_the_open_part_and_nothing_typed_is_lost(
    browser: Client,
    agreement: ClientAgreement,
    changed: dict[str, str],
    field: str,
    message: str,
) -> None:
    before = rows()
    typed = acceptance_typed(agreement) | DIRECTOR | changed
    response = browser.post(page_of(agreement, "accept/"), typed)
    html = response.content.decode()
    part = acting_part(html)
    assert response.status_code == 400
    assert part.startswith('<details class="acting" open>')
    assert message in part
    assert f'href="#id_{field}"' in html
    for name in {"acting_name", "acting_basis"} - set(changed):
        assert f'value="{DIRECTOR[name]}"' in part
    assert rows() == before


def test_another_refusal_keeps_what_was_typed_in_sight(
    browser: Client, agreement: ClientAgreement
) -> None:
    typed = acceptance_typed(agreement) | GUARDIAN | {"consent-ticked": []}
    part = acting_part(browser.post(page_of(agreement, "accept/"), typed).content.decode())
    assert part.startswith('<details class="acting" open>')
    assert 'value="Grace Hopper"' in part
    assert '<option value="guardian" selected>' in part


def test_changed_terms_can_be_accepted_for_the_client(
    browser: Client, agreement: ClientAgreement
) -> None:
    browser.post(page_of(agreement, "accept/"), acceptance_typed(agreement) | GUARDIAN)
    version = version_published(agreement.template_version.terms, "New {{ client.name }}")
    amendment_ask(party_id=agreement.parties.get().id, version_id=version.id, now=utc_now())
    page = f"{PREFIX}a/{amendment_token()}/"
    html = browser.get(page).content.decode()
    assert acting_part(html).startswith('<details class="acting">')
    typed = {
        "text_sha256": agreement.parties.get().texts.latest("revision").sha256,
        "consent-shown-unticked": ["terms"],
        "consent-ticked": ["terms"],
    }
    response = browser.post(f"{page}amendment/accept/", typed | DIRECTOR | {"acting_basis": ""})
    assert response.status_code == 400
    assert 'value="Eve Navy"' in acting_part(response.content.decode())
    assert browser.post(f"{page}amendment/accept/", typed | DIRECTOR).status_code == 303
    assert kinds_of(f"agreement:{agreement.id}")[-1] == "amendment_accepted_for_another"
    after = browser.get(page).content.decode()
    assert "<strong>Eve Navy</strong> as authorised representative of Ada Lovelace" in after
    before_it = browser.get(page_of(agreement)).content.decode()
    assert "<strong>Grace Hopper</strong> as legal guardian of Ada Lovelace." in before_it


def test_the_terms_of_a_purchase_can_be_accepted_for_the_buyer(browser: Client) -> None:
    product = product_on_sale()
    buying = f"{PREFIX}buy/{product.slug}/"
    choice = {"email": ADA.email, "variant": product.variants[0].id}
    assert browser.post(buying, TYPED_ADDRESS | choice).status_code == 303
    html = browser.get(f"{buying}terms/").content.decode()
    assert acting_part(html).startswith('<details class="acting">')
    typed = _terms_typed(html) | DIRECTOR
    assert browser.post(f"{buying}terms/", typed | {"acting_name": ""}).status_code == 400
    assert browser.post(f"{buying}terms/", typed).status_code == 303
    entry = acceptance_entry()
    assert entry.kind == "checkout_terms_accepted_for_another"
    assert personal_of(entry)["acting"]["basis"] == "Managing director of Example Ltd"


def test_terms_after_the_order_can_be_accepted_for_the_buyer(browser: Client) -> None:
    request = order_terms_asked(ordered(under_terms(workbook())))
    page = f"{PREFIX}t/{token_queued()}/"
    html = browser.get(page).content.decode()
    assert acting_part(html).startswith('<details class="acting">')
    typed = _terms_typed(html) | DIRECTOR
    assert typed["fingerprint"] == required_of(request).fingerprint
    assert browser.post(f"{page}accept/", typed).status_code == 303
    after = browser.get(page).content.decode()
    assert "<strong>Eve Navy</strong> as authorised representative of the buyer" in after
    assert acceptance_entry().kind == "order_terms_accepted_for_another"


def _terms_typed(html: str) -> dict[str, Any]:
    keys = re.findall(r'name="consent-shown-unticked" value="([^"]*)"', html)
    (fingerprint,) = re.findall(r'name="fingerprint" value="([^"]*)"', html)
    return {
        "fingerprint": fingerprint,
        "consent-shown-unticked": keys,
        "consent-ticked": keys,
    }
