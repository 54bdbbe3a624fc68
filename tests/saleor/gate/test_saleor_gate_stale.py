"""What was accepted is one exact cart: any change to it is refused until it is accepted anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from factories.contracts import PRODUCT_BODY
from gate_scene import STALE, answered, bound_to, listed_too, mutate, refused
from saleor.channel.models import Channel
from saleor.checkout.models import Checkout
from saleor.product.models import Product
from saleor_checkout import (
    accept,
    cart,
    complete,
    pay,
    terms_published,
    terms_put_on,
    voucher_add,
)
from saleor_checkout import voucher_made as voucher
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id, variant_of

from saleor_coaching_plugin.terms.models import ContractTerms
from saleor_coaching_plugin.terms.services import terms_draft_save, terms_publish

pytestmark = pytest.mark.django_db


@dataclass
class Buying:
    saleor: SaleorShop
    product: Product
    terms: ContractTerms
    checkout_id: str

    @property
    def line_id(self) -> str:
        return global_id(Checkout.objects.get().lines.get())


@pytest.fixture
def buying(saleor: SaleorShop) -> Buying:
    """Accepted, and paid far more than enough for whatever it will cost in the end."""
    product = saleor.product()
    terms = terms_put_on(product)
    checkout_id = cart(saleor, product)
    accept(checkout_id)
    pay(saleor, checkout_id, "1000")
    return Buying(saleor, product, terms, checkout_id)


def price(buying: Buying) -> None:
    """A catalogue's change reaches a checkout when its prices expire."""
    variant_of(buying.product).channel_listings.update(
        price_amount=150, discounted_price_amount=150
    )
    Checkout.objects.update(price_expiration=LONG_AGO)


def quantity(buying: Buying) -> None:
    _changed(
        "checkoutLinesUpdate",
        buying,
        lines=(
            "[CheckoutLineUpdateInput!]!",
            [{"lineId": buying.line_id, "quantity": 2}],
        ),
    )


def line_added(buying: Buying) -> None:
    pen = variant_of(buying.saleor.product("Pen", "2.00"))
    _changed(
        "checkoutLinesAdd",
        buying,
        lines=("[CheckoutLineInput!]!", [{"variantId": global_id(pen), "quantity": 1}]),
    )


def voucher_entered(buying: Buying) -> None:
    voucher_made = voucher(buying.saleor.channel)
    voucher_add(buying.checkout_id, voucher_made.code)


def language(buying: Buying) -> None:
    _changed("checkoutLanguageCodeUpdate", buying, languageCode=("LanguageCodeEnum!", "DE"))


def terms_version(buying: Buying, *, material: bool = True) -> None:
    body = f"{PRODUCT_BODY} Thank you."
    draft = terms_draft_save(terms_id=buying.terms.id, language="en", title="x", body=body)
    terms_publish(version_id=draft.id, now=LONG_AGO, material=material, note="It reads better.")


def more_terms(buying: Buying) -> None:
    terms_put_on(buying.product, terms_published("By {{ coach.name }}"))


def name(buying: Buying) -> None:
    """It stands in the text."""
    Product.objects.update(name="Coaching, renewed")


def delivery_price(buying: Buying) -> None:
    """A price that a shop's app sets, as for shipping: the total is part of the cart."""
    app = buying.saleor.api_of(buying.saleor.app(["HANDLE_CHECKOUTS"]))
    _changed(
        "checkoutLinesUpdate",
        buying,
        api=app,
        lines=(
            "[CheckoutLineUpdateInput!]!",
            [{"lineId": buying.line_id, "quantity": 1, "price": "99.00"}],
        ),
    )


CHANGES = [
    price,
    quantity,
    line_added,
    voucher_entered,
    language,
    terms_version,
    more_terms,
    name,
    delivery_price,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_after_acceptance_is_refused_until_accepted_anew(
    buying: Buying, change: Callable[[Buying], None]
) -> None:
    change(buying)
    refused(complete(buying.checkout_id), STALE)
    accept(buying.checkout_id)
    order = answered(complete(buying.checkout_id))["order"]
    # Not the first: that was another cart.
    assert bound_to(buying.checkout_id) == ["", order["id"]]


def test_without_a_change_it_stands(buying: Buying) -> None:
    order = answered(complete(buying.checkout_id))["order"]
    assert bound_to(buying.checkout_id) == [order["id"]]


def test_a_minor_version_of_the_terms_is_no_change(buying: Buying) -> None:
    terms_version(buying, material=False)
    order = answered(complete(buying.checkout_id))["order"]
    assert bound_to(buying.checkout_id) == [order["id"]]


def test_a_change_taken_back_needs_no_new_acceptance(buying: Buying) -> None:
    voucher_entered(buying)
    _changed("checkoutRemovePromoCode", buying, promoCode=("String", "SPRING"))
    order = answered(complete(buying.checkout_id))["order"]
    assert bound_to(buying.checkout_id) == [order["id"]]


def test_address_and_note_are_no_part_of_what_was_accepted(buying: Buying) -> None:
    _changed("checkoutCustomerNoteUpdate", buying, customerNote=("String!", "Hello"))
    answered(complete(buying.checkout_id))


def test_another_channels_checkout_needs_its_own_acceptance(buying: Buying) -> None:
    """A checkout never changes its channel and currency: who changes them makes another one."""
    dollars = buying.saleor.new_channel("coaching-usd", "USD")
    listed_too(buying.product, dollars, "120.00")
    other = cart(buying.saleor, buying.product, channel=dollars.slug)
    _paid_in_dollars(buying.saleor, other)
    refused(complete(other))
    accept(other)
    order = answered(complete(other))["order"]
    assert bound_to(other) == [order["id"]]


def test_a_channel_that_changed_its_currency_is_another_cart(buying: Buying) -> None:
    """Saleor keeps a checkout's currency for good; this is what an operator's SQL would do."""
    Checkout.objects.update(currency="USD")
    Channel.objects.filter(pk=buying.saleor.channel.pk).update(currency_code="USD")
    refused(complete(buying.checkout_id), STALE)


def _paid_in_dollars(saleor: SaleorShop, checkout_id: str) -> None:
    answered(
        mutate(
            saleor.api_of(saleor.app(["HANDLE_PAYMENTS"])),
            "transactionCreate",
            "transaction { id }",
            id=("ID!", checkout_id),
            transaction=(
                "TransactionCreateInput!",
                {"name": "Card", "amountCharged": {"amount": "120", "currency": "USD"}},
            ),
        )
    )


def _changed(mutation: str, buying: Buying, *, api: Api | None = None, **arguments: Any) -> None:
    answered(
        mutate(
            api or Api(),
            mutation,
            "checkout { id }",
            id=("ID!", buying.checkout_id),
            **arguments,
        )
    )
