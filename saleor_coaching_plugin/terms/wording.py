"""The fixed words around a contract, per language: what is on the button stands in the notice.

Row 6 of the feature table: the statement names the button's words exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class Wording:
    language: str
    accept_button: str
    accept_statement: str
    consent_terms: str
    """Text of the box that stands for an agreement's text itself."""
    consent_purchase: str
    """The same for the terms of a product."""
    purchase_statement: str
    purchase_button: str


_WORDINGS = {
    "en": Wording(
        language="en",
        accept_button="I Accept",
        accept_statement=(
            "By clicking “I Accept” you enter into this agreement and its payment obligations."
        ),
        consent_terms="I have read this agreement and agree to it.",
        consent_purchase="I have read these terms and agree to them.",
        purchase_statement=(
            "By purchasing this product, you agree to the following terms and conditions"
        ),
        purchase_button="Agree and continue",
    ),
    "de": Wording(
        language="de",
        accept_button="Ich stimme zu",
        accept_statement=(
            "Mit dem Klick auf „Ich stimme zu“ schließen Sie diesen Vertrag mit seinen "
            "Zahlungspflichten."
        ),
        consent_terms="Ich habe diesen Vertrag gelesen und stimme ihm zu.",
        consent_purchase="Ich habe diese Bedingungen gelesen und stimme ihnen zu.",
        purchase_statement=(
            "Mit dem Kauf dieses Produkts stimmen Sie den folgenden Vertragsbedingungen zu"
        ),
        purchase_button="Zustimmen und weiter",
    ),
}


def wording_for(language: str) -> Wording:
    """The wording in `language`, or of its base language, or English (see `.language`)."""
    return said_in(_WORDINGS, language)
