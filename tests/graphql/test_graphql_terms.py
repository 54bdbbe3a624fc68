"""Contract terms: written, published, assigned, read; and on products."""

from __future__ import annotations

from typing import Any

import graphene
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from factories.contracts import RECORDING
from factories.shop import shop_product, shop_staff
from graphql_api import ask, do
from graphql_cases import CASES, node
from graphql_examples import product_with_terms, terms_drafted, terms_published

from saleor_coaching_plugin.commerce.port import Permission, Product
from saleor_coaching_plugin.core.clock import utc_now
from saleor_coaching_plugin.graphql.execution import execute
from saleor_coaching_plugin.graphql.terms.product import (
    ProductKey,
    product_fields,
)
from saleor_coaching_plugin.terms.merge_fields import MERGE_FIELDS, Scope, fields_of
from saleor_coaching_plugin.terms.models import ContractTerms, TermsAssignment
from saleor_coaching_plugin.terms.services import terms_draft_save, terms_publish

ONE = """query($id: ID!) { contractTerms(id: $id) {
    id name hasSeats createdAt
    versions { id language number status title body sha256 publishedAt
               consents { key text required } }
    assignments { id kind objectId } } }"""

pytestmark = pytest.mark.django_db


def test_terms_are_created_with_a_draft(products: str) -> None:
    case = CASES["contractTermsCreate"]
    consent = {"key": "recording", "text": "You may record us.", "required": False}
    variables = case.variables()
    variables["input"]["consents"] = [consent]
    created = do(case.query, by=products, **variables)["contractTerms"]
    terms = ask(ONE, by=products, id=created["id"])
    (version,) = terms["versions"]
    assert terms["name"] == "Terms"
    assert version["consents"] == [consent]
    assert (version["language"], version["status"], version["number"]) == ("de", "DRAFT", None)
    assert version["sha256"] == ""


@pytest.mark.parametrize(("said", "kept"), [({}, False), ({"hasSeats": True}, True)])
def test_terms_say_whether_they_have_seats(
    products: str, said: dict[str, bool], kept: bool
) -> None:
    case = CASES["contractTermsCreate"]
    variables = case.variables()
    created = do(case.query, by=products, input=variables["input"] | said)["contractTerms"]
    assert ask(ONE, by=products, id=created["id"])["hasSeats"] is kept


def test_a_published_text_stays_when_a_draft_is_written(products: str) -> None:
    terms = terms_published()
    changed = {"language": "en", "title": "New", "body": "New text"}
    do(
        CASES["contractTermsUpdate"].query,
        by=products,
        id=node("ContractTerms", terms),
        input=changed,
    )
    first, draft = ask(ONE, by=products, id=node("ContractTerms", terms))["versions"]
    published = terms.versions.get(number=1)
    assert (first["status"], first["body"]) == ("PUBLISHED", published.body)
    assert (draft["status"], draft["body"]) == ("DRAFT", "New text")


def test_publishing_gives_number_and_hash(products: str) -> None:
    version = terms_drafted().versions.get()
    payload = do(
        CASES["contractTermsPublish"].query,
        by=products,
        id=node("ContractTermsVersion", version),
    )
    version.refresh_from_db()
    assert payload["version"] == {
        "number": 1,
        "status": "PUBLISHED",
        "sha256": version.sha256,
        "isMaterial": True,
        "changeNote": "",
    }
    assert len(version.sha256) == 64


def test_an_assignment_is_made_and_taken_back(products: str) -> None:
    case = CASES["contractTermsAssign"]
    variables = case.variables()
    assignment = do(case.query, by=products, **variables)["assignment"]
    assert (assignment["kind"], assignment["objectId"]) == ("PRODUCT", variables["objectId"])
    assert ask(ONE, by=products, id=variables["id"])["assignments"] == [assignment]
    do(CASES["contractTermsUnassign"].query, by=products, id=assignment["id"])
    assert not TermsAssignment.objects.exists()
    assert ContractTerms.objects.exists()


def test_merge_fields_are_those_of_the_scope(products: str) -> None:
    query = """query($scope: CoachingMergeFieldScopeEnum) {
        mergeFields(scope: $scope) { name meaning scopes } }"""
    every = ask(query, by=products)
    assert [field["name"] for field in every] == [field.name for field in MERGE_FIELDS]
    of_products = ask(query, by=products, scope="PRODUCT")
    assert {field["name"] for field in of_products} == fields_of(Scope.PRODUCT)
    assert all("PRODUCT" in field["scopes"] for field in of_products)


def test_merge_fields_tell_where_participants_read_them(products: str) -> None:
    query = "{ mergeFields { name participantScopes } }"
    read = {field["name"]: set(field["participantScopes"]) for field in ask(query, by=products)}
    assert read["client.name"] == {"AGREEMENT", "PRODUCT", "SEAT_MAIL"}
    assert read["gift.message"] == {"SEAT_MAIL"}
    assert read["fee.total"] == read["product.price"] == read["package.seats"] == set()


@pytest.mark.parametrize("permission", Permission)
def test_whoever_writes_texts_may_see_the_merge_fields(permission: Permission) -> None:
    token = shop_staff([permission])[1]
    assert ask("{ mergeFields { name } }", by=token)


class ShopProduct(graphene.ObjectType):
    name = graphene.String()


ShopProduct._meta.fields.update(
    product_fields(lambda product: ProductKey(product.id, product.channel))
)


class ShopQuery(graphene.ObjectType):
    products = graphene.List(ShopProduct)

    @staticmethod
    def resolve_products(root: None, info: Any) -> list[Product]:
        return list(info.context.products)


def terms_on(
    *products: Product, language: str = "en", by: str | None = None
) -> list[list[dict[str, Any]]]:
    headers = {"Authorization": f"Bearer {by}"} if by else {}
    request = RequestFactory().post("/graphql/", headers=headers)
    request.products = products
    query = """query($language: String) { products { contractTerms(language: $language) {
        title language versionNumber body consents { key required } publishedAt } } }"""
    schema = graphene.Schema(query=ShopQuery)
    answer = execute(request, query, {"language": language}, schema=schema)
    assert "errors" not in answer, answer
    return [product["contractTerms"] for product in answer["data"]["products"]]


def test_a_product_shows_the_terms_in_force() -> None:
    ((terms,), nothing) = terms_on(product_with_terms(), shop_product())
    assert nothing == []
    assert terms.pop("publishedAt")
    assert terms == {
        "title": "Coaching agreement",
        "language": "en",
        "versionNumber": 1,
        "body": "You buy **{{ product.name }}** for {{ product.price }}.",
        "consents": [{"key": RECORDING["key"], "required": False}],
    }


def test_the_parts_for_payers_are_shown_to_staff_alone(products: str) -> None:
    product = product_with_terms()
    ContractTerms.objects.update(has_seats=True)
    ((terms,),) = terms_on(product)
    assert (terms["title"], terms["body"]) == ("Coaching agreement", None)
    ((terms,),) = terms_on(product, by=products)
    assert "{{ product.price }}" in terms["body"]


def test_a_product_shows_its_terms_in_the_language_asked_for() -> None:
    product = product_with_terms()
    german = terms_draft_save(
        terms_id=ContractTerms.objects.get().id, language="de", title="Vertrag", body="Text"
    )
    ((terms,),) = terms_on(product, language="de")
    assert terms["title"] == "Coaching agreement"  # a draft is in force nowhere
    terms_publish(version_id=german.id, now=utc_now())
    ((terms,),) = terms_on(product, language="de-AT")
    assert (terms["title"], terms["language"]) == ("Vertrag", "de")


def test_ten_products_cost_as_many_queries_as_one() -> None:
    products = [product_with_terms(f"Product {number}") for number in range(10)]
    with CaptureQueriesContext(connection) as for_one:
        terms_on(products[0])
    with CaptureQueriesContext(connection) as for_ten:
        assert [len(terms) for terms in terms_on(*products)] == [1] * 10
    assert len(for_ten) == len(for_one)
