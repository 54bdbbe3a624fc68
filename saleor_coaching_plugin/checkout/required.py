"""Which texts a checkout must agree to, filled in and in its language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from saleor_coaching_plugin.agreements.rendering import contract_html, text_sha256
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Line
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.terms.consents import Consent, consents_asked
from saleor_coaching_plugin.terms.merge_fields import nested
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import terms_in_force
from saleor_coaching_plugin.terms.wording import Wording, wording_for

from .fingerprint import cart_of, fingerprint_of


@dataclass(frozen=True)
class RequiredText:
    """One text to agree to; consent keys are unique within the checkout."""

    terms_version_id: str
    number: int
    language: str
    title: str
    html: str
    sha256: str
    consents: tuple[Consent, ...]
    product_names: tuple[str, ...]


@dataclass(frozen=True)
class RequiredTerms:
    """All that a checkout must agree to; `texts` is empty when nothing is required."""

    checkout_id: str
    fingerprint: str
    cart: dict[str, Any]
    wording: Wording
    texts: tuple[RequiredText, ...]

    @property
    def consents(self) -> list[Consent]:
        return [consent for text in self.texts for consent in text.consents]


def terms_required(checkout: Checkout) -> RequiredTerms:
    """Costs the shop's `places_get` and one query more, whatever the number of lines."""
    texts = tuple(_texts(checkout))
    cart = cart_of(checkout, ((text.terms_version_id, text.sha256) for text in texts))
    return RequiredTerms(
        checkout_id=checkout.id,
        fingerprint=fingerprint_of(cart),
        cart=cart,
        wording=wording_for(checkout.language),
        texts=texts,
    )


def _texts(checkout: Checkout) -> Iterator[RequiredText]:
    ids = {line.product_id for line in checkout.lines}
    places = commerce().places_get(ids, channel=checkout.channel)
    versions = terms_in_force(places.values(), language=checkout.language)
    by_text: dict[tuple[str, str], tuple[TermsVersion, list[str]]] = {}
    for line in checkout.lines:
        for version in versions.get(line.product_id, ()):
            html = contract_html(version.body, _line_values(line, checkout.language))
            _, names = by_text.setdefault((str(version.id), html), (version, []))
            names.append(line.product_name)
    # One text may be filled in differently for two products; then each is a text of its own.
    for index, ((_, html), (version, names)) in enumerate(by_text.items()):
        yield _required_text(version, html, tuple(dict.fromkeys(names)), index)


def _required_text(
    version: TermsVersion, html: str, product_names: tuple[str, ...], index: int
) -> RequiredText:
    asked = consents_asked(wording_for(version.language).consent_purchase, version.consents)
    return RequiredText(
        terms_version_id=str(version.id),
        number=version.number or 0,
        language=version.language,
        title=version.title,
        html=html,
        sha256=text_sha256(html),
        consents=tuple(
            Consent(f"{each.key}-{index + 1}", each.text, each.required) for each in asked
        ),
        product_names=product_names,
    )


def _line_values(line: Line, language: str) -> dict[str, Any]:
    settings = conf()
    return nested(
        {
            "coach.name": settings.coach_name,
            "coach.email": settings.coach_email,
            "coach.address": settings.coach_address,
            "product.name": line.product_name,
            "product.price": line.unit_price.format(language),
            "product.quantity": line.quantity,
        }
    )
