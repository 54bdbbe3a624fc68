"""Drafting and publishing: what is published stays byte for byte."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from factories.agreements import version_published
from factories.contracts import BODY, NOW, PRIVACY, terms_published
from factories.database import refused, rows

from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.core.templating import MAX_SOURCE_CHARS, TemplateErrorCode
from saleor_coaching_plugin.terms.errors import TermsErrorCode
from saleor_coaching_plugin.terms.models import ContractTerms, TermsVersion, VersionStatus
from saleor_coaching_plugin.terms.services import terms_create, terms_draft_save, terms_publish

pytestmark = pytest.mark.django_db


def drafted(body: str = BODY, **changes: Any) -> ContractTerms:
    values = {"name": "Terms", "language": "en", "title": "Agreement", "body": body}
    return terms_create(**(values | changes))


def publish_draft(terms: ContractTerms) -> TermsVersion:
    draft = terms.versions.get(status=VersionStatus.DRAFT)
    return terms_publish(version_id=draft.id, now=NOW)


def test_a_draft_is_rewritten_in_place_and_has_no_number() -> None:
    terms = drafted()
    terms_draft_save(terms_id=terms.id, language="en", title="Other", body="Other\r\ntext")
    draft = terms.versions.get()
    assert (draft.number, draft.title, draft.body) == (None, "Other", "Other\ntext")
    assert (draft.published_at, draft.sha256) == (None, "")


def test_a_new_version_leaves_the_old_one_byte_for_byte() -> None:
    terms = terms_published("Old ü text", consents=[PRIVACY])
    before = TermsVersion.objects.values().get()
    new = version_published(terms, "New text", title="New title")
    assert TermsVersion.objects.values().get(id=before["id"]) == before
    assert (before["number"], new.number) == (1, 2)
    assert before["consents"] == [PRIVACY]
    assert len({before["sha256"], new.sha256}) == 2


def test_each_language_counts_for_itself() -> None:
    terms = terms_published()
    assert version_published(terms, "Deutsch", language="de").number == 1
    assert version_published(terms, "English").number == 2


def test_its_hash_covers_title_text_and_boxes() -> None:
    digests = set()
    for title, body, consents in (
        ("A", "B", []),
        ("B", "A", []),
        ("A", "B ", []),
        ("A", "B", [PRIVACY]),
        ("A", "B", [{**PRIVACY, "required": False}]),
    ):
        digests.add(terms_published(body, title=title, consents=consents).versions.get().sha256)
    assert len(digests) == 5


def test_a_published_version_is_not_published_again() -> None:
    version = terms_published().versions.get()
    with refused(TermsErrorCode.ALREADY_PUBLISHED, "id", saying="Save a new draft"):
        terms_publish(version_id=version.id, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coaching_termsversion SET body = body || ' '",
        "UPDATE coaching_termsversion SET status = 'draft', number = NULL",
        "UPDATE coaching_termsversion SET number = 7",
        "DELETE FROM coaching_termsversion",
    ],
)
def test_plain_sql_cannot_change_what_is_published(statement: str) -> None:
    terms_published()
    before = rows()
    with (
        pytest.raises(IntegrityError, match="it is published"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert rows() == before


def test_there_is_never_a_second_draft_in_a_language() -> None:
    terms = drafted()
    with pytest.raises(IntegrityError, match="coaching_terms_one_draft"), transaction.atomic():
        TermsVersion.objects.create(terms=terms, language="en", title="x", body="x")
    TermsVersion.objects.create(terms=terms, language="de", title="x", body="x")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("{{ client.nmae }}", "client.nmae"),
        ("{% if client.name %}{% else %}{{ nobody }}{% endif %}", "nobody"),
        ("{% for p in fee.instalments %}{{ p.amuont }}{% endfor %}", "p.amuont"),
        (
            "{% for p in fee.instalments %}{% if p.number == 9 %}{{ p.nope }}{% endif %}"
            "{% endfor %}",
            "p.nope",
        ),
        ("{% for p in fee.parts %}x{% endfor %}", "fee.parts"),
        ("{{ agreement.link }}", "agreement.link"),
        ("{{ customs.x }}", "customs.x"),
        ("{{ client }}", "client"),
        ("{{ client.name.first }}", "client.name.first"),
        ("{{ coach.__class__ }}", "coach.__class__"),
    ],
)
def test_an_unknown_field_in_any_branch_refuses_to_publish(body: str, named: str) -> None:
    terms = drafted(body)
    with refused(TemplateErrorCode.UNKNOWN_MERGE_FIELD, "body", saying=named):
        publish_draft(terms)


@pytest.mark.parametrize(
    "body",
    [
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% if coach.name == 'nobody' %}{% for i in (1..1000000000) %}x{% endfor %}{% endif %}",
        "{{ (1..1000000000) | join: ', ' }}",
    ],
)
def test_a_text_without_end_refuses_to_publish(body: str) -> None:
    terms = drafted(body)
    with refused(TemplateErrorCode.TEMPLATE_LIMIT, "body"):
        publish_draft(terms)


def test_fields_of_a_template_of_ones_own_may_be_used() -> None:
    assert publish_draft(drafted("{{ custom.topic }} {{ product.name }}")).number == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"body": "<script>x</script>"}, TemplateErrorCode.HTML_NOT_ALLOWED, "body"),
        ({"body": "a <b>b</b>"}, TemplateErrorCode.HTML_NOT_ALLOWED, "body"),
        ({"body": "{% include 'x' %}"}, TemplateErrorCode.TEMPLATE_SYNTAX, "body"),
        ({"body": "{{ x"}, TemplateErrorCode.TEMPLATE_SYNTAX, "body"),
        ({"body": "x" * (MAX_SOURCE_CHARS + 1)}, TemplateErrorCode.TEMPLATE_LIMIT, "body"),
        ({"body": " \n "}, CoreErrorCode.INVALID, "body"),
        ({"language": "English"}, CoreErrorCode.INVALID, "language"),
        ({"language": ""}, CoreErrorCode.INVALID, "language"),
        ({"language": "en\n"}, CoreErrorCode.INVALID, "language"),
        ({"language": "en-aaaaaaaa-bbbbbbbb"}, CoreErrorCode.INVALID, "language"),
        ({"consents": [{**PRIVACY, "key": "a\n"}]}, TermsErrorCode.CONSENT_INVALID, "consents"),
        ({"title": " "}, CoreErrorCode.INVALID, "title"),
        ({"title": "a\nb"}, CoreErrorCode.INVALID, "title"),
        ({"name": ""}, CoreErrorCode.INVALID, "name"),
        ({"name": "x" * 201}, CoreErrorCode.INVALID, "name"),
        ({"consents": [PRIVACY, PRIVACY]}, TermsErrorCode.CONSENT_INVALID, "consents"),
        ({"consents": [{**PRIVACY, "key": "terms"}]}, TermsErrorCode.CONSENT_INVALID, "consents"),
        ({"consents": [{**PRIVACY, "key": "A b"}]}, TermsErrorCode.CONSENT_INVALID, "consents"),
        ({"consents": [{**PRIVACY, "text": "x\ny"}]}, CoreErrorCode.INVALID, "consents"),
    ],
)
def test_a_bad_draft_is_refused_and_leaves_nothing(
    changes: dict[str, Any], code: Any, field: str
) -> None:
    with refused(code, field):
        drafted(**changes)


def test_unknown_ids_are_not_found() -> None:
    with refused(CoreErrorCode.NOT_FOUND, "terms"):
        terms_draft_save(terms_id=uuid4(), language="en", title="x", body="x")
    with refused(CoreErrorCode.NOT_FOUND, "id"):
        terms_publish(version_id=uuid4(), now=NOW)
