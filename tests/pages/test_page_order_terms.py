"""The page behind the link that asks for terms after an order or a payment."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.agreements import version_published
from factories.contracts import PRIVACY
from factories.late_terms import (
    checkout_terms_asked,
    order_terms_asked,
    ordered,
    pay_for,
    required_of,
    terms_in_force,
    token_queued,
    under_terms,
    workbook,
)
from factories.ledger import facts_of
from factories.shop import shop_checkout, shop_staff
from page_examples import PREFIX
from page_rows import rows

from saleor_coaching_plugin.checkout.models import CheckoutAcceptance, TermsLink, TermsRequest
from saleor_coaching_plugin.checkout.services.block import blocked_checkout_resolve
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Order
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.outbox.models import OutboxMessage
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.sandbox.shop.order_cancel import order_cancel
from saleor_coaching_plugin.terms.models import ContractTerms, TermsAssignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms() -> ContractTerms:
    return terms_in_force(consents=[PRIVACY | {"required": False}])


@pytest.fixture
def order(terms: ContractTerms) -> Order:
    return ordered(under_terms(workbook(), terms))


@pytest.fixture
def request_(order: Order) -> TermsRequest:
    return order_terms_asked(order)


@pytest.fixture
def blocked(terms: ContractTerms) -> TermsRequest:
    """About a checkout that is paid."""
    return checkout_terms_asked(shop_checkout(under_terms(workbook(), terms)))


def path(action: str = "") -> str:
    return f"{PREFIX}t/{token_queued()}/{action}"


def typed(request: TermsRequest, **changes: Any) -> dict[str, Any]:
    """What a browser sends when each box is ticked."""
    required = required_of(request)
    keys = [consent.key for consent in required.consents]
    return {
        "fingerprint": required.fingerprint,
        "consent-shown-unticked": keys,
        "consent-ticked": keys,
    } | changes


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_page_shows_products_statement_text_unticked_boxes_and_button(
    browser: Client, request_: TermsRequest, order: Order
) -> None:
    response = browser.get(path())
    html = response.content.decode()
    assert response.status_code == 200
    shown = text(response)
    assert f"Order {order.number}" in shown
    assert "Workbook 1 €49.00" in shown.replace("&#8364;", "€")
    assert "By purchasing this product, you agree to the following terms and conditions" in shown
    (frozen,) = required_of(request_).texts
    assert re.findall(r"<article[^>]*>(.*?)</article>", html, re.DOTALL) == [frozen.html]
    boxes = re.findall(r'<input type="checkbox"[^>]*>', html)
    assert ["required" in box for box in boxes] == [True, False]
    assert not any("checked" in box for box in boxes)
    assert re.search(r"<button[^>]*>Agree and continue</button>", html)


def test_opening_it_changes_nothing(browser: Client, request_: TermsRequest) -> None:
    before = rows()
    browser.get(path())
    assert rows() == before


def test_accepting_leads_back_to_the_page_which_says_so(
    browser: Client, request_: TermsRequest, order: Order
) -> None:
    (frozen,) = required_of(request_).texts
    response = browser.post(path("accept/"), typed(request_))
    assert (response.status_code, response["Location"]) == (303, path())
    html = browser.get(path()).content.decode()
    acceptance = CheckoutAcceptance.objects.get(order_id=order.id)
    assert f"Accepted on {acceptance.accepted_at:%-d %B %Y, %H:%M} UTC" in html
    assert frozen.html in html
    assert frozen.sha256 in html
    assert "Your purchase is under way" in html
    assert "<form" not in html
    shown_by = facts_of(LedgerEntry.objects.get())["presentation"]
    assert shown_by["component"] == "hosted page for terms after the order"


def test_an_unpaid_order_is_told_as_such_after_accepting(
    browser: Client, terms: ContractTerms
) -> None:
    order = ordered(under_terms(workbook(), terms), paid=False)
    request = order_terms_asked(order)
    browser.post(path("accept/"), typed(request))
    assert "once its payment has arrived" in browser.get(path()).content.decode()
    pay_for(order)
    assert "Your purchase is under way" in browser.get(path()).content.decode()


def test_second_click_accepts_once(browser: Client, request_: TermsRequest) -> None:
    once = typed(request_)
    for _ in range(2):
        assert browser.post(path("accept/"), once).status_code == 303
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        ({"consent-ticked": []}, 400, "Please tick the box"),
        ({"fingerprint": "0" * 64}, 409, "have changed"),
        ({"fingerprint": ""}, 400, "This field is required"),
        ({"consent-shown-unticked": ["else"]}, 400, "Nobody asked for this consent"),
    ],
)
def test_what_is_no_acceptance_is_refused_in_words_and_changes_nothing(
    browser: Client, request_: TermsRequest, changes: Any, status: int, message: str
) -> None:
    before = rows()
    response = browser.post(path("accept/"), typed(request_) | changes)
    assert response.status_code == status
    assert message in text(response)
    assert "checked>" not in response.content.decode()
    assert rows() == before


def test_new_terms_are_shown_before_they_can_be_accepted(
    browser: Client, request_: TermsRequest, terms: ContractTerms
) -> None:
    old = typed(request_)
    version_published(terms, "Better terms of {{ product.name }}.")
    response = browser.post(path("accept/"), old)
    assert response.status_code == 409
    assert "Better terms of" in text(response)
    assert browser.post(path("accept/"), typed(request_)).status_code == 303


def test_staff_cannot_accept_in_the_clients_name(browser: Client, request_: TermsRequest) -> None:
    token = shop_staff(["MANAGE_ORDERS"])[1]
    before = rows()
    response = browser.post(
        path("accept/"), typed(request_), headers={"Authorization": f"Bearer {token}"}
    )
    assert response.status_code == 403
    assert rows() == before


def test_an_order_that_was_cancelled_says_so(
    browser: Client, request_: TermsRequest, order: Order
) -> None:
    once = typed(request_)
    order_cancel(order.id)
    shown = browser.get(path())
    assert "This order was cancelled" in text(shown)
    assert b"<form" not in shown.content
    response = browser.post(path("accept/"), once)
    assert response.status_code == 409
    assert "This order was cancelled" in text(response)
    assert not CheckoutAcceptance.objects.exists()


def test_terms_that_were_taken_back_are_not_asked_for(
    browser: Client, request_: TermsRequest
) -> None:
    TermsAssignment.objects.all().delete()
    assert "There is nothing left to accept" in text(browser.get(path()))


def test_a_paid_checkout_is_told_that_its_order_follows(
    browser: Client, blocked: TermsRequest
) -> None:
    shown = text(browser.get(path()))
    assert "Your payment has arrived" in shown
    assert "there is nothing more to pay" in shown
    assert browser.post(path("accept/"), typed(blocked)).status_code == 303
    assert OutboxMessage.objects.filter(event="CheckoutUnblocked").count() == 1
    assert "Your order is being placed at this moment" in text(browser.get(path()))
    order = commerce().checkout_complete(blocked.subject_id)
    blocked_checkout_resolve(checkout_id=blocked.subject_id, order=order, now=utc_now())
    shown = text(browser.get(path()))
    assert f"Order {order.number}" in shown
    assert "Your order is placed." in shown
    assert "Workbook" in shown


def test_a_link_that_expired_leads_to_the_coach(browser: Client, request_: TermsRequest) -> None:
    TermsLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    before = rows()
    for response in (browser.get(path()), browser.post(path("accept/"), typed(request_))):
        assert response.status_code == 410
        assert "ask your coach for a new one" in text(response)
    assert rows() == before


def test_wrong_and_revoked_links_answer_alike(browser: Client, request_: TermsRequest) -> None:
    wrong = browser.get(f"{PREFIX}t/wrong/")
    TermsLink.objects.update(revoked_at=utc_now())
    revoked = browser.get(path())
    assert wrong.status_code == revoked.status_code == 404
    assert wrong.content == revoked.content


def test_the_token_stays_out_of_the_logs(
    request_: TermsRequest, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_queued()
    with caplog.at_level(0):
        Client(enforce_csrf_checks=True).post(path("accept/"))
        Client().post(path("accept/"))
        Client().put(path("accept/"))
        Client().get(f"{PREFIX}t/{token}x/")
        Client().get(path())
    assert token not in caplog.text
