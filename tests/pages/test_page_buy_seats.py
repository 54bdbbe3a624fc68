"""Buying places for others: how many, one as a gift, and who is named afterwards."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from factories.seat_shop import product_with_seats
from factories.shop import shop_product
from page_browser import logged_in
from page_buying import THANK_YOU, agreed, buy, ordered, started, typed_for
from page_examples import PREFIX
from page_rows import rows

from saleor_coaching_plugin.checkout.handlers import purchases_record
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.core.events import OrderPaid
from saleor_coaching_plugin.core.outbox.relay import relay_due
from saleor_coaching_plugin.mail.models import MailMessage
from saleor_coaching_plugin.portal.models import PortalSession
from saleor_coaching_plugin.seats.models import SeatGroup, SeatPlan
from saleor_coaching_plugin.seats.plan import planned_read

pytestmark = pytest.mark.django_db

GIFT = {
    "seat-1-first_name": "Grace",
    "seat-1-last_name": "Hopper",
    "seat-1-email": "Grace@Friend.example",
}
GIFT_FIELDS = [*GIFT, "seat-1-gift_message", "seat-1-invite_on", "seat-1-share_name"]


def tomorrow() -> date:
    return utc_now().date() + timedelta(days=1)


def typed_by(product: Product, **more: str) -> dict[str, str]:
    """With the gift's fields empty, as a browser sends them, unless `more` fills them in."""
    empty = dict.fromkeys(GIFT_FIELDS[:-1], "")
    return typed_for(product) | {"quantity": "1"} | empty | more


def gift_planned() -> Any:
    (stored,) = SeatPlan.objects.get().people
    return planned_read(stored)


def test_only_a_product_with_seats_asks_how_many_and_for_a_gift(browser: Client) -> None:
    html = browser.get(buy(product_with_seats())).content.decode()
    assert re.search(r'<input type="number" name="quantity" value="1" min="1" max="20"', html)
    assert "This is a gift" in html
    assert "<details open" not in html
    html = browser.get(buy(shop_product("Book", 20_00))).content.decode()
    assert 'name="quantity"' not in html
    assert "This is a gift" not in html


def test_what_is_folded_away_does_not_keep_a_browser_from_sending(browser: Client) -> None:
    html = browser.get(buy(product_with_seats())).content.decode()
    for name in GIFT_FIELDS:
        (field,) = re.findall(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*>', html)
        assert "required" not in field


def test_several_places_are_in_the_cart_and_nobody_is_named(browser: Client) -> None:
    product = product_with_seats()
    checkout = commerce().checkout_get(started(browser, product, typed_by(product, quantity="5")))
    assert [line.quantity for line in checkout.lines] == [5]
    assert not SeatPlan.objects.exists()


def test_a_gift_is_planned_for_the_first_place(browser: Client) -> None:
    product = product_with_seats()
    words = {"seat-1-gift_message": "Enjoy\nit.", "seat-1-invite_on": tomorrow().isoformat()}
    started(browser, product, typed_by(product, quantity="2", **GIFT, **words))
    gift = gift_planned()
    assert (gift.person.first_name, gift.person.last_name) == ("Grace", "Hopper")
    assert gift.person.email == "grace@friend.example"
    assert gift.gift_message.splitlines() == ["Enjoy", "it."]
    assert gift.invite_on == tomorrow()
    assert SeatPlan.objects.get().shared_name == ""


def test_the_buyers_name_is_told_only_where_it_was_ticked(browser: Client) -> None:
    product = product_with_seats()
    started(browser, product, typed_by(product, **GIFT, **{"seat-1-share_name": "on"}))
    assert SeatPlan.objects.get().shared_name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"quantity": "0"}, "id_quantity", "greater than or equal to 1"),
        ({"quantity": "21"}, "id_quantity", "less than or equal to 20"),
        ({"quantity": "two"}, "id_quantity", "Enter a whole number"),
        ({"quantity": ""}, "id_quantity", "This field is required"),
        ({"seat-1-email": ""}, "id_seat-1-email", "This field is required"),
        ({"seat-1-email": "grace"}, "id_seat-1-email", "Enter a valid email address"),
        ({"seat-1-first_name": ""}, "id_seat-1-first_name", "This field is required"),
        (
            {"seat-1-gift_message": "I paid €60 for it."},
            "id_seat-1-gift_message",
            "60",
        ),
        ({"seat-1-invite_on": "2020-01-01"}, "id_seat-1-invite_on", "today or on a later day"),
        ({"seat-1-invite_on": "soon"}, "id_seat-1-invite_on", "Enter a valid date"),
    ],
)
def test_what_cannot_be_given_is_shown_again_at_its_field_with_all_that_was_typed(
    browser: Client, changed: dict[str, str], field: str, message: str
) -> None:
    product = product_with_seats()
    typed = typed_by(product, quantity="3", **GIFT, **{"seat-1-gift_message": "Enjoy it."})
    before = rows()
    response = browser.post(buy(product), typed | {"last_name": "Byron"} | changed)
    html = response.content.decode()
    assert response.status_code == 400
    assert re.search(rf'<a href="#{field}">[^<]*{re.escape(message)}', html)
    assert "<details open" in html
    assert 'value="Byron"' in html
    assert 'value="Hopper"' in html
    assert rows() == before


def test_the_terms_are_the_payers_with_quantity_and_price(browser: Client) -> None:
    product = product_with_seats()
    started(browser, product, typed_by(product, quantity="5"))
    html = browser.get(buy(product, "terms/")).content.decode()
    assert "You buy 5 for &#8364;60.00 each." in html
    assert "Your place in it" not in html


def test_the_summary_says_who_is_named_and_that_others_can_be_named_later(
    browser: Client,
) -> None:
    product = product_with_seats()
    words = {"seat-1-gift_message": "Enjoy <it>.", "seat-1-invite_on": tomorrow().isoformat()}
    agreed(browser, product, typed_by(product, quantity="3", **GIFT, **words))
    html = browser.get(buy(product, "pay/")).content.decode()
    assert "€180.00" in html
    assert "A place for <strong>Grace Hopper</strong> (grace@friend.example)" in html
    assert f"on {tomorrow().day} {tomorrow():%B %Y}" in html
    assert "Enjoy &lt;it&gt;." in html
    assert "The others can be named after the purchase." in html


def test_the_summary_of_ones_own_place_speaks_of_nobody_else(browser: Client) -> None:
    product = product_with_seats()
    agreed(browser, product, typed_by(product))
    html = browser.get(buy(product, "pay/")).content.decode()
    assert "named after the purchase" not in html
    assert "A place for" not in html


def test_several_places_without_a_name_can_be_named_after_the_purchase(browser: Client) -> None:
    product = product_with_seats()
    agreed(browser, product, typed_by(product, quantity="2"))
    html = browser.get(buy(product, "pay/")).content.decode()
    assert "All participants can be named after the purchase." in html


def bought(browser: Client, *, price_minor: int = 0, **typed: str) -> str:
    """A course, complete at once; the checkout."""
    product = product_with_seats("Open evening", price_minor)
    checkout_id = agreed(browser, product, typed_by(product, **typed))
    if price_minor:
        total = commerce().checkout_get(checkout_id).total
        commerce().checkout_record_payment(checkout_id, amount=total, reference="pi_1")
    assert browser.post(buy(product, "pay/"))["Location"] == THANK_YOU
    return checkout_id


def recorded(checkout_id: str) -> SeatGroup:
    purchases_record(OrderPaid(order_id=ordered(checkout_id).id))
    relay_due()
    return SeatGroup.objects.get()


def next_step(browser: Client) -> tuple[str, str]:
    """Where it leads to, and its words."""
    html = browser.get(THANK_YOU).content.decode()
    ((path, words),) = re.findall(
        r'<a class="button[^"]*" href="([^"]+)">([^<]+ (?:participants|place|places))<', html
    )
    return path, words


def test_the_next_step_is_to_name_participants(ada: Client) -> None:
    checkout_id = bought(ada, quantity="5")
    assert next_step(ada) == (f"{PREFIX}portal/", "Name your participants")
    group = recorded(checkout_id)
    assert next_step(ada) == (f"{PREFIX}portal/seats/{group.id}/", "Name your participants")
    assert ada.get(f"{PREFIX}portal/seats/{group.id}/").status_code == 200
    assert "You have 5 places in Open evening." in ada.get(THANK_YOU).content.decode()


def test_whose_address_is_not_proven_is_led_to_the_seats_by_the_mailed_link(
    browser: Client,
) -> None:
    group = recorded(bought(browser, quantity="2"))
    assert next_step(browser) == (f"{PREFIX}portal/", "Name your participants")
    html = browser.get(THANK_YOU).content.decode()
    assert "Confirm your e-mail address" in html
    assert f'name="next_path" value="portal/seats/{group.id}/"' in html
    assert browser.get(f"{PREFIX}portal/seats/{group.id}/").status_code == 403


def test_of_several_places_those_without_a_name_are_still_free(ada: Client) -> None:
    checkout_id = bought(ada, price_minor=60_00, quantity="3", **GIFT)
    free = "You have 3 places in Open evening, of which 2 are still free."
    assert free in ada.get(THANK_YOU).content.decode()
    recorded(checkout_id)
    assert free in ada.get(THANK_YOU).content.decode()


def test_a_gift_leaves_nothing_to_name(ada: Client) -> None:
    checkout_id = bought(ada, price_minor=60_00, **GIFT)
    assert next_step(ada) == (f"{PREFIX}portal/", "See the place")
    group = recorded(checkout_id)
    assert next_step(ada) == (f"{PREFIX}portal/seats/{group.id}/", "See the place")
    html = ada.get(THANK_YOU).content.decode()
    assert "Your participant is named" in html
    assert "Name your participants" not in html


def test_a_gift_of_what_is_free_is_sent_from_the_client_area(ada: Client) -> None:
    product = product_with_seats("Open evening", 0)
    checkout_id = agreed(ada, product, typed_by(product, **GIFT))
    summary = ada.get(buy(product, "pay/")).content.decode()
    assert "you send the invitation from your client area." in summary
    assert "once it is paid" not in summary
    ada.post(buy(product, "pay/"))
    assert next_step(ada) == (f"{PREFIX}portal/", "Name your participants")
    group = recorded(checkout_id)
    assert next_step(ada) == (f"{PREFIX}portal/seats/{group.id}/", "Name your participants")
    assert not MailMessage.objects.filter(kind="seat_invited").exists()


def test_ones_own_place_has_no_such_step(ada: Client) -> None:
    checkout_id = bought(ada)
    html = ada.get(THANK_YOU).content.decode()
    assert "participants" not in html
    purchases_record(OrderPaid(order_id=ordered(checkout_id).id))
    assert "participants" not in ada.get(THANK_YOU).content.decode()


def test_changed_details_begin_anew_with_what_was_typed_last(browser: Client) -> None:
    product = product_with_seats()
    started(browser, product, typed_by(product, quantity="3", **GIFT))
    second = started(browser, product, typed_by(product, quantity="2"))
    assert PortalSession.objects.latest("created_at").checkout_id == second
    agreed_terms = browser.get(buy(product, "pay/")).content.decode()
    assert "Grace" not in agreed_terms


def test_another_buyers_gift_is_nobody_elses_to_see(browser: Client) -> None:
    product = product_with_seats()
    started(browser, product, typed_by(product, **GIFT))
    other = logged_in("grace@client.example")
    started(other, product, typed_by(product))
    for path in (buy(product), buy(product, "terms/"), buy(product, "pay/")):
        assert "grace@friend.example" not in other.get(path).content.decode()
