"""Which terms a product carries, and their text in a language."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from saleor_coaching_plugin.commerce.port import Product

from .models import AssignmentKind, TermsAssignment, TermsVersion, VersionStatus

FALLBACK_LANGUAGE = "en"


def terms_of_products(products: Iterable[Product]) -> dict[str, tuple[uuid.UUID, ...]]:
    """Product id -> ids of its terms, in one query.

    The nearest level that has any wins, and all terms of that level apply: the product itself,
    its type, its category (then the category's ancestors), its collections, the channel.
    """
    levels = {product.id: _levels(product) for product in products}
    wanted = {
        key for product_levels in levels.values() for level in product_levels for key in level
    }
    if not wanted:
        return {}
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, object_id in wanted:
        by_kind[kind].add(object_id)
    condition = Q()
    for kind, ids in by_kind.items():
        condition |= Q(kind=kind, object_id__in=ids)
    found: dict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    rows = TermsAssignment.objects.filter(condition).order_by("terms__created_at", "terms_id")
    for row in rows:
        found[row.kind, row.object_id].append(row.terms_id)
    return {
        product_id: _nearest(product_levels, found) for product_id, product_levels in levels.items()
    }


def versions_in_force(
    terms_ids: Collection[uuid.UUID], *, language: str
) -> dict[uuid.UUID, TermsVersion]:
    """Terms id -> the latest published version in `language`, in one query.

    Where there is none, its base language, then English, then any: `version.language` says which.
    """
    best: dict[uuid.UUID, TermsVersion] = {}
    if not terms_ids:
        return best
    order = [language, language.split("-")[0], FALLBACK_LANGUAGE]
    rows = (
        TermsVersion.objects.filter(terms_id__in=terms_ids, status=VersionStatus.PUBLISHED)
        .order_by("terms_id", "language", "-number")
        .distinct("terms_id", "language")
    )
    for row in rows:
        current = best.get(row.terms_id)
        if current is None or _rank(row, order) < _rank(current, order):
            best[row.terms_id] = row
    return best


def _levels(product: Product) -> list[list[tuple[str, str]]]:
    return [
        [(AssignmentKind.PRODUCT, product.id)],
        [(AssignmentKind.PRODUCT_TYPE, product.product_type_id)],
        *([(AssignmentKind.CATEGORY, each)] for each in product.category_ids),
        [(AssignmentKind.COLLECTION, each) for each in product.collection_ids],
        [(AssignmentKind.CHANNEL, product.channel)],
    ]


def _nearest(
    levels: list[list[tuple[str, str]]], found: dict[tuple[str, str], list[uuid.UUID]]
) -> tuple[uuid.UUID, ...]:
    for level in levels:
        terms = dict.fromkeys(each for key in level for each in found.get(key, ()))
        if terms:
            return tuple(terms)
    return ()


def _rank(version: TermsVersion, order: list[str]) -> int:
    return order.index(version.language) if version.language in order else len(order)
