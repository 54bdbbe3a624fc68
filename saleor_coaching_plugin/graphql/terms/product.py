"""`Product.contractTerms`: a field for a shop's own Product type, this one's or Saleor's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.graphql.core.dataloaders import Loader
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import (
    FALLBACK_LANGUAGE,
    terms_of_products,
    versions_in_force,
)

from .consents import ContractConsent


class ProductContractTerms(graphene.ObjectType):
    """The root is a published TermsVersion."""

    class Meta:
        description = "Terms that whoever buys the product agrees to."

    title = graphene.String(required=True)
    language = graphene.String(required=True, description="BCP 47 tag of this text.")
    version_number = graphene.Int(required=True)
    body = graphene.String(
        required=True,
        description="Markdown; `checkoutTerms` answers it with its merge fields filled in.",
    )
    consents = graphene.List(graphene.NonNull(ContractConsent), required=True)
    published_at = DateTime(required=True)

    @staticmethod
    def resolve_version_number(root: TermsVersion, info: ResolveInfo) -> int | None:
        return root.number


class ProductKey(NamedTuple):
    """A product as one channel shows it: the shop's global id, and the channel's slug."""

    id: str
    channel: str


class _Wanted(NamedTuple):
    product: ProductKey
    language: str


class TermsInForceLoader(Loader):
    """The published versions for a (product, language); one set of queries per channel."""

    def values_of(self, keys: Sequence[_Wanted]) -> list[list[TermsVersion]]:
        terms = _terms_of({wanted.product for wanted in keys})
        all_terms = {each for ids in terms.values() for each in ids}
        versions = {
            language: versions_in_force(all_terms, language=language)
            for language in {wanted.language for wanted in keys}
        }
        return [
            [versions[wanted.language][each] for each in terms.get(wanted.product, ())]
            for wanted in keys
        ]


def product_contract_terms_field(key_of: Callable[[Any], ProductKey]) -> graphene.Field:
    """`contractTerms(language)` for a Product type; `key_of` reads the key off its root."""

    def resolve(root: Any, info: ResolveInfo, language: str = FALLBACK_LANGUAGE) -> Promise:
        return TermsInForceLoader.of(info.context).load(_Wanted(key_of(root), language))

    return graphene.Field(
        graphene.List(graphene.NonNull(ProductContractTerms)),
        language=graphene.String(default_value=FALLBACK_LANGUAGE, description="BCP 47 tag."),
        description="The terms in force for this product.",
        required=True,
        resolver=resolve,
    )


def _terms_of(products: set[ProductKey]) -> dict[ProductKey, tuple[Any, ...]]:
    ids: dict[str, set[str]] = defaultdict(set)
    for product in products:
        ids[product.channel].add(product.id)
    return {
        ProductKey(product_id, channel): terms
        for channel, wanted in ids.items()
        for product_id, terms in terms_of_products(
            commerce().products_get(wanted, channel=channel).values()
        ).items()
    }
