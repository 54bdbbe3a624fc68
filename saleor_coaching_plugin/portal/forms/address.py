"""The address for the invoice."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from saleor_coaching_plugin.commerce.port import Address
from saleor_coaching_plugin.core.countries import COUNTRIES

from .base import PageForm


def _countries() -> list[tuple[str, str]]:
    by_name = sorted(COUNTRIES.items(), key=lambda country: country[1])
    return [("", "Please choose"), *by_name]


def _line(label: str, autocomplete: str, max_length: int, *, required: bool = True) -> forms.Field:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=max_length, required=required, widget=widget)


class AddressForm(PageForm):
    """Lengths are those that Saleor's addresses and our parties take."""

    first_name = _line("First name", "billing given-name", 100)
    last_name = _line("Last name", "billing family-name", 100)
    street = _line("Street and number", "billing street-address", 250)
    postal_code = _line("Postal code", "billing postal-code", 20, required=False)
    city = _line("Town or city", "billing address-level2", 250)
    country = forms.ChoiceField(
        choices=_countries, widget=forms.Select(attrs={"autocomplete": "billing country"})
    )

    def address(self) -> Address:
        """What was typed; once the form is valid."""
        names = ("first_name", "last_name", "street", "city", "postal_code", "country")
        return Address(**{name: self.cleaned_data[name] for name in names})


def address_lines(address: Mapping[str, str]) -> list[str]:
    """An address, given as a dict, as it stands on an envelope."""
    town = f"{address['postal_code']} {address['city']}"
    name = f"{address['first_name']} {address['last_name']}"
    country = COUNTRIES.get(address["country"], address["country"])
    lines = [address.get("company", ""), name, address["street"], town, country]
    return [line.strip() for line in lines if line.strip()]
