"""Which texts a checkout must agree to, filled in and in its language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.port import Checkout, Line
from saleor_coaching_plugin.core.coach import coach_values
from saleor_coaching_plugin.terms.consents import Consent, consents_asked
from saleor_coaching_plugin.terms.merge_fields import nested
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.rendering import contract_html, text_sha256
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
    values: dict[str, Any] = field(default_factory=dict)
    """The merge values that it was filled in with."""
    material: tuple[tuple[str, str], ...] = ()
    """(id, SHA-256) of the version that this one touches up, filled in for each product."""


@dataclass(frozen=True)
class RequiredTerms:
    """All that a checkout must agree to; `texts` is empty when nothing is required."""

    checkout_id: str
    fingerprint: str
    """Of the cart with the very texts and words: what the buyer has in view."""
    binding: str
    """The same with the texts' material versions: what an acceptance goes on to count for."""
    cart: dict[str, Any]
    wording: Wording
    texts: tuple[RequiredText, ...]

    @property
    def consents(self) -> list[Consent]:
        return [consent for text in self.texts for consent in text.consents]


def terms_required(checkout: Checkout) -> RequiredTerms:
    """Costs the shop's `places_get` and one query more, whatever the number of lines."""
    texts = tuple(_texts(checkout))
    cart = cart_of(checkout, [(text.terms_version_id, text.sha256) for text in texts])
    wording = wording_for(checkout.language)
    cart["words"] = words_shown(wording, texts)
    return RequiredTerms(
        checkout_id=checkout.id,
        fingerprint=fingerprint_of(cart),
        binding=fingerprint_of(
            cart_of(checkout, {each for text in texts for each in text.material})
        ),
        cart=cart,
        wording=wording,
        texts=texts,
    )


def words_shown(wording: Wording, texts: Iterable[RequiredText]) -> list[str]:
    """What stands around the texts, which the setting may change while somebody reads them."""
    boxes = [consent.text for text in texts for consent in text.consents]
    return [wording.purchase_statement, wording.purchase_button, *boxes]


def _texts(checkout: Checkout) -> Iterator[RequiredText]:
    ids = {line.product_id for line in checkout.lines}
    places = commerce().places_get(ids, channel=checkout.channel)
    versions = terms_in_force(places.values(), language=checkout.language)
    filled: dict[tuple[str, str], _Filled] = {}
    for line in checkout.lines:
        values = _line_values(line, checkout.language)
        for version in versions.get(line.product_id, ()):
            html = contract_html(version.body, values)
            text = filled.setdefault((str(version.id), html), _Filled(version, html, values))
            text.product_names[line.product_name] = None
            text.material.add(_material(version, html, values))
    # One text may be filled in differently for two products; then each is a text of its own.
    for index, text in enumerate(filled.values()):
        yield _required_text(text, index)


@dataclass
class _Filled:
    """A version filled in, for all products for which it reads like this."""

    version: TermsVersion
    html: str
    values: dict[str, Any]
    product_names: dict[str, None] = field(default_factory=dict)
    material: set[tuple[str, str]] = field(default_factory=set)


def _material(version: TermsVersion, html: str, values: dict[str, Any]) -> tuple[str, str]:
    root = version.root
    if root is None:
        return str(version.id), text_sha256(html)
    return str(root.id), text_sha256(contract_html(root.body, values))


def _required_text(text: _Filled, index: int) -> RequiredText:
    version = text.version
    asked = consents_asked(wording_for(version.language).consent_purchase, version.consents)
    return RequiredText(
        terms_version_id=str(version.id),
        number=version.number or 0,
        language=version.language,
        title=version.title,
        html=text.html,
        sha256=text_sha256(text.html),
        consents=tuple(
            Consent(f"{each.key}-{index + 1}", each.text, each.required) for each in asked
        ),
        product_names=tuple(text.product_names),
        values=text.values,
        material=tuple(sorted(text.material)),
    )


def _line_values(line: Line, language: str) -> dict[str, Any]:
    return nested(
        {
            **coach_values(),
            "product.name": line.product_name,
            "product.price": line.unit_price.format(language),
            "product.quantity": line.quantity,
        }
    )
