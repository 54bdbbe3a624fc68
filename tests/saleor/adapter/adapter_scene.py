"""Checkouts that Saleor prices in different ways, each made through its API."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from saleor.discount.models import (
    Promotion,
    PromotionRule,
    Voucher,
    VoucherChannelListing,
    VoucherCode,
)
from saleor.product.models import Product, ProductType
from saleor.product.utils.variant_prices import update_discounted_prices_for_promotion
from saleor.product.utils.variants import fetch_variants_for_promotion_rules
from saleor.shipping.models import ShippingMethod, ShippingMethodChannelListing
from saleor.tax.models import TaxClass, TaxConfiguration
from saleor_checkout import ADDRESS, cart
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id

PROMO_CODE = """
mutation ($id: ID!, $code: String!) {
  checkoutAddPromoCode(id: $id, promoCode: $code) { errors { code field message } }
}"""
DELIVERY = """
mutation ($id: ID!, $method: ID!) {
  checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
    errors { code field message }
  }
}"""


def plain(saleor: SaleorShop) -> str:
    return cart(saleor, saleor.product(price="120.00"), quantity=3)


def two_products(saleor: SaleorShop) -> str:
    return cart(saleor, saleor.product("A", "10.00"), saleor.product("B", "0.99"), quantity=7)


def nothing_to_pay(saleor: SaleorShop) -> str:
    return cart(saleor, saleor.product(price="0.00"))


def another_language(saleor: SaleorShop) -> str:
    return cart(saleor, saleor.product(), languageCode="PT_BR")


def a_customers(saleor: SaleorShop) -> str:
    return cart(saleor, saleor.product(), api=saleor.api_of(saleor.customer()))


def voucher_in_percent(saleor: SaleorShop) -> str:
    """33.33 less 15 per cent does not come out even."""
    checkout_id = cart(saleor, saleor.product(price="33.33"), quantity=3)
    return _with_voucher(saleor, checkout_id, 15)


def voucher_over_two_lines(saleor: SaleorShop) -> str:
    """10 euros off, spread over lines of which one gets the odd cents."""
    return _with_voucher(saleor, two_products(saleor), 10, discount_value_type="fixed")


def voucher_for_a_product(saleor: SaleorShop) -> str:
    one, other = saleor.product("A", "10.00"), saleor.product("B", "25.50")
    checkout_id = cart(saleor, one, other, quantity=2)
    return _with_voucher(saleor, checkout_id, 33, products=[one], type="specific_product")


def voucher_once_per_order(saleor: SaleorShop) -> str:
    one, other = saleor.product("A", "10.00"), saleor.product("B", "25.50")
    checkout_id = cart(saleor, one, other, quantity=3)
    return _with_voucher(saleor, checkout_id, 50, apply_once_per_order=True)


def voucher_for_all_of_it(saleor: SaleorShop) -> str:
    return _with_voucher(saleor, plain(saleor), 100)


def taxes_included(saleor: SaleorShop) -> str:
    taxes(saleor, included=True)
    return cart(saleor, taxed(saleor.product(price="33.33")), quantity=3)


def taxes_on_top(saleor: SaleorShop) -> str:
    taxes(saleor, included=False)
    return cart(saleor, taxed(saleor.product(price="33.33")), quantity=3)


def taxes_and_voucher(saleor: SaleorShop) -> str:
    return _with_voucher(saleor, taxes_on_top(saleor), 15)


def shipping(saleor: SaleorShop) -> str:
    saleor.product_type = ProductType.objects.create(
        name="Book", slug="book", has_variants=True, is_shipping_required=True
    )
    checkout_id = cart(saleor, saleor.product(price="20.00"), shippingAddress=ADDRESS)
    method = ShippingMethod.objects.create(name="Post", type="price", shipping_zone=saleor.zone)
    ShippingMethodChannelListing.objects.create(
        shipping_method=method,
        channel=saleor.channel,
        currency=saleor.channel.currency_code,
        price_amount=Decimal("4.95"),
    )
    answer = Api().data(DELIVERY, id=checkout_id, method=global_id(method))
    assert not answer["checkoutDeliveryMethodUpdate"]["errors"], answer
    return checkout_id


def shipping_and_voucher(saleor: SaleorShop) -> str:
    return _with_voucher(saleor, shipping(saleor), 10)


def catalogue_promotion(saleor: SaleorShop) -> str:
    product = saleor.product(price="33.33")
    rule = _promotion(saleor, "catalogue")
    rule.catalogue_predicate = {"productPredicate": {"ids": [global_id(product)]}}
    rule.save()
    fetch_variants_for_promotion_rules(PromotionRule.objects.all())
    update_discounted_prices_for_promotion(Product.objects.all())
    return cart(saleor, product, quantity=3)


def order_promotion(saleor: SaleorShop) -> str:
    order_promotion_running(saleor)
    return cart(saleor, saleor.product(price="33.33"), quantity=3)


def order_promotion_running(saleor: SaleorShop) -> None:
    rule = _promotion(saleor, "order")
    rule.order_predicate = {
        "discountedObjectPredicate": {"baseSubtotalPrice": {"range": {"gte": "10"}}}
    }
    rule.reward_type = "subtotal_discount"
    rule.save()


SCENES: list[Callable[[SaleorShop], str]] = [
    plain,
    two_products,
    nothing_to_pay,
    another_language,
    a_customers,
    voucher_in_percent,
    voucher_over_two_lines,
    voucher_for_a_product,
    voucher_once_per_order,
    voucher_for_all_of_it,
    taxes_included,
    taxes_on_top,
    taxes_and_voucher,
    shipping,
    shipping_and_voucher,
    catalogue_promotion,
    order_promotion,
]


def taxes(saleor: SaleorShop, *, included: bool) -> None:
    """19 per cent in Germany, within the prices or on top of them."""
    TaxConfiguration.objects.filter(channel=saleor.channel).update(
        charge_taxes=True, prices_entered_with_tax=included, tax_calculation_strategy="FLAT_RATES"
    )


def taxed(product: Product) -> Product:
    product.tax_class = TaxClass.objects.create(name="Standard")
    product.tax_class.country_rates.create(country="DE", rate=19)
    product.save()
    return product


def _with_voucher(saleor: SaleorShop, checkout_id: str, value: int, **changes: Any) -> str:
    products = changes.pop("products", [])
    voucher = Voucher.objects.create(
        **{
            "type": "entire_order",
            "discount_value_type": "percentage",
            "start_date": LONG_AGO,
            **changes,
        }
    )
    voucher.products.set(products)
    code = VoucherCode.objects.create(voucher=voucher, code="less").code
    VoucherChannelListing.objects.create(
        voucher=voucher,
        channel=saleor.channel,
        discount_value=value,
        currency=saleor.channel.currency_code,
    )
    answer = Api().data(PROMO_CODE, id=checkout_id, code=code)
    assert not answer["checkoutAddPromoCode"]["errors"], answer
    return checkout_id


def _promotion(saleor: SaleorShop, kind: str) -> PromotionRule:
    promotion = Promotion.objects.create(name="Sale", type=kind, start_date=LONG_AGO)
    rule = PromotionRule.objects.create(
        promotion=promotion, reward_value_type="percentage", reward_value=15
    )
    rule.channels.add(saleor.channel)
    return rule
