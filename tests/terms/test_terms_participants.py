"""Terms with a rendering for participants: nothing that is the payer's gets into it."""

from __future__ import annotations

from typing import Any

import pytest
from factories.agreements import version_published
from factories.contracts import NOW, PRIVACY, SEATS_BODY, terms_published
from factories.database import refused

from saleor_coaching_plugin.core.audience import Audience
from saleor_coaching_plugin.core.templating import TemplateError, TemplateErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.merge_fields import (
    MERGE_FIELDS,
    Scope,
    fields_of,
    nested,
    rehearse,
    sample_of,
)
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion
from saleor_coaching_plugin.terms.rendering import contract_html
from saleor_coaching_plugin.terms.services import terms_create, terms_draft_save, terms_publish

PAYERS_ALONE = {
    *("fee.total", "fee.currency", "fee.instalments", "package.seats"),
    *("product.price", "product.quantity"),
}
PARTICIPANT = Audience.PARTICIPANT


def drafted(body: str = SEATS_BODY, **changes: Any) -> TermsVersion:
    values = {"name": "Terms", "language": "en", "title": "Agreement", "body": body}
    return terms_create(**(values | {"has_seats": True} | changes)).versions.get()


def publish_draft(version: TermsVersion, **said: Any) -> TermsVersion:
    return terms_publish(version_id=version.id, now=NOW, **said)


def test_participants_have_these_fields_filled_in_and_no_others() -> None:
    everybody = {
        *("coach.name", "coach.email", "coach.address"),
        *("client.name", "client.first_name", "client.email"),
        *("agreement.number", "agreement.date", "agreement.expires_on"),
    }
    agreed = everybody | {
        *("package.name", "package.sessions", "package.description", "agreement.start_on"),
    }
    invited = agreed | {"agreement.link", "portal.link", "payer.name", "gift.message"}
    assert fields_of(Scope.AGREEMENT, PARTICIPANT) == agreed
    assert fields_of(Scope.PRODUCT, PARTICIPANT) == everybody | {"product.name"}
    assert fields_of(Scope.SEAT_MAIL, PARTICIPANT) == fields_of(Scope.SEAT_MAIL) == invited
    assert fields_of(Scope.AGREEMENT_MAIL, PARTICIPANT) == frozenset()
    assert fields_of(Scope.PURCHASE_MAIL, PARTICIPANT) == frozenset()


def test_every_other_field_is_for_payers_alone() -> None:
    assert {each.name for each in MERGE_FIELDS if not each.participant_scopes} == PAYERS_ALONE
    assert fields_of(Scope.AGREEMENT) >= PAYERS_ALONE - {"product.price", "product.quantity"}
    assert fields_of(Scope.PRODUCT) >= {"product.price", "product.quantity"}


@pytest.mark.django_db
def test_both_renderings_are_published_and_read_apart() -> None:
    terms = terms_published(SEATS_BODY, has_seats=True)
    body = terms.versions.get().body
    names = fields_of(Scope.AGREEMENT)
    values = nested({name: sample_of(name) for name in names})
    payers = contract_html(body, values)
    participants = contract_html(body, values, audience=PARTICIPANT)
    assert "You pay &#8364;100.00" in payers
    assert "Somebody else" not in payers
    assert "Somebody else has given you this place." in participants
    assert "100.00" not in participants


@pytest.mark.django_db
def test_whether_terms_have_seats_is_said_when_they_are_made_and_kept() -> None:
    version = drafted()
    assert version.terms.has_seats
    terms_draft_save(terms_id=version.terms_id, language="de", title="Vertrag", body="Text")
    publish_draft(version)
    assert ContractTerms.objects.get().has_seats
    assert not terms_published().has_seats


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PAYERS_ALONE - {"fee.instalments"}))
@pytest.mark.parametrize(
    "around",
    [
        "{{ %s }}",
        "{%% if client.name == 'x' %%}{%% else %%}{{ %s }}{%% endif %%}",
        "{%% if %s %%}x{%% endif %%}",
        "{%% participant %%}{{ %s }}{%% endparticipant %%}",
        "{%% payer %%}x{%% endpayer %%}{{ %s }}{%% payer %%}y{%% endpayer %%}",
        "{%% case 1 %%}{%% when %s %%}x{%% endcase %%}",
        "{{ client.name | default: %s }}",
    ],
)
def test_a_payers_field_refuses_to_publish_in_any_branch(name: str, around: str) -> None:
    version = drafted(around % name)
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "body", saying=name):
        publish_draft(version)


@pytest.mark.django_db
def test_the_refusal_says_where_a_payers_field_belongs() -> None:
    version = drafted("{% for p in fee.instalments %}{{ p.amount }}{% endfor %}")
    with refused(
        TemplateErrorCode.UNKNOWN_MERGE_FIELD,
        "body",
        saying="Participants may not read fee.instalments: put it between {% payer %} and "
        "{% endpayer %}.",
    ):
        publish_draft(version)


def test_a_custom_field_is_refused_unless_it_is_for_participants() -> None:
    allowed = fields_of(Scope.AGREEMENT, PARTICIPANT) | {"custom.topic"}
    source = "{{ custom.topic }}{% payer %}{{ custom.discount }}{% endpayer %}"
    assert rehearse(source, allowed=allowed, audience=PARTICIPANT) == "…"
    with pytest.raises(TemplateError) as caught:
        rehearse("{{ custom.discount }}{{ nmae }}", allowed=allowed, audience=PARTICIPANT)
    assert "Participants may not read custom.discount" in caught.value.message
    assert "marked as one for participants" in caught.value.message
    assert "Unknown merge field: nmae." in caught.value.message


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        "{% payer %}{{ fee.total }}{% endpayer %}",
        "{% payer %}{% for p in fee.instalments %}{{ p.amount }}{% endfor %}{% endpayer %}",
        "{% if client.name %}{% payer %}{{ fee.total }}{% endpayer %}{% endif %}",
        "{% case client.name %}{% when 'a' %}{% payer %}{{ fee.total }}{% endpayer %}{% endcase %}",
        "{%- payer -%} {{ fee.total }} {%- endpayer -%}",
        "{% payer %}The price is 500 euros.{% endpayer %}",
        "{% comment %}€500 {{ fee.total }}{% endcomment %}x",
        "{{ custom.topic }} {{ client.name }}",
        "The fee is paid by somebody else. You have {{ package.sessions }} sessions in 14 weeks.",
    ],
)
def test_what_is_between_payers_tags_is_no_matter(body: str) -> None:
    assert publish_draft(drafted(body)).number == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        "The fee is 500.",
        "{% participant %}500 EUR{% endparticipant %}",
        "{% if client.name == 'Nobody' %}€500{% endif %}",
        "€{{ package.sessions }}",
        "| Fee | Sessions |\n|---|---|\n| 500 | 6 |",
        "[pay](https://pay.example/?price=500)",
        "&euro;5\u200b00",
        "€{% payer %}x{% endpayer %}500",
        "Fünfhundert Euro",
    ],
)
def test_an_amount_that_participants_would_read_refuses_to_publish(body: str) -> None:
    version = drafted(body)
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "body", saying="part for payers"):
        publish_draft(version)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Coaching for €500"}, "title"),
        ({"consents": [{**PRIVACY, "text": "I pay 500 euros."}]}, "consents"),
    ],
)
def test_an_amount_in_title_or_boxes_refuses_to_publish(
    changes: dict[str, Any], field: str
) -> None:
    version = drafted(**changes)
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, field):
        publish_draft(version)


@pytest.mark.django_db
def test_an_amount_in_what_has_changed_refuses_to_publish() -> None:
    terms = terms_published(SEATS_BODY, has_seats=True)
    draft = terms_draft_save(terms_id=terms.id, language="en", title="T", body="More.")
    with refused(TermsErrorCode.AMOUNT_FOR_PARTICIPANTS, "note", saying="is now 600 EUR"):
        publish_draft(draft, material=True, note="The fee is now 600 EUR.")
    assert version_published(terms, "Less.", note="The fee has changed.").number == 2


@pytest.mark.django_db
def test_terms_without_seats_may_name_amounts_and_payers_fields() -> None:
    version = drafted("{{ fee.total }} or €500", title="For €500", has_seats=False)
    assert publish_draft(version).number == 1
