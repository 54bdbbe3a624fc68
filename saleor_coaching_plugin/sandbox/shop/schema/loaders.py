"""One query for what a whole list points to, instead of one for each of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from graphql.execution.base import ResolveInfo
from promise import Promise
from promise.dataloader import DataLoader

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.sandbox.shop import models
from saleor_coaching_plugin.sandbox.shop.catalogue import CatalogueAdapter
from saleor_coaching_plugin.sandbox.shop.ids import Kind, pk_of

from .context import loader_of

_SOURCES: dict[Kind, Any] = {
    Kind.CATEGORY: models.Category.objects,
    Kind.COLLECTION: models.Collection.objects,
    Kind.ORDER: models.Order.objects.prefetch_related("invoices"),
    Kind.ORDER_LINE: models.OrderLine.objects,
    Kind.PRODUCT_TYPE: models.ProductType.objects,
    Kind.USER: models.User.objects,
}


class RowLoader(DataLoader):
    """Rows by (kind, primary key), None where there is none."""

    def batch_load_fn(self, keys: Sequence[tuple[Kind, Any]]) -> Promise:
        pks = defaultdict(list)
        for kind, pk in keys:
            pks[kind].append(pk)
        found = {kind: _SOURCES[kind].in_bulk(wanted) for kind, wanted in pks.items()}
        return Promise.resolve([found[kind].get(pk) for kind, pk in keys])


class ChannelLoader(DataLoader):
    """Rows by slug."""

    def batch_load_fn(self, slugs: Sequence[str]) -> Promise:
        found = models.Channel.objects.in_bulk(slugs, field_name="slug")
        return Promise.resolve([found[slug] for slug in slugs])


class ProductLoader(DataLoader):
    """Products as a channel shows them, by (channel slug, product id)."""

    def batch_load_fn(self, keys: Sequence[tuple[str, str]]) -> Promise:
        ids = defaultdict(list)
        for channel, product_id in keys:
            ids[channel].append(product_id)
        found: dict[str, dict[str, port.Product]] = {
            channel: CatalogueAdapter().products_get(wanted, channel=channel)
            for channel, wanted in ids.items()
        }
        return Promise.resolve([found[channel][product_id] for channel, product_id in keys])


def row_load(info: ResolveInfo, kind: Kind, object_id: str) -> Promise:
    """A promise of the row behind a global id."""
    return loader_of(info, RowLoader).load((kind, pk_of(object_id, kind)))


def channel_load(info: ResolveInfo, slug: str) -> Promise:
    return loader_of(info, ChannelLoader).load(slug)


def product_load(info: ResolveInfo, channel: str, product_id: str) -> Promise:
    return loader_of(info, ProductLoader).load((channel, product_id))
