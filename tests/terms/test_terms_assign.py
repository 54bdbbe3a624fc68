"""Which terms a product carries: the nearest level that has any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.agreements import version_published
from factories.contracts import NOW, PRODUCT_BODY, terms_published
from factories.database import refused
from factories.shop import shop_category, shop_collection, shop_product
from factories.threads import at_once

from saleor_coaching_plugin.commerce.port import Product
from saleor_coaching_plugin.core.errors import CoreErrorCode
from saleor_coaching_plugin.terms.errors import TermsError, TermsErrorCode
from saleor_coaching_plugin.terms.models import AssignmentKind, TermsAssignment
from saleor_coaching_plugin.terms.selectors import (
    seat_terms_of,
    terms_in_force,
    terms_of_products,
    terms_possible,
    versions_in_force,
)
from saleor_coaching_plugin.terms.services import (
    terms_assign,
    terms_create,
    terms_draft_save,
    terms_publish,
    terms_unassign,
)

PRODUCT_SEATS_BODY = """{{ product.name }}
{% payer %}for {{ product.price }}{% endpayer %}
{% participant %}for {{ client.name }}, {{ agreement.number }}{% endparticipant %}"""

pytestmark = pytest.mark.django_db


def assigned(kind: AssignmentKind, object_id: str) -> Any:
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=kind, object_id=object_id)
    return terms.id


def carried(product: Product) -> tuple[Any, ...]:
    return terms_of_products([product])[product.id]


@pytest.fixture
def product() -> Product:
    """In a category with a parent and in two collections."""
    leaf = shop_category("Leaf", parent_id=shop_category("Root"))
    return shop_product(
        category_id=leaf, collection_ids=[shop_collection("One"), shop_collection("Two")]
    )


def test_the_nearest_level_wins_and_each_gives_way_to_a_nearer_one(product: Product) -> None:
    leaf, root = product.category_ids
    levels = [
        (AssignmentKind.CHANNEL, product.channel),
        (AssignmentKind.COLLECTION, product.collection_ids[0]),
        (AssignmentKind.CATEGORY, root),
        (AssignmentKind.CATEGORY, leaf),
        (AssignmentKind.PRODUCT_TYPE, product.product_type_id),
        (AssignmentKind.PRODUCT, product.id),
    ]
    assert carried(product) == ()
    for kind, object_id in levels:
        terms_id = assigned(kind, object_id)
        assert carried(product) == (terms_id,)


def test_all_terms_of_the_nearest_level_apply_once_each(product: Product) -> None:
    one, two = product.collection_ids
    first, second = (
        assigned(AssignmentKind.COLLECTION, one),
        assigned(AssignmentKind.COLLECTION, two),
    )
    terms_assign(terms_id=first, kind=AssignmentKind.COLLECTION, object_id=two)
    assigned(AssignmentKind.CHANNEL, product.channel)
    assert carried(product) == (first, second)


def test_assigning_twice_is_one_assignment_and_taking_back_twice_is_harmless(
    product: Product,
) -> None:
    terms = terms_published(PRODUCT_BODY)
    first, again = (
        terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
        for _ in range(2)
    )
    assert first == again
    for _ in range(2):
        terms_unassign(assignment_id=first.id)
    assert carried(product) == ()


def test_another_products_terms_are_not_carried(product: Product) -> None:
    assigned(AssignmentKind.PRODUCT, shop_product("Other").id)
    assert carried(product) == ()


def test_many_products_cost_one_query() -> None:
    products = [shop_product(f"P{number}") for number in range(6)]
    for each in products:
        assigned(AssignmentKind.PRODUCT, each.id)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = terms_of_products(products)
    assert len(queries) == 1
    assert len({terms for carried in found.values() for terms in carried}) == 6
    with CaptureQueriesContext(connection) as queries:
        assert len(versions_in_force([t for c in found.values() for t in c], language="en")) == 6
    assert len(queries) == 1
    assert terms_of_products([]) == {}
    assert versions_in_force([], language="en") == {}


def test_texts_of_many_products_cost_one_query() -> None:
    products = [shop_product(f"P{number}") for number in range(6)]
    for each in products:
        assigned(AssignmentKind.PRODUCT, each.id)
    with CaptureQueriesContext(connection) as queries:
        found = terms_in_force(products, language="en")
    assert len(queries) == 1
    assert {key: tuple(each.terms_id for each in texts) for key, texts in found.items()} == (
        terms_of_products(products)
    )


def test_texts_are_those_of_the_nearest_level_in_the_order_of_its_terms(product: Product) -> None:
    one, two = product.collection_ids
    second_place = assigned(AssignmentKind.COLLECTION, two)
    first_place = assigned(AssignmentKind.COLLECTION, one)
    assigned(AssignmentKind.CHANNEL, product.channel)
    both = (second_place, first_place)
    assert carried(product) == both
    texts = terms_in_force([product], language="en")[product.id]
    assert tuple(each.terms_id for each in texts) == both


def test_texts_come_in_the_best_language_and_as_last_published(product: Product) -> None:
    terms = terms_published("English")
    version_published(terms, "Deutsch", language="de")
    version_published(terms, "Deutsch, neu", language="de")
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    for asked, got in (("de-AT", "Deutsch, neu"), ("fr", "English")):
        (text,) = terms_in_force([product], language=asked)[product.id]
        assert text.body == got


def test_products_without_terms_have_no_texts(product: Product) -> None:
    assigned(AssignmentKind.PRODUCT, shop_product("Other").id)
    assert terms_in_force([product], language="en") == {product.id: ()}
    assert terms_in_force([], language="en") == {}


def test_terms_are_possible_wherever_a_product_carries_them(product: Product) -> None:
    leaf, root = product.category_ids
    # As Saleor's checkout knows it: without the ancestors of its category.
    place = replace(product, category_ids=(leaf,))
    for kind, object_id in (
        (AssignmentKind.CHANNEL, product.channel),
        (AssignmentKind.COLLECTION, product.collection_ids[1]),
        (AssignmentKind.CATEGORY, root),
        (AssignmentKind.CATEGORY, leaf),
        (AssignmentKind.PRODUCT_TYPE, product.product_type_id),
        (AssignmentKind.PRODUCT, product.id),
    ):
        assert not terms_possible([place])
        assigned(kind, object_id)
        with CaptureQueriesContext(connection) as queries:
            assert terms_possible([place])
        assert len(queries) == 1
        TermsAssignment.objects.all().delete()


def test_terms_are_not_possible_where_only_others_have_them(product: Product) -> None:
    assigned(AssignmentKind.PRODUCT, shop_product("Other").id)
    assigned(AssignmentKind.COLLECTION, shop_collection("Three"))
    assert not terms_possible([product])
    assert not terms_possible([])


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("de-AT", "de-AT"),
        ("de-CH", "de"),
        ("de", "de"),
        ("fr", "en"),
        ("en", "en"),
        ("en-GB", "en"),
    ],
)
def test_the_language_falls_back_to_its_base_then_to_english(asked: str, got: str) -> None:
    terms = terms_published("English")
    for language in ("de", "de-AT"):
        version_published(terms, f"Text {language}", language=language)
    assert versions_in_force([terms.id], language=asked)[terms.id].language == got


def test_without_english_any_language_is_better_than_none() -> None:
    terms = terms_published("Italiano", language="it")
    assert versions_in_force([terms.id], language="fr")[terms.id].language == "it"


def test_the_latest_published_version_is_in_force_and_no_draft() -> None:
    terms = terms_published("One")
    version_published(terms, "Two")
    terms_draft_save(terms_id=terms.id, language="en", title="x", body="Three")
    assert versions_in_force([terms.id], language="en")[terms.id].body == "Two"


def test_fields_that_no_product_has_are_refused_by_name(product: Product) -> None:
    for body in ("{{ client.name }}", "{{ custom.topic }}", "{{ fee.total }}"):
        terms = terms_published(body)
        with refused(TermsErrorCode.FIELD_NOT_FOR_PRODUCTS, "terms", saying=body.strip("{ }")):
            terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)


def test_a_version_with_such_fields_cannot_follow_once_it_is_assigned(product: Product) -> None:
    terms = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    draft = terms_draft_save(terms_id=terms.id, language="en", title="x", body="{{ client.name }}")
    with refused(TermsErrorCode.FIELD_NOT_FOR_PRODUCTS, "terms", saying="client.name"):
        terms_publish(version_id=draft.id, now=NOW)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("{% participant %}{{ package.name }}{% endparticipant %}", "participant: package.name"),
        ("{% participant %}{{ custom.topic }}{% endparticipant %}", "participant: custom.topic"),
        ("{% payer %}{{ fee.total }}{% endpayer %}", "payer: fee.total"),
        ("{{ client.name }}", "payer: client.name"),
        ("{% payer %}{{ agreement.number }}{% endpayer %}", "payer: agreement.number"),
    ],
)
def test_each_rendering_is_limited_to_what_a_product_can_fill_in_for_it(
    product: Product, body: str, named: str
) -> None:
    terms = terms_published(body, has_seats=True)
    with refused(TermsErrorCode.FIELD_NOT_FOR_PRODUCTS, "terms", saying=named):
        terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    assigned = terms_published(PRODUCT_SEATS_BODY, has_seats=True)
    terms_assign(terms_id=assigned.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    draft = terms_draft_save(terms_id=assigned.id, language="en", title="x", body=body)
    with refused(TermsErrorCode.FIELD_NOT_FOR_PRODUCTS, "terms", saying=named):
        terms_publish(version_id=draft.id, now=NOW)


@pytest.mark.parametrize("kind", [AssignmentKind.PRODUCT, AssignmentKind.CHANNEL])
def test_nothing_carries_two_terms_with_seats(product: Product, kind: AssignmentKind) -> None:
    object_id = {"product": product.id, "channel": product.channel}[kind]
    first, second = (terms_published(PRODUCT_SEATS_BODY, has_seats=True) for _ in range(2))
    made = terms_assign(terms_id=first.id, kind=kind, object_id=object_id)
    with refused(TermsErrorCode.SEATS_TWICE, "object_id", saying="Take those off first"):
        terms_assign(terms_id=second.id, kind=kind, object_id=object_id)
    assert terms_assign(terms_id=first.id, kind=kind, object_id=object_id) == made
    plain = terms_published(PRODUCT_BODY)
    terms_assign(terms_id=plain.id, kind=kind, object_id=object_id)
    terms_unassign(assignment_id=made.id)
    terms_assign(terms_id=second.id, kind=kind, object_id=object_id)
    assert set(carried(product)) == {second.id, plain.id}


@pytest.mark.usefixtures("committed_db")
def test_of_two_terms_with_seats_assigned_at_once_one_is_refused() -> None:
    product = shop_product()
    both = [terms_published(PRODUCT_SEATS_BODY, has_seats=True) for _ in range(2)]
    answers = at_once(
        2,
        lambda number: terms_assign(
            terms_id=both[number].id, kind=AssignmentKind.PRODUCT, object_id=product.id
        ),
    )
    (refusal,) = (each for each in answers if isinstance(each, TermsError))
    assert refusal.code == TermsErrorCode.SEATS_TWICE
    assert TermsAssignment.objects.count() == 1


def test_the_terms_with_seats_are_the_first_of_the_nearest_level(product: Product) -> None:
    one, two = product.collection_ids
    assert seat_terms_of([product]) == {}
    assigned(AssignmentKind.COLLECTION, one)
    first, second = (terms_published(PRODUCT_SEATS_BODY, has_seats=True) for _ in range(2))
    for terms, object_id in ((second, one), (first, two)):
        terms_assign(terms_id=terms.id, kind=AssignmentKind.COLLECTION, object_id=object_id)
    assert seat_terms_of([product]) == {product.id: first.id}
    assigned(AssignmentKind.PRODUCT, product.id)
    assert seat_terms_of([product]) == {}


def test_seats_of_many_products_cost_one_query() -> None:
    products = [shop_product(f"P{number}") for number in range(6)]
    for each in products[:3]:
        terms = terms_published(PRODUCT_SEATS_BODY, has_seats=True)
        terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=each.id)
    with CaptureQueriesContext(connection) as queries:
        found = seat_terms_of(products)
    assert len(queries) == 1
    assert found.keys() == {each.id for each in products[:3]}
    assert seat_terms_of([]) == {}


def test_a_draft_is_not_assigned(product: Product) -> None:
    terms = terms_create(name="Terms", language="en", title="x", body="x")
    with refused(TermsErrorCode.NOT_PUBLISHED, "terms"):
        terms_assign(terms_id=terms.id, kind=AssignmentKind.PRODUCT, object_id=product.id)
    with refused(CoreErrorCode.NOT_FOUND, "terms"):
        terms_assign(terms_id=uuid4(), kind=AssignmentKind.PRODUCT, object_id=product.id)


@pytest.mark.parametrize("kind", AssignmentKind)
def test_what_the_shop_does_not_have_is_refused(kind: AssignmentKind) -> None:
    terms = terms_published(PRODUCT_BODY)
    for unknown in ("UHJvZHVjdDo5OTk5OQ==", "no-such-thing", ""):
        with refused(CoreErrorCode.INVALID, "object_id", saying="The shop has no"):
            terms_assign(terms_id=terms.id, kind=kind, object_id=unknown)
    assert not TermsAssignment.objects.exists()
