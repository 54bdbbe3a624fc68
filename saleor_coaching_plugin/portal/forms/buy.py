"""What a buyer fills in and agrees to."""

from __future__ import annotations

from typing import Any

from django import forms

from saleor_coaching_plugin.checkout.services.acceptance import CheckoutConsent
from saleor_coaching_plugin.commerce.port import Product, Variant
from saleor_coaching_plugin.portal.html import PAGE_LANGUAGE

from .acting import ActingForm
from .address import AddressForm
from .consents import ConsentsField


class BuyForm(AddressForm):
    """Who buys which variant of a product."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Your order and the way into your client area go to this address.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    variant = forms.ChoiceField(label="Your choice", widget=forms.RadioSelect)

    def __init__(self, product: Product, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = variants_for_sale(product)
        variant = self.fields["variant"]
        variant.choices = [(each.id, _label(each)) for each in self.variants]
        if len(self.variants) == 1:
            variant.initial = self.variants[0].id
            variant.widget = forms.HiddenInput()


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
