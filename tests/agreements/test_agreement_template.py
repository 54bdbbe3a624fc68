"""What a template must hold before it can be published, and that it then stands."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from factories.agreements import (
    agreement_accepted,
    agreement_drafted,
    agreement_sent,
    template_content,
    template_published,
    version_id_of,
    version_published,
)
from factories.contracts import BODY, NOW, terms_published
from factories.database import refused, rows
from factories.shop import shop_product

from saleor_coaching_plugin.agreements.errors import AgreementErrorCode
from saleor_coaching_plugin.agreements.models import AgreementTemplate, TemplateVersion
from saleor_coaching_plugin.agreements.services.template import (
    CustomField,
    template_create,
    template_draft_save,
    template_publish,
)
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.templating import TemplateErrorCode
from saleor_coaching_plugin.terms.models import ContractTerms
from saleor_coaching_plugin.terms.services import terms_create

pytestmark = pytest.mark.django_db
TOPIC = CustomField("topic", "What it is about")
ENDLESS = "{% for i in (1..1000000000) %}x{% endfor %}{{ agreement.link }}"


def drafted(terms: ContractTerms | None = None, **changes: Any) -> AgreementTemplate:
    return template_create(name="Coaching", content=template_content(terms, **changes))


def publish(template: AgreementTemplate) -> TemplateVersion:
    return template_publish(version_id=template.versions.latest("created_at").id, now=NOW)


def test_publishing_gives_a_number_and_publishing_again_changes_nothing() -> None:
    template = drafted()
    version = publish(template)
    assert (version.number, version.published_at) == (1, NOW)
    before = rows()
    assert publish(template) == version
    assert rows() == before


def test_a_new_version_leaves_the_old_one_and_its_agreements_as_they_are() -> None:
    template = template_published(fee_minor=100_00)
    agreement, _ = agreement_sent(template)
    before = TemplateVersion.objects.values().get()
    template_draft_save(template_id=template.id, content=template_content(fee_minor=999_00))
    assert publish(template).number == 2
    assert TemplateVersion.objects.values().get(id=before["id"]) == before
    agreement.refresh_from_db()
    assert (agreement.template_version_id, agreement.fee_minor) == (before["id"], 100_00)
    assert agreement_drafted(template).fee_minor == 999_00


def test_an_agreement_leaves_its_template_untouched_from_draft_to_acceptance() -> None:
    template = template_published()
    before = (rows()["AgreementTemplate"], rows()["TemplateVersion"], rows()["TermsVersion"])
    agreement_accepted(template, fee_minor=1, sessions=2, instalments=3)
    assert (
        rows()["AgreementTemplate"],
        rows()["TemplateVersion"],
        rows()["TermsVersion"],
    ) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coaching_templateversion SET fee_minor = 1",
        "UPDATE coaching_templateversion SET status = 'draft'",
        "DELETE FROM coaching_templateversion",
    ],
)
def test_plain_sql_cannot_change_what_is_published(statement: str) -> None:
    template_published()
    with (
        pytest.raises(IntegrityError, match="it is published"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("changes", "code", "field", "saying"),
    [
        ({"proposal_subject": "{{ nobody }}"}, "unknown_merge_field", "proposal_subject", "nobody"),
        (
            {"proposal_body": "{{ agreement.link }} {{ client.nmae }}"},
            "unknown_merge_field",
            "proposal_body",
            "client.nmae",
        ),
        (
            {"proposal_body": "{{ agreement.link }}{% if false %}{{ custom.topic }}{% endif %}"},
            "unknown_merge_field",
            "proposal_body",
            "custom.topic",
        ),
        ({"proposal_body": ENDLESS}, "template_limit", "proposal_body", "Ranges"),
        ({"proposal_body": "Hello"}, "invalid", "proposal_body", "{{ agreement.link }}"),
    ],
)
def test_a_mail_that_could_not_be_sent_refuses_to_publish(
    changes: dict[str, Any], code: str, field: str, saying: str
) -> None:
    template = drafted(**changes)
    with refused(code, field, saying=saying):
        publish(template)


def test_a_custom_field_of_the_terms_must_be_defined_by_the_template() -> None:
    terms = terms_published("About {{ custom.topic }}")
    template = drafted(terms)
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "terms", saying="custom.topic"):
        publish(template)
    template_draft_save(
        template_id=template.id, content=template_content(terms, custom_fields=[TOPIC])
    )
    (stored,) = publish(template).custom_fields
    assert stored == {"name": "topic", "label": TOPIC.label, "for_participants": False}


def test_every_language_of_the_terms_is_looked_at() -> None:
    terms = terms_published(BODY)
    version_published(terms, "Über {{ custom.topic }}", language="de")
    template = drafted(terms)
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "terms", saying="custom.topic"):
        publish(template)


def test_terms_for_products_do_not_fit_an_agreement() -> None:
    template = drafted(terms_published("{{ product.name }}"))
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "terms", saying="product.name"):
        publish(template)


def test_terms_that_are_not_published_refuse_to_publish() -> None:
    terms = terms_create(name="Terms", language="en", title="x", body="x")
    template = drafted(terms)
    with refused(AgreementErrorCode.TERMS_NOT_PUBLISHED, "terms"):
        publish(template)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"sessions": 0}, CoreErrorCode.INVALID, "sessions"),
        ({"sessions": 1001}, CoreErrorCode.INVALID, "sessions"),
        ({"fee_minor": -1}, CoreErrorCode.INVALID, "fee_minor"),
        ({"fee_minor": 10**12 + 1}, CoreErrorCode.INVALID, "fee_minor"),
        ({"instalments": 0}, CoreErrorCode.INVALID, "instalments"),
        ({"instalments": 37}, CoreErrorCode.INVALID, "instalments"),
        ({"payment_days": -1}, CoreErrorCode.INVALID, "payment_days"),
        ({"expiry_days": 0}, CoreErrorCode.INVALID, "expiry_days"),
        ({"expiry_days": 366}, CoreErrorCode.INVALID, "expiry_days"),
        ({"package_name": " "}, CoreErrorCode.INVALID, "package_name"),
        ({"proposal_subject": "a\nBcc: x@y.example"}, CoreErrorCode.INVALID, "proposal_subject"),
        ({"proposal_body": "<b>x</b>"}, TemplateErrorCode.HTML_NOT_ALLOWED, "proposal_body"),
        ({"proposal_body": "{{ x"}, TemplateErrorCode.TEMPLATE_SYNTAX, "proposal_body"),
        ({"product_id": "nothing"}, CoreErrorCode.INVALID, "product_id"),
        ({"variant_id": "nothing"}, CoreErrorCode.INVALID, "variant_id"),
        ({"channel": "nowhere"}, CoreErrorCode.INVALID, "product_id"),
        ({"currency": "USD"}, CoreErrorCode.INVALID, "currency"),
        ({"terms_id": uuid4()}, CoreErrorCode.NOT_FOUND, "terms"),
        ({"custom_fields": [TOPIC, TOPIC]}, CoreErrorCode.INVALID, "custom_fields"),
        ({"custom_fields": [CustomField("A b", "x")]}, CoreErrorCode.INVALID, "custom_fields"),
        ({"custom_fields": [CustomField("a\n", "x")]}, CoreErrorCode.INVALID, "custom_fields"),
    ],
)
def test_a_bad_draft_is_refused_and_leaves_nothing(
    changes: dict[str, Any], code: Any, field: str
) -> None:
    content = template_content(**changes)
    with refused(code, field):
        template_create(name="Coaching", content=content)


def test_a_variant_of_another_product_or_channel_is_refused() -> None:
    other = shop_product("Other", channel="elsewhere")
    content = template_content(variant_id=other.variants[0].id)
    with refused(CoreErrorCode.INVALID, "variant_id"):
        template_create(name="Coaching", content=content)


def test_unknown_ids_are_not_found() -> None:
    content = template_content()
    with refused(CoreErrorCode.NOT_FOUND, "template"):
        template_draft_save(template_id=uuid4(), content=content)
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        template_publish(version_id=uuid4(), now=NOW)
    draft = drafted()
    with refused(AgreementErrorCode.TEMPLATE_NOT_PUBLISHED, "template"):
        agreement_drafted(draft)


def test_the_link_is_for_the_body_alone() -> None:
    terms = terms_published()
    subject = "Here: {{ agreement.link }}"
    template = template_create(name="x", content=template_content(terms, proposal_subject=subject))
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "proposal_subject"):
        template_publish(version_id=version_id_of(template), now=NOW)
