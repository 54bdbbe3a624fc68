"""The page for changed terms of an accepted agreement: what is new, and each way to answer it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from factories.agreements import version_published
from factories.amendments import amendment_token
from factories.contracts import RECORDING, token_of
from factories.shop import shop_staff
from page_examples import ADA, CONTRACT, PREFIX, TYPED_ADDRESS, acceptance_typed, agreement_sent
from page_rows import rows

from saleor_coaching_plugin.agreements.models import Amendment, ClientAgreement, PartyLink
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.agreements.services.prepare import AgreementDetails, agreement_update
from saleor_coaching_plugin.agreements.services.send import agreement_send
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.evidence.models import LedgerEntry

pytestmark = pytest.mark.django_db
NEW = CONTRACT.replace("sessions of one hour", "sessions of 50 minutes")
NOTE = "A session is now 50 minutes <long>."


@pytest.fixture
def agreement(browser: Client) -> ClientAgreement:
    """Accepted by Ada."""
    sent = agreement_sent()
    path = f"{PREFIX}a/{token_of(sent)}/accept/"
    assert browser.post(path, acceptance_typed(sent)).status_code == 303
    return sent


@pytest.fixture
def amendment(agreement: ClientAgreement) -> Amendment:
    terms = agreement.template_version.terms
    version = version_published(terms, NEW, consents=[RECORDING], note=NOTE)
    amendment_ask(party_id=agreement.parties.get().id, version_id=version.id, now=utc_now())
    return Amendment.objects.get()


def page_of(action: str = "") -> str:
    return f"{PREFIX}a/{amendment_token()}/{action}"


def ticked(amendment: Amendment, *, but: str = "") -> dict[str, Any]:
    keys = [consent["key"] for consent in amendment.text.consents]
    return {
        "text_sha256": amendment.text.sha256,
        "consent-shown-unticked": keys,
        "consent-ticked": [key for key in keys if key != but],
    }


def html_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_shows_what_has_changed_and_the_new_text_byte_for_byte(
    browser: Client, amendment: Amendment
) -> None:
    response = browser.get(page_of())
    html = html_of(response)
    assert response.status_code == 200
    assert "What has changed since you accepted on" in html
    assert "A session is now 50 minutes &lt;long&gt;." in html
    assert "<del>one hour.</del> <ins>50 minutes.</ins>" in html
    assert amendment.text.html.encode() in response.content
    assert f">{amendment.text.statement}</p>" in html
    assert f">{amendment.text.button}</button>" in html


def test_boxes_are_unticked_and_no_address_is_asked_for(
    browser: Client, amendment: Amendment
) -> None:
    html = html_of(browser.get(page_of()))
    boxes = re.findall(r'<input type="checkbox"[^>]*>', html)
    assert len(boxes) == 2
    assert not any("checked" in box for box in boxes)
    assert "street" not in html


def test_opening_it_changes_nothing(browser: Client, amendment: Amendment) -> None:
    before = rows()
    assert browser.get(page_of()).status_code == 200
    assert rows() == before


def test_accepting_leads_back_to_the_page_which_says_so(
    browser: Client, amendment: Amendment
) -> None:
    response = browser.post(page_of("amendment/accept/"), ticked(amendment))
    assert (response.status_code, response["Location"]) == (303, page_of())
    html = html_of(browser.get(page_of()))
    assert "From now on the text below is your agreement." in html
    assert amendment.text.sha256 in html
    assert "<form" not in html
    entry = LedgerEntry.objects.get(kind="amendment_accepted")
    assert '"component":"hosted page for changed terms"' in entry.facts


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"consent-ticked": ["recording"]}, 400, "Please tick the box"),
        ({"text_sha256": "0" * 64}, 409, "Please reload and read it again"),
        ({"consent-shown-unticked": ["terms", "x"]}, 400, "Nobody asked for this consent"),
    ],
)
def test_what_is_no_acceptance_is_refused_and_changes_nothing(
    browser: Client, amendment: Amendment, changes: Any, status: int, message: str
) -> None:
    before = rows()
    response = browser.post(page_of("amendment/accept/"), ticked(amendment) | changes)
    assert response.status_code == status
    assert message in html_of(response)
    assert rows() == before


def test_declining_says_that_the_agreement_stays_as_it_is(
    browser: Client, amendment: Amendment
) -> None:
    response = browser.post(page_of("amendment/decline/"), {"decline-message": "Too <short>"})
    assert response.status_code == 303
    html = html_of(browser.get(page_of()))
    assert "You have declined the new version" in html
    assert "Too &lt;short&gt;" in html
    assert "stays as it is" in html
    late = browser.post(page_of("amendment/accept/"), ticked(amendment))
    assert late.status_code == 409


def test_a_reason_that_is_too_long_is_shown_again(browser: Client, amendment: Amendment) -> None:
    before = rows()
    response = browser.post(page_of("amendment/decline/"), {"decline-message": "x" * 4001})
    assert response.status_code == 400
    assert "<details open>" in html_of(response)
    assert rows() == before


def test_staff_cannot_answer_in_the_clients_name(browser: Client, amendment: Amendment) -> None:
    headers = {"Authorization": f"Bearer {shop_staff(['MANAGE_ORDERS'])[1]}"}
    before = rows()
    for action in ("amendment/accept/", "amendment/decline/"):
        response = browser.post(page_of(action), ticked(amendment), headers=headers)
        assert response.status_code == 403
    assert rows() == before


@pytest.mark.parametrize("action", ["amendment/accept/", "amendment/decline/"])
def test_an_agreements_own_link_answers_no_amendment(browser: Client, action: str) -> None:
    sent = agreement_sent()
    before = rows()
    path = f"{PREFIX}a/{token_of(sent)}/{action}"
    typed = {**acceptance_typed(sent), **TYPED_ADDRESS}
    assert browser.post(path, typed).status_code == 404
    assert browser.post(f"{PREFIX}a/nonsense/{action}", {}).status_code == 404
    assert rows() == before


def test_the_client_area_shows_the_text_in_force_and_that_a_change_waits(
    browser: Client, ada: Client, amendment: Amendment
) -> None:
    home = f"{PREFIX}portal/"
    certificate = f"{PREFIX}portal/agreements/{amendment.party_id}/"
    assert "A change waits for you" in html_of(ada.get(home))
    assert amendment.text.previous.html.encode() in ada.get(certificate).content
    browser.post(page_of("amendment/accept/"), ticked(amendment))
    assert "A change waits for you" not in html_of(ada.get(home))
    assert amendment.text.html.encode() in ada.get(certificate).content


def revised(browser: Client, **details: Any) -> str:
    """The page of a revision that the client asked for."""
    sent = agreement_sent()
    older = f"{PREFIX}a/{token_of(sent)}/"
    assert "the version before" not in html_of(browser.get(older))
    browser.post(f"{older}changes/", {"changes-message": "Eight, <please>"})
    agreement_update(agreement_id=sent.id, client=ADA, details=AgreementDetails(**details))
    agreement_send(agreement_id=sent.id, now=utc_now())
    assert browser.get(older).status_code == 404
    return f"{PREFIX}a/{token_of(sent)}/"


def test_a_revision_shows_what_has_changed_and_what_was_asked_for(browser: Client) -> None:
    html = html_of(browser.get(revised(browser, sessions=8)))
    assert "What has changed since the version before" in html
    assert "Eight, &lt;please&gt;" in html
    assert "<ins>8</ins> sessions of one hour." in html
    assert PartyLink.objects.filter(revoked_at=None).count() == 1


def test_a_revision_that_reads_the_same_has_nothing_to_show(browser: Client) -> None:
    assert "the version before" not in html_of(browser.get(revised(browser)))
