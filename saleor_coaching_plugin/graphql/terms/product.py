"""`Product.contractTerms`: a field for a shop's own Product type, this one's or Saleor's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import graphene
from graphql import ResolveInfo
from promise import Promise

from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.languages import FALLBACK_LANGUAGE
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.dataloaders import Loader
from saleor_coaching_plugin.graphql.core.scalars import DateTime
from saleor_coaching_plugin.terms.models import TermsVersion
from saleor_coaching_plugin.terms.selectors import terms_in_force

from .consents import ContractConsent


class ProductContractTerms(graphene.ObjectType):
    """The root is a published TermsVersion."""

    class Meta:
        description = "Terms that whoever buys the product agrees to."

    title = graphene.String(required=True)
    language = graphene.String(required=True, description="BCP 47 tag of this text.")
    version_number = graphene.Int(required=True)
    body = graphene.String(
        description="Markdown; `checkoutTerms` answers it with its merge fields filled in. Null "
        "for terms with seats, whose parts for payers are not for participants; staff see them.",
    )
    consents = graphene.List(graphene.NonNull(ContractConsent), required=True)
    published_at = DateTime(required=True)

    @staticmethod
    def resolve_body(root: TermsVersion, info: ResolveInfo) -> str | None:
        hidden = root.terms.has_seats and not requestor_of(info.context).is_staff_or_app
        return None if hidden else root.body

    @staticmethod
    def resolve_version_number(root: TermsVersion, info: ResolveInfo) -> int | None:
        return root.number


class ProductKey(NamedTuple):
    """A product as one channel shows it: the shop's global id, and the channel's slug."""

    id: str
    channel: str | None
    """None where staff look at it in no channel."""


class _Wanted(NamedTuple):
    product: ProductKey
    language: str


class TermsInForceLoader(Loader):
    """The texts for a (product, language): two queries for each channel and language."""

    def values_of(self, keys: Sequence[_Wanted]) -> list[Sequence[TermsVersion]]:
        found: dict[_Wanted, Sequence[TermsVersion]] = {}
        for (channel, language), ids in _together(keys).items():
            places = commerce().places_get(ids, channel=channel_of(channel))
            for product_id, versions in terms_in_force(places.values(), language=language).items():
                found[_Wanted(ProductKey(product_id, channel), language)] = versions
        return [found.get(wanted, ()) for wanted in keys]


def product_fields(key_of: Callable[[Any], ProductKey]) -> dict[str, graphene.Field]:
    """For a Product type; `key_of` reads the product's key off its root."""

    def resolve(root: Any, info: ResolveInfo, language: str = FALLBACK_LANGUAGE) -> Promise:
        return TermsInForceLoader.of(info.context).load(_Wanted(key_of(root), language))

    terms = graphene.Field(
        graphene.List(graphene.NonNull(ProductContractTerms)),
        language=graphene.String(default_value=FALLBACK_LANGUAGE, description="BCP 47 tag."),
        description="The terms in force for this product; "
        "where it is seen in no channel, those of the default one.",
        required=True,
        resolver=resolve,
    )
    return {"contract_terms": terms}


def channel_of(channel: str | None) -> str:
    """Terms can be assigned to a channel too, so there is always one."""
    return channel or conf().default_channel


def _together(keys: Sequence[_Wanted]) -> dict[tuple[str | None, str], set[str]]:
    """Product ids by channel and language."""
    ids: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for product, language in keys:
        ids[product.channel, language].add(product.id)
    return ids
