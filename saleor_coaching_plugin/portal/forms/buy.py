"""What a buyer fills in and agrees to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import QueryDict

from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.port import Product, Variant
from saleor_coaching_plugin.portal.html import PAGE_LANGUAGE
from saleor_coaching_plugin.portal.services.buy import Choice

from .acting import ActingForm
from .address import AddressForm
from .consents import ConsentsField
from .gift import GiftForm

MAX_QUANTITY = 20


class BuyForm(AddressForm):
    """Who buys which variant of a product."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Your order and the way into your client area go to this address.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    variant = forms.ChoiceField(label="Your choice", widget=forms.RadioSelect)

    def __init__(self, product: Product, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.variants = variants_for_sale(product)
        variant = self.fields["variant"]
        variant.choices = [(each.id, _label(each)) for each in self.variants]
        if len(self.variants) == 1:
            variant.initial = self.variants[0].id
            variant.widget = forms.HiddenInput()

    def choice(self) -> Choice:
        """What a valid form says is bought."""
        return Choice(self.cleaned_data["variant"])


class SeatsBuyForm(BuyForm):
    """Of a product that others can take part in: how many places, and whether one is a gift."""

    quantity = forms.IntegerField(
        label="How many places?",
        initial=1,
        min_value=1,
        max_value=MAX_QUANTITY,
        help_text="With one place you take part yourself, unless it is a gift. With several, you "
        "can give the names of all participants after the purchase.",
    )

    def __init__(self, product: Product, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(product, data, **kwargs)
        self.gift = GiftForm(data)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.gift.is_valid()])

    @contextmanager
    def refusals(self) -> Iterator[None]:
        with super().refusals(), self.gift.refusals():
            yield

    def choice(self) -> Choice:
        quantity = self.cleaned_data["quantity"]
        if not self.gift.has_changed():
            return Choice(self.cleaned_data["variant"], quantity)
        shares_name = self.gift.cleaned_data["share_name"]
        address = self.address()
        return Choice(
            self.cleaned_data["variant"],
            quantity,
            gift=self.gift.planned(),
            shared_name=f"{address.first_name} {address.last_name}" if shares_name else "",
        )


class TermsForm(ActingForm):
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consents = ConsentsField()

    def consent(self) -> CheckoutConsent:
        """What a valid form says."""
        return CheckoutConsent(self.cleaned_data["fingerprint"], self.cleaned_data["consents"])


def variants_for_sale(product: Product) -> list[Variant]:
    return [variant for variant in product.variants if variant.price is not None]


def price_label(product: Product) -> str:
    """What a product costs, or from how much on."""
    prices = [variant.price for variant in variants_for_sale(product) if variant.price]
    if not prices:
        return ""
    least = min(prices, key=lambda price: price.minor)
    from_on = "" if all(price == least for price in prices) else "from "
    return from_on + least.format(PAGE_LANGUAGE)


def _label(variant: Variant) -> str:
    return f"{variant.name} — {variant.price.format(PAGE_LANGUAGE)}" if variant.price else ""
