"""Which terms a product carries, and their text in a language."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from saleor_coaching_plugin.core.languages import languages_tried

from .models import AssignmentKind, TermsAssignment, TermsVersion, VersionStatus

Key = tuple[str, str]
"""What terms are assigned to: its kind, and the shop's id."""
Levels = Mapping[str, Sequence[Sequence[Key]]]
"""Product id -> where it inherits from, the nearest first."""


class Placed(Protocol):
    """A product, or its place in the catalogue, as the commerce port tells it."""

    @property
    def id(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def product_type_id(self) -> str: ...
    @property
    def category_ids(self) -> tuple[str, ...]: ...
    @property
    def collection_ids(self) -> tuple[str, ...]: ...


def keys_of(product: Placed) -> set[Key]:
    """All that terms of the product can be assigned to."""
    (levels,) = _levels_of([product]).values()
    return {key for level in levels for key in level}


def terms_of_products(products: Iterable[Placed]) -> dict[str, tuple[uuid.UUID, ...]]:
    """Product id -> ids of its terms, in one query.

    The nearest level that has any wins, and all terms of that level apply: the product itself,
    its type, its category (then the category's ancestors), its collections, the channel.
    """
    levels = _levels_of(products)
    if not levels:
        return {}
    rows = TermsAssignment.objects.filter(_assigned_to(levels))
    ordered = rows.order_by("terms__created_at", "terms_id")
    return _nearest(levels, [((row.kind, row.object_id), row.terms_id) for row in ordered])


def seat_terms_of(products: Iterable[Placed]) -> dict[str, uuid.UUID]:
    """Product id -> id of the first of its terms that has seats, in one query.

    A product without such terms is not in it.
    """
    levels = _levels_of(products)
    if not levels:
        return {}
    rows = TermsAssignment.objects.filter(_assigned_to(levels)).select_related("terms")
    ordered = list(rows.order_by("terms__created_at", "terms_id"))
    with_seats = {row.terms_id for row in ordered if row.terms.has_seats}
    carried = _nearest(levels, [((row.kind, row.object_id), row.terms_id) for row in ordered])
    found = {
        product_id: next((each for each in terms if each in with_seats), None)
        for product_id, terms in carried.items()
    }
    return {product_id: terms for product_id, terms in found.items() if terms}


def terms_in_force(
    products: Iterable[Placed], *, language: str
) -> dict[str, tuple[TermsVersion, ...]]:
    """Product id -> the texts in force for it (see `versions_in_force`), in one query."""
    levels = _levels_of(products)
    if not levels:
        return {}
    assigned = TermsAssignment.objects.filter(_assigned_to(levels))
    key = JSONObject(kind="kind", object_id="object_id")
    rows = _latest(assigned.values("terms_id")).annotate(
        terms_created_at=F("terms__created_at"),
        keys=ArraySubquery(assigned.filter(terms_id=OuterRef("terms_id")).values(key=key)),
    )
    versions = _best(rows, language)
    ordered = sorted(versions.values(), key=lambda row: (row.terms_created_at, row.terms_id))
    found = [((key["kind"], key["object_id"]), row.terms_id) for row in ordered for key in row.keys]
    return {
        product_id: tuple(versions[each] for each in terms)
        for product_id, terms in _nearest(levels, found).items()
    }


def terms_possible(products: Iterable[Placed]) -> bool:
    """Whether any of the products may carry terms, in one query.

    Knows no ancestors of a category: any category with terms is a yes. A no is certain.
    """
    levels = _levels_of(products)
    if not levels:
        return False
    condition = _assigned_to(levels) | Q(kind=AssignmentKind.CATEGORY)
    return TermsAssignment.objects.filter(condition).exists()


def versions_in_force(
    terms_ids: Collection[uuid.UUID], *, language: str
) -> dict[uuid.UUID, TermsVersion]:
    """Terms id -> the latest published version in `language`, in one query.

    Where there is none, its base language, then English, then any: `version.language` says which.
    """
    return _best(_latest(terms_ids), language) if terms_ids else {}


def languages_published(terms_id: uuid.UUID) -> list[str]:
    """The languages that these terms can be read in, in the order of their tags."""
    published = TermsVersion.objects.filter(terms=terms_id, status=VersionStatus.PUBLISHED)
    return sorted(published.values_list("language", flat=True).distinct())


def changes_told(since: TermsVersion, until: TermsVersion) -> list[str]:
    """The notes for clients of the material versions after the one, up to the other."""
    (told,) = changes_told_each([(since, until)])
    return told


def changes_told_each(spans: Sequence[tuple[TermsVersion, TermsVersion]]) -> list[list[str]]:
    """The same between each of these two, in one query."""
    terms = {until.terms_id for _, until in spans}
    material = TermsVersion.objects.filter(terms__in=terms, is_material=True).order_by("number")
    rows = list(material.values_list("terms_id", "language", "number", "change_note"))
    return [
        [
            note
            for terms_id, language, number, note in rows
            if (terms_id, language) == (until.terms_id, until.language)
            and since.number < number <= until.number
        ]
        for since, until in spans
    ]


def newest_material_after(version: TermsVersion) -> TermsVersion | None:
    """The newest material version in the same language, if it is newer than this one."""
    later = TermsVersion.objects.filter(
        terms=version.terms_id,
        language=version.language,
        number__gt=version.number,
        is_material=True,
    )
    return later.order_by("number").last()


def _latest(terms_ids: Collection[uuid.UUID] | QuerySet) -> QuerySet[TermsVersion]:
    """The latest published version in each language, with its root."""
    published = TermsVersion.objects.filter(terms__in=terms_ids, status=VersionStatus.PUBLISHED)
    newest_first = published.order_by("terms_id", "language", "-number")
    return newest_first.distinct("terms_id", "language").select_related("root", "terms")


def _best(rows: Iterable[TermsVersion], language: str) -> dict[uuid.UUID, TermsVersion]:
    order = languages_tried(language)
    best: dict[uuid.UUID, TermsVersion] = {}
    for row in rows:
        current = best.get(row.terms_id)
        if current is None or _rank(row, order) < _rank(current, order):
            best[row.terms_id] = row
    return best


def _rank(version: TermsVersion, order: list[str]) -> int:
    return order.index(version.language) if version.language in order else len(order)


def _levels_of(products: Iterable[Placed]) -> Levels:
    return {
        product.id: [
            [(AssignmentKind.PRODUCT, product.id)],
            [(AssignmentKind.PRODUCT_TYPE, product.product_type_id)],
            *([(AssignmentKind.CATEGORY, each)] for each in product.category_ids),
            [(AssignmentKind.COLLECTION, each) for each in product.collection_ids],
            [(AssignmentKind.CHANNEL, product.channel)],
        ]
        for product in products
    }


def _assigned_to(levels: Levels) -> Q:
    by_kind: dict[str, set[str]] = defaultdict(set)
    for product_levels in levels.values():
        for level in product_levels:
            for kind, object_id in level:
                by_kind[kind].add(object_id)
    condition = Q()
    for kind, ids in by_kind.items():
        condition |= Q(kind=kind, object_id__in=sorted(ids))
    return condition


def _nearest(
    levels: Levels, assigned: Iterable[tuple[Key, uuid.UUID]]
) -> dict[str, tuple[uuid.UUID, ...]]:
    """Product id -> the terms of its nearest level that has any, in the order of `assigned`."""
    found: dict[Key, list[tuple[int, uuid.UUID]]] = defaultdict(list)
    for position, (key, terms_id) in enumerate(assigned):
        found[key].append((position, terms_id))
    return {product_id: _first(each, found) for product_id, each in levels.items()}


def _first(
    levels: Sequence[Sequence[Key]], found: Mapping[Key, Sequence[tuple[int, uuid.UUID]]]
) -> tuple[uuid.UUID, ...]:
    for level in levels:
        carried = sorted(each for key in level for each in found.get(key, ()))
        if carried:
            return tuple(dict.fromkeys(terms_id for _, terms_id in carried))
    return ()
