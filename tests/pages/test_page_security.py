"""What holds for every page: headers, CSRF, no scripts, GETs without effect, silent logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client, RequestFactory
from factories.agreements import version_published
from factories.amendments import amendment_token
from factories.contracts import token_in, token_of
from factories.late_terms import order_terms_asked, ordered, token_queued, under_terms
from factories.seats import seat_group_opened, seat_invited
from factories.shop import shop_product
from page_browser import logged_in
from page_examples import (
    ADA,
    CONTRACT,
    PREFIX,
    TYPED_ADDRESS,
    acceptance_typed,
    agreement_sent,
    invoice_issued,
    packet_given,
    place_typed,
    product_with_terms,
)
from page_rows import SEEN, assert_only_seen, rows

from saleor_coaching_plugin.agreements.models import ClientAgreement
from saleor_coaching_plugin.agreements.services.amendment_ask import amendment_ask
from saleor_coaching_plugin.agreements.services.prepare import Client as Prospect
from saleor_coaching_plugin.agreements.services.preview_send import agreement_preview_send
from saleor_coaching_plugin.billing.services.order_invoice import invoice_link_make
from saleor_coaching_plugin.checkout.models import Purchase
from saleor_coaching_plugin.core.client_ip import client_ip
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.assets import assets
from saleor_coaching_plugin.portal.browser import COOKIE
from saleor_coaching_plugin.portal.models import PacketItemKind
from saleor_coaching_plugin.portal.services.packet import FormField, ItemContent
from saleor_coaching_plugin.portal.urls import urlpatterns
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator
from saleor_coaching_plugin.seats.models import Seat
from saleor_coaching_plugin.seats.plan import Person
from saleor_coaching_plugin.seats.services.share import group_share_name

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
EVIL = '"><script>alert(1)</script>'
EVIL_TYPED = {
    "changes-message": EVIL * 200,
    "city": EVIL,
    "copy_to": EVIL,
    "name": EVIL * 20,
    "seat-1-first_name": EVIL,
    "seat-1-gift_message": EVIL,
}


@dataclass(frozen=True)
class Site:
    """One address for each route, and browsers to look at them with."""

    ada: Client
    buyer: Client
    paths: dict[str, str]

    def opened(self, path: str) -> Client:
        return self.buyer if path.startswith(f"{PREFIX}buy/") else self.ada


@pytest.fixture
def site(ada: Client) -> Site:
    return furnished(ada, lambda name: name)


def previewed(agreement: ClientAgreement) -> str:
    """The raw token of a preview's link."""
    agreement_preview_send(
        agreement_id=agreement.id, party_id=None, to_email="alex@coach.example", now=utc_now()
    )
    return token_in(MailMessage.objects.get(kind="preview"))


def change_asked(agreement: ClientAgreement, note: str) -> str:
    """The raw token of the link to new terms for an accepted agreement."""
    version = version_published(agreement.template_version.terms, CONTRACT + "\n\nMore.", note=note)
    amendment_ask(party_id=agreement.parties.get().id, version_id=version.id, now=utc_now())
    return amendment_token()


def seats_paid_for(naming: Callable[[str], str]) -> str:
    """By ada, with somebody invited to the first of them: the page of the seats."""
    group = seat_group_opened(
        payer_email=ADA.email,
        payer_last_name=naming("Lovelace"),
        title=naming("Six sessions"),
        now=utc_now(),
    )
    group_share_name(group_id=group.id, name=naming("Ada"))
    seat_invited(
        Person(naming("Ben"), naming("Brown"), "ben@f.example"), group=group, now=utc_now()
    )
    return f"portal/seats/{group.id}/"


def places_taken(naming: Callable[[str], str]) -> tuple[str, str]:
    """By ada, whom somebody else invited: one to accept, and the page of one that she accepted."""
    person = Person(naming("Ada"), naming("Lovelace"), ADA.email)
    group = seat_group_opened(title=naming("Eight sessions"), now=utc_now())
    group_share_name(group_id=group.id, name=naming("Paula"))
    gift = naming("Happy birthday")
    _, token = seat_invited(person, group=group, message=gift, now=utc_now())
    accepted, other = seat_invited(person, group=group, now=utc_now())
    page = f"{PREFIX}p/{other}/"
    assert Client().post(f"{page}accept/", place_typed(page)).status_code == 303
    return f"p/{token}/", f"portal/places/{accepted.participant_id}/"


def furnished(ada: Client, naming: Callable[[str], str], client: Prospect = ADA) -> Site:
    """Something on every page; `naming` may change each name on the way in."""
    agreement, open_one = agreement_sent(client=client), agreement_sent(client=client)
    accepting = f"{PREFIX}a/{token_of(agreement)}/accept/"
    typed = acceptance_typed(agreement) | {"street": naming("Elm Street"), "city": naming("Town")}
    assert Client().post(accepting, typed).status_code == 303
    agreement.refresh_from_db()
    invoice = invoice_issued(agreement)
    form = ItemContent(
        kind=PacketItemKind.FORM,
        title=naming("Form"),
        body="Please answer.",
        fields=[
            FormField("one", naming("One?"), "text", required=False),
            FormField("two", naming("Two?"), "choice", True, choices=[naming("a"), naming("b")]),
        ],
    )
    document = ItemContent(
        kind=PacketItemKind.DOCUMENT, title=naming("Paper"), filename="a.pdf", content=b"%PDF"
    )
    packet = packet_given(items=[form, document], name=naming("Packet"))
    items = {item.kind: item.id for item in packet.packet.items.all()}
    packet_path, item = f"portal/packets/{packet.id}/", f"portal/packets/{packet.id}/items/"
    ada.post(
        f"{PREFIX}{item}{items['form']}/",
        {"answer-one": naming("Mine"), "answer-two": naming("a")},
    )
    product = product_with_terms(naming("Workbook"), description=naming("Eight weeks"))
    buyer = Client()
    choice = {"email": "grace@client.example", "variant": product.variants[0].id}
    address = TYPED_ADDRESS | {"first_name": naming("Grace"), "street": naming("Oak Street")}
    assert buyer.post(f"{PREFIX}buy/{product.slug}/", address | choice).status_code == 303
    bought = Purchase.objects.create(
        order_id="1",
        order_number="17",
        order_line_id="1",
        product_id=product.id,
        product_name=product.name,
        quantity=1,
        total_minor=49_00,
        currency="EUR",
        email=ADA.email,
    )
    order = ordered(under_terms(shop_product(naming("Course"), 49_00)), paid=False)
    order_terms_asked(order)
    late_token = token_queued()
    changed = change_asked(agreement, naming("Notice is 14 days."))
    seats = seats_paid_for(naming)
    seat = f"{seats}{Seat.objects.get(group__payer_email=ADA.email, position=1).id}/"
    invitation, place = places_taken(naming)
    page_of_invoice = invoice_link_make(invoice_id=invoice.id, now=utc_now())
    paths = {
        "static/<str:name>": f"static/{assets()['coaching.css'].name}",
        "a/<str:token>/": f"a/{token_of(open_one)}/",
        "a/<str:token>/accept/": f"a/{token_of(open_one)}/accept/",
        "a/<str:token>/decline/": f"a/{token_of(open_one)}/decline/",
        "a/<str:token>/changes/": f"a/{token_of(open_one)}/changes/",
        "t/<str:token>/": f"t/{late_token}/",
        "t/<str:token>/accept/": f"t/{late_token}/accept/",
        "a/<str:token>/amendment/accept/": f"a/{changed}/amendment/accept/",
        "a/<str:token>/amendment/decline/": f"a/{changed}/amendment/decline/",
        "p/<str:token>/": invitation,
        "p/<str:token>/accept/": f"{invitation}accept/",
        "p/<str:token>/decline/": f"{invitation}decline/",
        "portal/seats/<uuid:group_id>/": seats,
        "portal/seats/<uuid:group_id>/share/": f"{seats}share/",
        "portal/seats/<uuid:group_id>/<uuid:seat_id>/assign/": f"{seat}assign/",
        "portal/seats/<uuid:group_id>/<uuid:seat_id>/remind/": f"{seat}remind/",
        "portal/seats/<uuid:group_id>/<uuid:seat_id>/free/": f"{seat}free/",
        "portal/places/<uuid:participant_id>/": place,
        "portal/places/<uuid:participant_id>/certificate.pdf": f"{place}certificate.pdf",
        "portal/places/<uuid:participant_id>/evidence.json": f"{place}evidence.json",
        "preview/<str:token>/": f"preview/{previewed(open_one)}/",
        "i/<str:token>/": page_of_invoice.removeprefix(page_url("")),
        "verify/": "verify/",
        "verify/keys.json": "verify/keys.json",
        "verify/<str:number>/<str:sha256>/": f"verify/0000-0000-0000/{'0' * 64}/",
        "products/": "products/",
        "buy/return/": "buy/return/",
        r"^buy/(?P<slug>[-\w]+)/$": f"buy/{product.slug}/",
        r"^buy/(?P<slug>[-\w]+)/terms/$": f"buy/{product.slug}/terms/",
        r"^buy/(?P<slug>[-\w]+)/pay/$": f"buy/{product.slug}/pay/",
        "portal/": "portal/",
        "portal/thank-you/": "portal/thank-you/",
        "portal/login/": "portal/login/",
        "portal/login/<str:token>/": "portal/login/nonsense/",
        "portal/agreements/<uuid:party_id>/": f"portal/agreements/{agreement.parties.get().id}/",
        "portal/agreements/<uuid:party_id>/certificate.pdf": (
            f"portal/agreements/{agreement.parties.get().id}/certificate.pdf"
        ),
        "portal/purchases/<uuid:purchase_id>/": f"portal/purchases/{bought.id}/",
        "portal/purchases/<uuid:purchase_id>/certificate.pdf": (
            f"portal/purchases/{bought.id}/certificate.pdf"
        ),
        "portal/invoices/<uuid:invoice_id>/": f"portal/invoices/{invoice.id}/",
        "portal/invoices/<uuid:invoice_id>/pay/": f"portal/invoices/{invoice.id}/pay/",
        "portal/packets/<uuid:assignment_id>/": packet_path,
        "portal/packets/<uuid:assignment_id>/complete/": f"{packet_path}complete/",
        "portal/packets/<uuid:assignment_id>/items/<uuid:item_id>/": f"{item}{items['form']}/",
        "portal/packets/<uuid:assignment_id>/items/<uuid:item_id>/file/": (
            f"{item}{items['document']}/file/"
        ),
        # Last, as it ends what the others need.
        "portal/logout/": "portal/logout/",
    }
    return Site(ada, buyer, {route: f"{PREFIX}{path}" for route, path in paths.items()})


def test_every_route_is_looked_at_here(site: Site) -> None:
    assert set(site.paths) == {str(each.pattern) for each in urlpatterns}


def test_headers_of_every_route_in_every_state(site: Site) -> None:
    for path in site.paths.values():
        for visitor in (Client(), site.ada, site.buyer):
            for response in (visitor.get(path), visitor.post(path), visitor.put(path)):
                assert_headers(response)


def assert_headers(response: Any) -> None:
    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy == POLICY | {"form-action": "'self'"}
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    is_asset = response["Content-Type"].startswith("text/css") and response.status_code == 200
    expected = "public, max-age=31536000, immutable" if is_asset else "no-store"
    assert response["Cache-Control"] == expected


def test_forms_may_lead_to_the_gateways_pages(browser: Client, simulator: StripeSimulator) -> None:
    policy = browser.get(f"{PREFIX}products/")["Content-Security-Policy"]
    assert f"form-action 'self' {simulator.base_url};" in policy


def test_gateway_that_is_not_set_up_takes_no_page_away(browser: Client, settings: Any) -> None:
    settings.COACHING_GATEWAY = "stripe"
    assert browser.get(f"{PREFIX}portal/login/").status_code == 200


def test_no_page_has_scripts_or_inline_styles(site: Site) -> None:
    for path in site.paths.values():
        assert_plain(site.opened(path).get(path))
        assert_plain(Client().get(path))
        assert_plain(site.opened(path).post(path))


def assert_plain(response: Any) -> None:
    if not response["Content-Type"].startswith("text/html"):
        return
    html = response.content.decode()
    assert "<script" not in html
    assert "<style" not in html
    assert not re.search(r"<[^>]*\s(style|on\w+)=", html)
    assert "javascript:" not in html


def test_every_link_stays_below_our_path(site: Site) -> None:
    for path in site.paths.values():
        html = site.opened(path).get(path).content.decode()
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', html):
            assert re.match(rf"{PREFIX}|#|mailto:|https://", address), (path, address)


def test_opening_a_page_changes_nothing_but_that_a_text_was_seen(site: Site) -> None:
    before = rows(but=SEEN)
    for path in site.paths.values():
        for visitor in (Client(), site.ada, site.buyer):
            visitor.get(path)
            visitor.head(path)
    assert_only_seen(before, texts=2)


def test_form_without_the_token_is_refused_and_changes_nothing(site: Site) -> None:
    before = rows()
    for path in site.paths.values():
        visitor = site.opened(path)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = visitor.cookies
        response = strict.post(path, TYPED_ADDRESS)
        assert response.status_code in {403, 405}, path
        if response.status_code == 403:
            assert "reload the page and try again" in response.content.decode()
    assert rows() == before


def test_form_with_the_token_of_its_page_is_taken() -> None:
    agreement = agreement_sent()
    page = f"{PREFIX}a/{token_of(agreement)}/"
    strict = Client(enforce_csrf_checks=True)
    html = strict.get(page).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[0]
    typed = acceptance_typed(agreement) | {"csrfmiddlewaretoken": token}
    assert strict.post(f"{page}accept/", typed).status_code == 303


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://coach.example", 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://coach.example", 403),
    ],
)
def test_only_our_public_origin_may_send_forms(settings: Any, origin: str, status: int) -> None:
    """Behind a proxy that Django knows nothing of: it sees http://testserver."""
    settings.COACHING_PUBLIC_URL = f"https://coach.example{PREFIX.rstrip('/')}"
    strict = Client(enforce_csrf_checks=True)
    response = strict.get(f"{PREFIX}portal/login/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.content.decode())[0]
    cookie = response.cookies["csrftoken"]
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    typed = {"csrfmiddlewaretoken": token, "email": ADA.email}
    answer = strict.post(f"{PREFIX}portal/login/", typed, headers={"origin": origin})
    assert answer.status_code == status


def test_names_notes_and_answers_cannot_become_markup(ada: Client) -> None:
    site = furnished(
        ada, lambda name: f"{name}{EVIL}", client=Prospect(f"Ada{EVIL}", f"Love{EVIL}", ADA.email)
    )
    shown = 0
    for path in site.paths.values():
        for response in (
            site.opened(path).get(path),
            site.opened(path).post(path, EVIL_TYPED),
        ):
            if response["Content-Type"].startswith("text/html"):
                html = response.content.decode()
                assert "<script" not in html, path
                assert EVIL not in html, path
                shown += "alert(1)" in html
    assert shown > 10


def test_coachs_markdown_is_sanitised(ada: Client) -> None:
    packet = packet_given(intro="[x](javascript:alert(1)) **bold**")
    html = ada.get(f"{PREFIX}portal/packets/{packet.id}/").content.decode()
    assert "<strong>bold</strong>" in html
    assert 'href="javascript:' not in html


def test_tokens_stay_out_of_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    agreement = agreement_sent()
    token, invitation = token_of(agreement), seat_invited(now=utc_now())[1]
    with caplog.at_level(logging.DEBUG):
        Client(enforce_csrf_checks=True).post(f"{PREFIX}p/{invitation}/accept/")
        Client().post(f"{PREFIX}p/{invitation}/accept/")
        Client().get(f"{PREFIX}p/{invitation}x/")
        Client(enforce_csrf_checks=True).post(f"{PREFIX}a/{token}/accept/")
        Client().post(f"{PREFIX}a/{token}/accept/")
        Client().put(f"{PREFIX}a/{token}/accept/")
        Client().get(f"{PREFIX}a/{token}x/")
        Client().post(f"{PREFIX}portal/login/{token}/")
    assert "A form was refused" in caplog.text
    assert token not in caplog.text
    assert invitation not in caplog.text


def test_stylesheet_is_served_under_the_hash_of_its_content(browser: Client) -> None:
    html = browser.get(f"{PREFIX}products/").content.decode()
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    response = browser.get(address)
    assert re.fullmatch(rf"{PREFIX}static/coaching\.[0-9a-f]{{12}}\.css", address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert b"@media print" in response.content
    assert browser.get(f"{PREFIX}static/coaching.css").status_code == 404
    assert browser.get(f"{PREFIX}static/..%2furls.py").status_code == 404


def test_stylesheet_fetches_nothing_from_elsewhere(browser: Client) -> None:
    css = browser.get(f"{PREFIX}static/{assets()['coaching.css'].name}").content.decode()
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, None, "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "not an ip", "9.9.9.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_is_read_where_our_proxies_wrote_it(
    settings: Any, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.COACHING_TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR="9.9.9.9")
    assert client_ip(request) == expected


def test_pages_work_at_the_root_too(browser: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "saleor_coaching_plugin.portal.urls"
    settings.COACHING_PUBLIC_URL = "http://testserver"
    product = shop_product("Workbook", 49_00)
    html = browser.get("/products/").content.decode()
    assert f'href="/buy/{product.slug}/"' in html


def test_forms_need_no_templates_of_the_host(browser: Client, settings: Any) -> None:
    """As Saleor sets it, with templates that do not know Django's form widgets."""
    settings.FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
    product = shop_product("Workbook", 49_00)
    assert browser.get(f"{PREFIX}buy/{product.slug}/").status_code == 200


def test_cookie_of_nobody_is_nobodys(browser: Client) -> None:
    browser.cookies[COOKIE] = "x" * 43
    assert browser.get(f"{PREFIX}portal/").status_code == 303
    assert logged_in(ADA.email).get(f"{PREFIX}portal/").status_code == 200
