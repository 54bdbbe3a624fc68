"""Into the client area and out of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from factories.shop import shop_customer
from page_browser import logged_in
from page_examples import ADA, PREFIX, agreement_sent, login_token
from page_rows import rows

from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.browser import COOKIE
from saleor_coaching_plugin.portal.models import LoginLink, PortalSession

pytestmark = pytest.mark.django_db
LOGIN = f"{PREFIX}portal/login/"


def test_answer_is_the_same_for_clients_and_strangers(browser: Client) -> None:
    shop_customer(ADA.email)
    known = browser.post(LOGIN, {"email": ADA.email})
    stranger = browser.post(LOGIN, {"email": "nobody@client.example"})
    assert (known.status_code, known.content) == (200, stranger.content)
    assert [mail.to_email for mail in MailMessage.objects.all()] == [ADA.email]


@pytest.mark.parametrize("email", ["", "no address", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_shown_again(browser: Client, email: str) -> None:
    before = rows()
    response = browser.post(LOGIN, {"email": email})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert rows() == before


def test_link_shows_a_button_and_is_not_used_up_by_looking(browser: Client) -> None:
    shop_customer(ADA.email)
    browser.post(LOGIN, {"email": ADA.email})
    before = rows()
    response = browser.get(f"{LOGIN}{login_token()}/")
    assert "Open my client area" in response.content.decode()
    assert COOKIE not in response.cookies
    assert rows() == before


def test_button_logs_in_once(browser: Client) -> None:
    shop_customer(ADA.email)
    browser.post(LOGIN, {"email": ADA.email})
    response = browser.post(f"{LOGIN}{login_token()}/")
    assert (response.status_code, response["Location"]) == (303, f"{PREFIX}portal/")
    assert ADA.email in browser.get(f"{PREFIX}portal/").content.decode()
    assert Client().post(f"{LOGIN}{login_token()}/").status_code == 404


def test_expired_link_logs_nobody_in(browser: Client) -> None:
    shop_customer(ADA.email)
    browser.post(LOGIN, {"email": ADA.email})
    LoginLink.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    response = browser.post(f"{LOGIN}{login_token()}/")
    assert response.status_code == 404
    assert COOKIE not in response.cookies


@pytest.mark.parametrize(
    ("public_url", "path", "is_secure"),
    [
        ("http://testserver/plugins/global/coaching", PREFIX, False),
        ("https://coach.example", "/", True),
    ],
)
def test_cookie_is_for_our_pages_alone(
    browser: Client, settings: Any, public_url: str, path: str, is_secure: bool
) -> None:
    shop_customer(ADA.email)
    browser.post(LOGIN, {"email": ADA.email})
    settings.COACHING_PUBLIC_URL = public_url
    cookie = browser.post(f"{LOGIN}{login_token()}/").cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", path)
    assert bool(cookie["secure"]) is is_secure
    assert cookie["max-age"] == 30 * 24 * 60 * 60


def test_session_in_the_database_does_not_open_anything(ada: Client) -> None:
    stolen = Client()
    stolen.cookies[COOKIE] = PortalSession.objects.get().token_digest
    assert stolen.get(f"{PREFIX}portal/").status_code == 303


def test_logging_in_again_ends_the_session_before(ada: Client) -> None:
    shop_customer(ADA.email)
    earlier = ada.cookies[COOKIE].value
    ada.post(LOGIN, {"email": ADA.email})
    ada.post(f"{LOGIN}{login_token()}/")
    other = Client()
    other.cookies[COOKIE] = earlier
    assert other.get(f"{PREFIX}portal/").status_code == 303
    assert ada.get(f"{PREFIX}portal/").status_code == 200


def test_logging_out_ends_the_session_everywhere(ada: Client) -> None:
    copy = Client()
    copy.cookies[COOKIE] = ada.cookies[COOKIE].value
    response = ada.post(f"{PREFIX}portal/logout/")
    assert (response.status_code, response["Location"]) == (303, LOGIN)
    assert response.cookies[COOKIE].value == ""
    assert copy.get(f"{PREFIX}portal/").status_code == 303


def test_logging_out_by_a_mere_link_does_nothing(ada: Client) -> None:
    assert ada.get(f"{PREFIX}portal/logout/").status_code == 405
    assert ada.get(f"{PREFIX}portal/").status_code == 200


def test_expired_session_leads_to_the_login(ada: Client) -> None:
    PortalSession.objects.update(expires_at=utc_now() - timedelta(seconds=1))
    response = ada.get(f"{PREFIX}portal/")
    assert (response.status_code, response["Location"]) == (303, LOGIN)


def test_client_of_an_agreement_gets_a_link_before_the_shop_knows_them(browser: Client) -> None:
    agreement_sent()
    browser.post(LOGIN, {"email": ADA.email.upper()})
    assert MailMessage.objects.filter(kind="login", to_email=ADA.email).count() == 1


def test_unproven_session_asks_to_confirm_the_address() -> None:
    response = logged_in(ADA.email, email_proven=False).get(f"{PREFIX}portal/")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Confirm your e-mail address" in html
    assert f'name="email" value="{ADA.email}"' in html


def test_login_leads_on_to_the_page_that_was_asked_for(browser: Client) -> None:
    shop_customer(ADA.email)
    asked_for = f"{PREFIX}portal/invoices/8f14e45f-ceea-467f-a9d8-0a1b2c3d4e5f/"
    to_login = browser.get(asked_for)
    assert to_login.status_code == 303
    page = browser.get(to_login["Location"]).content.decode()
    next_path = re.search(r'name="next_path" value="([^"]*)"', page)
    assert next_path is not None
    browser.post(LOGIN, {"email": ADA.email, "next_path": next_path[1]})
    assert browser.post(f"{LOGIN}{login_token()}/")["Location"] == asked_for


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "a/x/", "portal/?x"]
)
def test_login_never_leads_elsewhere(browser: Client, elsewhere: str) -> None:
    shop_customer(ADA.email)
    browser.post(LOGIN, {"email": ADA.email, "next_path": elsewhere})
    assert browser.post(f"{LOGIN}{login_token()}/")["Location"] == f"{PREFIX}portal/"
