"""A real Saleor, for the suite."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from uuid import uuid4

from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.text import slugify
from saleor.account.models import User
from saleor.checkout.models import Checkout
from saleor.core.jwt import create_access_token
from saleor.discount.models import Voucher, VoucherChannelListing, VoucherCode
from saleor.product.models import (
    Category,
    ProductChannelListing,
    ProductVariantChannelListing,
)
from saleor.product.models import (
    Collection as CollectionRow,
)
from saleor_checkout import pay
from saleor_shop import LONG_AGO, Api, SaleorShop, global_id

from saleor_coaching_plugin.commerce.saleor import SaleorCommerce
from saleor_coaching_plugin.commerce.saleor.ids import Kind, pk_of
from saleor_coaching_plugin.commerce.saleor.ids import global_id as id_of
from saleor_coaching_plugin.terms.models import AssignmentKind
from saleor_coaching_plugin.terms.services import (
    terms_assign,
    terms_create,
    terms_publish,
    terms_unassign,
)

_NUMBERS_NOT_IN_USE = 987_654_321
_KINDS = {
    "customer": Kind.USER,
    "product": Kind.PRODUCT,
    "variant": Kind.VARIANT,
    "checkout": Kind.CHECKOUT,
    "order": Kind.ORDER,
}
_CHECKOUT = """
mutation ($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) { checkout { id } errors { code field message } }
}"""
_PROMO_CODE = """
mutation ($id: ID!, $code: String!) {
  checkoutAddPromoCode(id: $id, promoCode: $code) { errors { code field message } }
}"""


class SaleorScenario:
    def __init__(self) -> None:
        self.commerce = SaleorCommerce()
        self.saleor = SaleorShop()
        self.channel = self.saleor.channel.slug

    def other_channel(self) -> str:
        return self.saleor.new_channel("other", "USD").slug

    def product(
        self,
        name: str,
        price_minor: int,
        *,
        published: bool = True,
        categories: Sequence[str] = ("Programmes",),
        collections: Sequence[str] = (),
    ) -> str:
        row = self.saleor.product(
            name, _euros(price_minor), published=published, category=_category(categories)
        )
        for one in collections:
            collection, _ = CollectionRow.objects.get_or_create(name=one, slug=slugify(one))
            collection.products.add(row)
        return global_id(row)

    def unpublish(self, product_id: str) -> None:
        pk = pk_of(product_id, Kind.PRODUCT)
        ProductChannelListing.objects.filter(product=pk).update(is_published=False)

    def price_change(self, product_id: str, price_minor: int) -> None:
        price = _euros(price_minor)
        ProductVariantChannelListing.objects.filter(
            variant__product=pk_of(product_id, Kind.PRODUCT)
        ).update(price_amount=price, discounted_price_amount=price)
        # What the time does, an hour after the last calculation (CHECKOUT_PRICES_TTL).
        Checkout.objects.update(price_expiration=LONG_AGO, discount_expiration=LONG_AGO)

    def checkout_without_email(self, variant_id: str) -> str:
        values = {
            "channel": self.channel,
            "lines": [{"variantId": variant_id, "quantity": 1}],
            "billingAddress": {
                "firstName": "Ada",
                "lastName": "Lovelace",
                "streetAddress1": "12 St James's Square",
                "city": "London",
                "postalCode": "SW1Y 4JH",
                "country": "GB",
            },
        }
        answer = Api().data(_CHECKOUT, input=values)["checkoutCreate"]
        assert not answer["errors"]
        checkout_id: str = answer["checkout"]["id"]
        return checkout_id

    def voucher_apply(self, checkout_id: str, *, percent: int) -> None:
        voucher = Voucher.objects.create(
            type="entire_order", discount_value_type="percentage", start_date=LONG_AGO
        )
        code = VoucherCode.objects.create(voucher=voucher, code=f"code-{percent}").code
        VoucherChannelListing.objects.create(
            voucher=voucher,
            channel=self.saleor.channel,
            discount_value=percent,
            currency=self.saleor.channel.currency_code,
        )
        answer = Api().data(_PROMO_CODE, id=checkout_id, code=code)
        assert not answer["checkoutAddPromoCode"]["errors"]

    def app_pays(self, object_id: str, minor: int, reference: str) -> None:
        pay(self.saleor, object_id, _euros(minor), reference)

    @contextmanager
    def gate_refusing(self) -> Iterator[None]:
        terms = terms_create(name="T", language="en", title="T", body="Terms", consents=())
        terms_publish(version_id=terms.versions.get().id, now=LONG_AGO)
        assigned = terms_assign(
            terms_id=terms.id, kind=AssignmentKind.CHANNEL, object_id=self.channel
        )
        yield
        terms_unassign(assignment_id=assigned.id)

    def unknown_id(self, kind: str) -> str:
        is_uuid = kind in {"checkout", "order"}
        return id_of(_KINDS[kind], uuid4() if is_uuid else _NUMBERS_NOT_IN_USE)

    def anonymous_request(self) -> HttpRequest:
        return RequestFactory().get("/")

    def customer_request(self, customer_id: str) -> HttpRequest:
        user = User.objects.get(pk=pk_of(customer_id, Kind.USER))
        user.is_confirmed = True
        user.save(update_fields=["is_confirmed"])
        return self.request_with_token(create_access_token(user))

    def staff_request(self, permissions: Collection[str]) -> HttpRequest:
        return self.request_with_token(create_access_token(self.saleor.staff(permissions)))

    def app_request(self, permissions: Collection[str]) -> HttpRequest:
        _, token = self.saleor.app(permissions).tokens.create(name="test")
        return self.request_with_token(token)

    def request_with_token(self, token: str) -> HttpRequest:
        return RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})


def _euros(minor: int) -> Decimal:
    return Decimal(minor) / 100


def _category(path: Sequence[str]) -> Category | None:
    """The last one of the path, which is made as far as it is not there."""
    category: Category | None = None
    for name in path:
        slug = "-".join(filter(None, (category and category.slug, slugify(name))))
        category = Category.objects.filter(slug=slug).first() or Category.objects.create(
            name=name, slug=slug, parent=category
        )
    return category
