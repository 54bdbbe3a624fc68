"""From the list of products to the thank-you page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from factories.ledger import facts_of
from factories.shop import shop_product, shop_product_unpublish, shop_variant
from page_browser import logged_in
from page_buying import THANK_YOU, agreed, buy, ordered, started, terms_typed, typed_for
from page_examples import (
    ADA,
    PREFIX,
    PRODUCT_TERMS,
    TYPED_ADDRESS,
    packet_given,
    product_with_terms,
)
from page_rows import rows

from saleor_coaching_plugin.checkout.handlers import purchases_record
from saleor_coaching_plugin.checkout.models import CheckoutAcceptance
from saleor_coaching_plugin.checkout.services.setup import product_setup_save
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import OrderPaid
from saleor_coaching_plugin.core.money import Money
from saleor_coaching_plugin.evidence.models import LedgerEntry
from saleor_coaching_plugin.portal.browser import COOKIE
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.sandbox.shop import models as shop
from saleor_coaching_plugin.sandbox.stripe_simulator import StripeSimulator
from saleor_coaching_plugin.terms.models import TermsAssignment
from saleor_coaching_plugin.terms.services import terms_draft_save, terms_publish

pytestmark = pytest.mark.django_db

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123", "name": "Ada Lovelace"}


def test_products_are_listed_with_price_and_buy_now(browser: Client) -> None:
    workbook = shop_product("Workbook", 49_00, description="Eight weeks.")
    hidden = shop_product("Secret", 1_00, published=False)
    shop_variant(workbook, "Printed", 79_00)
    html = browser.get(f"{PREFIX}products/").content.decode()
    assert "from €49.00" in html
    assert "Eight weeks." in html
    assert re.search(rf'<a class="button" href="{buy(workbook)}"[^>]*>Buy Now</a>', html)
    assert hidden.name not in html


def test_unknown_and_unpublished_products_are_not_found(browser: Client) -> None:
    product = shop_product("Workbook", 49_00)
    shop_product_unpublish(product.id)
    assert browser.get(buy(product)).status_code == 404
    assert browser.get(f"{PREFIX}buy/nothing/").status_code == 404


def test_buy_now_makes_customer_checkout_and_a_session_that_proves_nothing(
    browser: Client,
) -> None:
    product = product_with_terms()
    checkout = commerce().checkout_get(started(browser, product))
    session = PortalSession.objects.get()
    customer = commerce().customer_find(ADA.email)
    assert customer is not None
    assert (checkout.email, checkout.customer_id) == (ADA.email, customer.id)
    assert [line.variant_id for line in checkout.lines] == [product.variants[0].id]
    assert checkout.billing_address is not None
    assert checkout.billing_address.street == TYPED_ADDRESS["street"]
    assert (session.email, session.email_proven) == (ADA.email, False)


def test_buyer_chooses_among_variants(browser: Client) -> None:
    product = shop_product("Workbook", 49_00)
    printed = shop_variant(product, "Printed", 79_00)
    html = browser.get(buy(product)).content.decode()
    assert "Printed — €79.00" in html
    browser.post(buy(product), typed_for(product) | {"variant": printed})
    checkout = commerce().checkout_get(PortalSession.objects.get().checkout_id)
    assert checkout.total == Money(79_00, "EUR")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"email": "no address"}, "Enter a valid email address"),
        ({"variant": "UHJvZHVjdFZhcmlhbnQ6OTk5"}, "Select a valid choice"),
        ({"variant": ""}, "This field is required"),
        ({"city": ""}, "This field is required"),
        ({"first_name": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_bought_is_shown_again_with_all_that_was_typed(
    browser: Client, changed: dict[str, str], message: str
) -> None:
    product = shop_product("Workbook", 49_00)
    before = rows()
    response = browser.post(buy(product), typed_for(product) | {"last_name": "Byron"} | changed)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert 'value="Byron"' in response.content.decode()
    assert rows() == before


def test_terms_page_shows_the_sentence_each_text_and_unticked_boxes(browser: Client) -> None:
    product = product_with_terms()
    started(browser, product)
    html = browser.get(buy(product, "terms/")).content.decode()
    assert "By purchasing this product, you agree to the following terms and conditions" in html
    assert "You buy <strong>Workbook</strong> for &#8364;49.00" in html
    assert "checked" not in html
    assert re.search(r"<button[^>]*>Agree and continue</button>", html)


def test_agreeing_is_recorded_for_this_cart(browser: Client) -> None:
    product = product_with_terms()
    checkout_id = agreed(browser, product)
    acceptance = CheckoutAcceptance.objects.get()
    shown_by = facts_of(LedgerEntry.objects.get())["presentation"]
    assert (acceptance.checkout_id, acceptance.email) == (checkout_id, ADA.email)
    assert shown_by["component"] == "hosted buy page"
    assert [one["initially_checked"] for one in shown_by["boxes"]] == [False, False]


def test_missing_tick_is_refused(browser: Client) -> None:
    product = product_with_terms()
    started(browser, product)
    typed = terms_typed(browser, product) | {"consent-ticked": []}
    before = rows()
    response = browser.post(buy(product, "terms/"), typed)
    assert response.status_code == 400
    assert "Please tick the box" in response.content.decode()
    assert rows() == before


def test_terms_that_changed_meanwhile_are_shown_anew(browser: Client) -> None:
    product = product_with_terms()
    started(browser, product)
    typed = terms_typed(browser, product)
    revise(product)
    response = browser.post(buy(product, "terms/"), typed)
    html = response.content.decode()
    assert response.status_code == 409
    assert "have changed" in html
    assert "No returns." in html
    assert f'name="fingerprint" value="{typed["fingerprint"]}"' not in html
    assert not CheckoutAcceptance.objects.exists()


def revise(product: Product) -> None:
    terms_id = TermsAssignment.objects.get(object_id=product.id).terms_id
    draft = terms_draft_save(
        terms_id=terms_id, language="en", title="Terms", body=PRODUCT_TERMS + "\n\nNo returns."
    )
    terms_publish(version_id=draft.id, now=utc_now(), material=True, note="No returns.")


def test_product_without_terms_goes_straight_to_paying(browser: Client) -> None:
    product = shop_product("Workbook", 49_00)
    started(browser, product)
    response = browser.get(buy(product, "terms/"))
    assert (response.status_code, response["Location"]) == (303, buy(product, "pay/"))
    assert "Pay now" in browser.get(buy(product, "pay/")).content.decode()


def test_summary_shows_what_whom_and_how_much(browser: Client) -> None:
    product = product_with_terms()
    agreed(browser, product)
    html = browser.get(buy(product, "pay/")).content.decode()
    for expected in ("Workbook", "€49.00", ADA.email, "12 St James&#x27;s Square", "Pay now"):
        assert expected in html


@pytest.mark.parametrize("step", ["terms/", "pay/"])
def test_steps_need_a_purchase_of_this_product(browser: Client, step: str) -> None:
    product, other = product_with_terms(), product_with_terms("Course")
    assert browser.get(buy(product, step))["Location"] == buy(product)
    started(browser, other)
    assert browser.get(buy(product, step))["Location"] == buy(product)
    assert browser.post(buy(product, step))["Location"] == buy(product)


def test_paying_before_agreeing_is_refused_and_leads_to_the_terms(
    browser: Client, simulator: StripeSimulator
) -> None:
    product = product_with_terms()
    started(browser, product)
    response = browser.post(buy(product, "pay/"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "accept the terms and conditions before you buy" in html
    assert f'href="{buy(product, "terms/")}"' in html
    assert not simulator.events


def test_paying_by_card_ends_at_the_thank_you_page(
    browser: Client, simulator: StripeSimulator
) -> None:
    product = product_with_terms()
    product_setup_save(
        product_id=product.id, sequence_id=None, packet_id=None, thank_you="See you **Monday**."
    )
    checkout_id = agreed(browser, product)
    to_gateway = browser.post(buy(product, "pay/"))
    assert to_gateway.status_code == 303
    assert to_gateway["Location"].startswith(simulator.base_url)
    back = paid_at(to_gateway["Location"])
    assert back.startswith(f"{PREFIX}buy/return/?session=cs_")
    assert browser.get(back)["Location"] == THANK_YOU
    html = browser.get(THANK_YOU).content.decode()
    assert f"Order {ordered(checkout_id).number}" in html
    assert "See you <strong>Monday</strong>." in html
    assert "We are preparing your access" in html


def paid_at(page_url: str) -> str:
    """Pay on the gateway's page; path and query of where it leads back to."""
    answer = requests.post(f"{page_url}/pay", data=CARD, allow_redirects=False, timeout=5)
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def test_coming_back_twice_makes_one_order(browser: Client, simulator: StripeSimulator) -> None:
    product = product_with_terms()
    checkout_id = agreed(browser, product)
    back = paid_at(browser.post(buy(product, "pay/"))["Location"])
    browser.get(back)
    first = ordered(checkout_id)
    assert browser.get(back)["Location"] == THANK_YOU
    assert (ordered(checkout_id), shop.Order.objects.count()) == (first, 1)
    assert first.paid == first.total


def test_coming_back_unpaid_leads_back_to_paying(
    browser: Client, simulator: StripeSimulator
) -> None:
    product = product_with_terms()
    agreed(browser, product)
    session = browser.post(buy(product, "pay/"))["Location"]
    reference = next(iter(simulator.store.newest_first("checkout.session")))["id"]
    assert session
    before = rows()
    response = browser.get(f"{PREFIX}buy/return/?session={reference}")
    assert response["Location"] == THANK_YOU
    html = browser.get(THANK_YOU).content.decode()
    assert "Your payment has not arrived yet" in html
    assert f'href="{buy(product, "pay/")}"' in html
    assert rows() == before


@pytest.mark.parametrize("reference", ["", "cs_test_unknown", "../invoices", "a%00b"])
def test_return_with_a_strange_reference_changes_nothing(
    browser: Client, simulator: StripeSimulator, reference: str
) -> None:
    agreed(browser, product_with_terms())
    before = rows()
    response = browser.get(f"{PREFIX}buy/return/?session={reference}")
    assert response.status_code in {404, 502}
    assert rows() == before


def test_another_buyers_payment_does_not_pay_for_mine(
    browser: Client, simulator: StripeSimulator
) -> None:
    product = product_with_terms()
    agreed(browser, product)
    back = paid_at(browser.post(buy(product, "pay/"))["Location"])
    thief = Client()
    stolen = agreed(thief, product)
    assert thief.get(back).status_code == 400
    assert commerce().order_find(checkout_id=stolen) is None


def test_terms_that_change_while_paying_can_still_be_agreed_to(
    browser: Client, simulator: StripeSimulator
) -> None:
    product = product_with_terms()
    checkout_id = agreed(browser, product)
    back = paid_at(browser.post(buy(product, "pay/"))["Location"])
    revise(product)
    assert browser.get(back)["Location"] == buy(product, "pay/")
    html = browser.get(buy(product, "pay/")).content.decode()
    assert f'href="{buy(product, "terms/")}"' in html
    assert commerce().order_find(checkout_id=checkout_id) is None
    browser.post(buy(product, "terms/"), terms_typed(browser, product))
    assert "Your payment has arrived" in browser.get(buy(product, "pay/")).content.decode()
    assert browser.post(buy(product, "pay/"))["Location"] == THANK_YOU
    assert ordered(checkout_id).paid == Money(49_00, "EUR")


def test_free_product_is_complete_at_once(browser: Client) -> None:
    product = shop_product("First talk", 0)
    checkout_id = started(browser, product)
    assert browser.post(buy(product, "pay/"))["Location"] == THANK_YOU
    assert ordered(checkout_id).is_paid


def test_without_online_payment_the_page_says_what_to_do(browser: Client) -> None:
    product = shop_product("Workbook", 49_00)
    started(browser, product)
    before = rows()
    response = browser.post(buy(product, "pay/"))
    assert response.status_code == 503
    assert "Please ask your coach how to pay." in response.content.decode()
    assert rows() == before


def test_gateway_that_is_down_is_told_kindly(browser: Client, settings: Any) -> None:
    with StripeSimulator() as gone:
        settings.COACHING_GATEWAY = "stripe"
        settings.COACHING_STRIPE_API_KEY = "sk_test_coach"
        settings.COACHING_STRIPE_WEBHOOK_SECRET = "whsec_tests"
        settings.COACHING_STRIPE_API_BASE = gone.base_url
    product = shop_product("Workbook", 49_00)
    started(browser, product)
    response = browser.post(buy(product, "pay/"))
    assert response.status_code == 503
    assert "cannot be reached" in response.content.decode()


def test_missing_configuration_is_not_told_to_buyers(browser: Client, settings: Any) -> None:
    settings.COACHING_GATEWAY = "stripe"
    product = shop_product("Workbook", 49_00)
    started(browser, product)
    response = browser.post(buy(product, "pay/"))
    assert response.status_code == 503
    assert "STRIPE" not in response.content.decode()
    assert "Online payment does not work at the moment" in response.content.decode()


def test_complete_purchase_leads_from_any_step_to_the_thank_you_page(browser: Client) -> None:
    product = shop_product("First talk", 0)
    started(browser, product)
    browser.post(buy(product, "pay/"))
    for step in ("terms/", "pay/"):
        assert browser.get(buy(product, step))["Location"] == THANK_YOU


def test_thank_you_page_says_when_the_worker_has_done_its_part(browser: Client) -> None:
    product = shop_product("First talk", 0)
    product_setup_save(
        product_id=product.id, sequence_id=None, packet_id=None, thank_you="Welcome!"
    )
    checkout_id = started(browser, product)
    browser.post(buy(product, "pay/"))
    assert "We are preparing your access" in browser.get(THANK_YOU).content.decode()
    purchases_record(OrderPaid(order_id=ordered(checkout_id).id))
    assert "Everything is ready." in browser.get(THANK_YOU).content.decode()


def test_fresh_buyer_sees_that_purchase_and_nothing_else_of_the_address(
    browser: Client,
) -> None:
    packet = packet_given()
    product = shop_product("First talk", 0)
    started(browser, product)
    browser.post(buy(product, "pay/"))
    html = browser.get(THANK_YOU).content.decode()
    assert "First talk" in html
    assert "Confirm your e-mail address to see everything" in html
    assert packet.packet.name not in html
    for path in ("portal/", f"portal/packets/{packet.id}/"):
        response = browser.get(f"{PREFIX}{path}")
        assert response.status_code == 403
        assert packet.packet.name not in response.content.decode()


def test_client_who_is_logged_in_stays_so_when_buying(ada: Client) -> None:
    product = shop_product("First talk", 0)
    started(ada, product)
    assert ada.get(f"{PREFIX}portal/").status_code == 200


def test_buying_under_another_address_proves_nothing_about_it(grace: Client) -> None:
    started(grace, shop_product("First talk", 0))
    assert grace.get(f"{PREFIX}portal/").status_code == 403


def test_buying_twice_proves_no_address(browser: Client) -> None:
    product = shop_product("First talk", 0)
    started(browser, product)
    started(browser, product)
    assert browser.get(f"{PREFIX}portal/").status_code == 403


def test_form_knows_a_client_only_when_the_address_is_proven(ada: Client) -> None:
    product = shop_product("Workbook", 49_00)
    assert f'value="{ADA.email}"' in ada.get(buy(product)).content.decode()
    unproven = logged_in(ADA.email, email_proven=False)
    assert ADA.email not in unproven.get(buy(product)).content.decode()


def test_thank_you_page_needs_a_session(browser: Client, ada: Client) -> None:
    assert browser.get(THANK_YOU)["Location"] == f"{PREFIX}portal/login/"
    assert ada.get(THANK_YOU)["Location"] == f"{PREFIX}portal/"


def test_return_in_another_browser_leads_to_the_login(browser: Client) -> None:
    response = browser.get(f"{PREFIX}buy/return/?session=cs_test_1")
    assert response["Location"] == f"{PREFIX}portal/login/"


def test_session_of_a_fresh_buyer_lasts_a_day(browser: Client) -> None:
    started(browser, shop_product("Workbook", 49_00))
    assert browser.cookies[COOKIE]["max-age"] == timedelta(days=1).total_seconds()
