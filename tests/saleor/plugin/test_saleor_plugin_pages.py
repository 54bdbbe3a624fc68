"""Pages, stylesheet, GraphQL and webhooks below /plugins/, as in production behind a proxy."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from saleor.core.jwt import create_access_token
from saleor_shop import SaleorShop

from saleor_coaching_plugin import tasks

pytestmark = pytest.mark.django_db

SITE = "https://shop.example"
MOUNT = "/plugins/global/coaching/"
PROXIED = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "shop.example"}
LINK = re.compile(r'(?:href|action|src)="([^"#]+)"')
AGREEMENTS = "{ clientAgreements(first: 1) { totalCount } }"


@pytest.fixture(autouse=True)
def production(settings: Any) -> None:
    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True, **PROXIED)


def csrf_of(html: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[0]


def graphql(path: str, query: str, token: str | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    body = json.dumps({"query": query})
    response = Client(**PROXIED).post(
        f"{path}graphql/", body, content_type="application/json", headers=headers
    )
    assert response.status_code in {200, 400}
    answer: dict[str, Any] = response.json()
    return answer


def test_plain_http_is_sent_to_https() -> None:
    response = Client(HTTP_HOST="shop.example").get(f"{MOUNT}portal/login/")
    assert (response.status_code, response["Location"]) == (301, f"{SITE}{MOUNT}portal/login/")


def test_other_hosts_are_refused() -> None:
    refused = {**PROXIED, "HTTP_HOST": "evil.example"}
    assert Client(**refused).get(f"{MOUNT}portal/login/").status_code == 400


@pytest.mark.parametrize("entrance", [MOUNT, "/plugins/coaching/"])
def test_links_of_a_page_lead_below_the_public_mount(browser: Client, entrance: str) -> None:
    html = browser.get(f"{entrance}portal/login/").content.decode()
    links = [link for link in LINK.findall(html) if not link.startswith("mailto:")]
    assert links
    assert all(link.startswith(MOUNT) for link in links), links
    for link in links:
        assert browser.get(link).status_code == 200, link


def test_client_logs_in_through_the_proxy(browser: Client, saleor: SaleorShop) -> None:
    saleor.customer("ada@client.example")
    login = f"{MOUNT}portal/login/"
    form = browser.get(f"{login}?next_path=products/")
    assert form.cookies["csrftoken"]["secure"]
    typed = {"csrfmiddlewaretoken": csrf_of(form.content.decode()), "email": "ada@client.example"}
    assert browser.post(login, typed, HTTP_ORIGIN=SITE).status_code == 200
    tasks.work()
    (address,) = re.findall(rf"{SITE}({login}[\w-]{{43}}/)", str(mail.outbox[0].body))
    typed = {"csrfmiddlewaretoken": csrf_of(browser.get(address).content.decode())}
    assert browser.post(address, typed).status_code == 403  # neither an origin nor a referrer
    logged_in = browser.post(address, typed, HTTP_ORIGIN=SITE)
    assert logged_in.status_code == 303
    cookie = logged_in.cookies["coaching_portal"]
    assert (cookie["path"], bool(cookie["secure"]), cookie["httponly"]) == (MOUNT, True, True)
    assert browser.get(f"{MOUNT}portal/").status_code == 200


def test_login_leads_on_to_the_page_asked_for_whatever_the_mount(
    browser: Client, settings: Any
) -> None:
    """A proxy may serve the pages at another address than Saleor does."""
    for public_url, mount in (
        (f"{SITE}{MOUNT}", MOUNT),
        ("https://coach.example", "/"),
        (SITE + "/plugins/coaching", "/plugins/coaching/"),
    ):
        settings.COACHING_PUBLIC_URL = public_url.rstrip("/")
        for entrance in (MOUNT, "/plugins/coaching/"):
            page = "portal/invoices/6f1d7a52-0000-4000-8000-000000000000/"
            response = browser.get(entrance + page)
            expected = f"{mount}portal/login/?next_path={page.replace('/', '%2F')}"
            assert (response.status_code, response["Location"]) == (303, expected)


def test_stylesheet_is_cached_for_good(browser: Client) -> None:
    html = browser.get(f"{MOUNT}portal/login/").content.decode()
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    response = browser.get(sheet)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize("path", [MOUNT, "/plugins/coaching/"])
def test_graphql_answers_staff_and_apps(saleor: SaleorShop, path: str) -> None:
    staff = create_access_token(saleor.staff(["MANAGE_ORDERS"]))
    _, app = saleor.app(["MANAGE_ORDERS"]).tokens.create(name="test")
    for token in (staff, app):
        assert graphql(path, AGREEMENTS, token)["data"]["clientAgreements"] == {"totalCount": 0}


@pytest.mark.parametrize(
    "token", [None, "", "x", "a.b.c", "ü", "x" * 5000, "eyJhbGciOiJub25lIn0.e30."]
)
def test_tokens_that_mean_nothing_are_nobodys(token: str | None) -> None:
    answer = graphql(MOUNT, AGREEMENTS, token)
    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert graphql(MOUNT, "{ __typename }", token) == {"data": {"__typename": "Query"}}


def test_token_that_has_expired_is_nobodys(saleor: SaleorShop, settings: Any) -> None:
    settings.JWT_EXPIRE = True
    settings.JWT_TTL_ACCESS = timedelta(seconds=1)
    token = create_access_token(saleor.staff(["MANAGE_ORDERS"]))
    time.sleep(2.1)
    answer = graphql(MOUNT, AGREEMENTS, token)
    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_stripe_is_answered_through_the_proxy(settings: Any) -> None:
    settings.COACHING_STRIPE_WEBHOOK_SECRET = "whsec_test"
    settings.COACHING_STRIPE_API_KEY = "sk_test_x"
    response = Client(**PROXIED).post(
        f"{MOUNT}webhooks/stripe/",
        "{}",
        content_type="application/json",
        headers={"Stripe-Signature": "t=1,v1=00"},
    )
    assert response.status_code == 400
    assert Client(**PROXIED).get(f"{MOUNT}webhooks/stripe/").status_code == 405
