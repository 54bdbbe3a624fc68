"""The words on buttons, in statements and at boxes: ours, or those of the one setting."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.checks import run_checks
from factories.agreements import agreement_sent, template_published
from factories.contracts import BROWSER, NOW, acceptance_of, terms_published, text_of
from factories.ledger import acceptance_entry, facts_of

from saleor_coaching_plugin.agreements.services.accept import agreement_accept
from saleor_coaching_plugin.terms.wording import wording_for

FRENCH = {
    "accept_button": "J'accepte",
    "accept_statement": "En cliquant sur « {button} », vous concluez ce contrat.",
    "amendment_statement": "En cliquant sur « {button} », vous acceptez ce nouveau texte.",
    "participant_statement": "En cliquant sur « {button} », vous acceptez ce texte.",
    "consent_terms": "J'ai lu ce contrat et je l'accepte.",
    "consent_purchase": "J'ai lu ces conditions et je les accepte.",
    "purchase_statement": "En achetant ce produit, vous acceptez les conditions suivantes",
    "purchase_button": "Accepter et continuer",
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_our_statements_have_the_very_words_of_the_button(language: str) -> None:
    words = wording_for(language)
    assert words.language == language
    assert words.accept_button in words.accept_statement
    assert words.accept_button in words.amendment_statement
    assert words.accept_button in words.participant_statement
    assert "{" not in "".join(vars(words).values())


def test_a_button_of_the_setting_is_in_the_statements_at_once(settings: Any) -> None:
    before = wording_for("en")
    settings.COACHING_WORDING = {"en": {"accept_button": "Yes, I do"}}
    words = wording_for("en-GB")
    assert words.accept_button == "Yes, I do"
    assert words.accept_statement == before.accept_statement.replace("I Accept", "Yes, I do")
    assert words.amendment_statement == before.amendment_statement.replace("I Accept", "Yes, I do")
    assert words.participant_statement == "By clicking “Yes, I do” you agree to this text."
    assert words.purchase_button == before.purchase_button
    assert wording_for("de").accept_button == "Ich stimme zu"


def test_a_language_of_its_own_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wording_for("fr").language == "en"
    monkeypatch.setenv("COACHING_WORDING", json.dumps({"fr": FRENCH}))
    words = wording_for("fr-CA")
    assert words.language == "fr"
    assert words.accept_statement == "En cliquant sur « J'accepte », vous concluez ce contrat."
    assert words.purchase_statement == FRENCH["purchase_statement"]


def test_the_statement_of_a_purchase_may_name_its_button_too(settings: Any) -> None:
    settings.COACHING_WORDING = {"en": {"purchase_statement": "“{button}” means that you agree."}}
    assert wording_for("en").purchase_statement == "“Agree and continue” means that you agree."


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"en": {"accept_statement": "By clicking “I Accept” you agree."}}, "en.accept_statement"),
        ({"de": {"amendment_statement": "Sie stimmen zu."}}, "de.amendment_statement"),
        ({"en": {"participant_statement": "You agree."}}, "en.participant_statement"),
        ({"en": {"accept_button": ""}}, "en.accept_button"),
        ({"en": {"accept_button": " Yes"}}, "en.accept_button"),
        ({"en": {"accept_button": "x" * 61}}, "en.accept_button"),
        ({"en": {"accept_button": "a\nb"}}, "en.accept_button"),
        ({"en": {"accept_button": 7}}, "en.accept_button"),
        ({"en": {"consent_terms": "x" * 501}}, "en.consent_terms"),
        ({"en": {"accept_buton": "Yes"}}, "en has 'accept_buton'"),
        ({"en": {"language": "fr"}}, "en has 'language'"),
        ({"fr": {"accept_button": "J'accepte"}}, "fr lacks accept_statement, amendment_statement"),
        ({"English": {}}, "'English' is not a language tag"),
        ({"en": "I Accept"}, "en must be an object"),
    ],
)
def test_a_setting_that_will_not_do_is_named_with_language_and_key(
    settings: Any, setting: Any, named: str
) -> None:
    settings.COACHING_WORDING = setting
    with pytest.raises(ValueError, match="COACHING_WORDING: ") as caught:
        wording_for("en")
    assert named in str(caught.value)
    errors = [each for each in run_checks() if each.id == "coaching.E001"]
    assert [str(caught.value)] == [each.msg for each in errors]


def test_each_fault_of_the_setting_is_told_by_the_system_check(settings: Any) -> None:
    settings.COACHING_WORDING = {"fr": {}, "en": {"accept_button": "", "consent_terms": ""}}
    assert len([each for each in run_checks() if each.id == "coaching.E001"]) == 3
    settings.COACHING_WORDING = {"fr": FRENCH}
    assert not [each for each in run_checks() if each.id == "coaching.E001"]


@pytest.mark.django_db
def test_what_was_sent_is_accepted_in_the_words_that_it_was_sent_with(settings: Any) -> None:
    settings.COACHING_WORDING = {"en": {"accept_button": "I agree", "consent_terms": "I read it."}}
    agreement, token = agreement_sent(template_published(terms_published()))
    sent = text_of(agreement)
    settings.COACHING_WORDING = {"en": {"accept_button": "Do it", "consent_terms": "Whatever."}}
    agreement_accept(token=token, acceptance=acceptance_of(agreement), act=BROWSER, now=NOW)
    facts = facts_of(acceptance_entry())
    assert text_of(agreement).button == facts["button"] == "I agree"
    assert facts["statement"] == sent.statement
    assert "“I agree”" in sent.statement
    assert [each["text"] for each in facts["consents"]] == ["I read it."]
