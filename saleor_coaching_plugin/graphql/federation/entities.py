"""Saleor's types as our subgraph extends them, and the keys by which a gateway names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import graphene
from django.http import HttpRequest

from saleor_coaching_plugin.commerce import port
from saleor_coaching_plugin.commerce.current import commerce
from saleor_coaching_plugin.commerce.errors import CommerceError
from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.graphql.core.context import requestor_of
from saleor_coaching_plugin.graphql.core.inputs import inputs_check
from saleor_coaching_plugin.graphql.core.refusals import Refusal, refusal_of
from saleor_coaching_plugin.graphql.extensions.order import order_fields
from saleor_coaching_plugin.graphql.extensions.user import user_fields
from saleor_coaching_plugin.graphql.terms.product import ProductKey, channel_of, product_fields


class OrderKey(NamedTuple):
    id: str


class UserKey(NamedTuple):
    email: str


Key = ProductKey | OrderKey | UserKey


class Product(graphene.ObjectType):
    """The root is a ProductKey."""

    class Meta:
        description = "A product of the shop."

    id = graphene.ID(required=True)
    channel = graphene.String(description="The slug of the channel that it is seen in.")


class Order(graphene.ObjectType):
    """The root is an OrderKey."""

    class Meta:
        description = "An order of the shop."

    id = graphene.ID(required=True)


class User(graphene.ObjectType):
    """The root is a UserKey: what we keep about people, we keep by their address."""

    class Meta:
        description = "A person who has an account in the shop."

    email = graphene.String(required=True)


Product._meta.fields.update(product_fields(lambda root: root))
Order._meta.fields.update(order_fields(lambda root: root.id))
User._meta.fields.update(user_fields(lambda root: root.email))

KEYS: Mapping[str, type[Key]] = {"Product": ProductKey, "Order": OrderKey, "User": UserKey}
TYPES = {ProductKey: Product, OrderKey: Order, UserKey: User}


def entities_of(context: HttpRequest, representations: Sequence[Any]) -> list[Any]:
    """For each representation, in their order: its key, which is the root of its type.

    Null for a product that the asker cannot see; for a malformed one a Refusal, which graphql-core
    tells in its place. Orders and people are not looked up: without rows of ours they have nothing.
    """
    keys = [_key_of(each) for each in representations]
    seen = _products_seen(context, (key for key in keys if isinstance(key, ProductKey)))
    return [None if isinstance(key, ProductKey) and key not in seen else key for key in keys]


def _key_of(representation: Any) -> Key | Refusal:
    try:
        return _key_read(representation)
    except InvalidInput as error:
        return refusal_of(error)


def _key_read(representation: Any) -> Key:
    if not isinstance(representation, Mapping):
        raise InvalidInput("A representation is an object.", "representations")
    key = KEYS.get(str(representation.get("__typename")))
    if key is None:
        raise InvalidInput(f"`__typename` is one of {', '.join(KEYS)}.", "representations")
    values: dict[str, Any] = {name: representation.get(name) for name in key._fields}
    for name, value in values.items():
        # Saleor's products can be asked for without a channel.
        if not (isinstance(value, str) and value) and (name, value) != ("channel", None):
            raise InvalidInput(f"A {key.__name__[:-3]} needs a text as its `{name}`.", name)
    inputs_check(values)
    return key(**values)


def _products_seen(context: HttpRequest, keys: Iterable[ProductKey]) -> set[ProductKey]:
    by_channel: dict[str | None, set[str]] = defaultdict(set)
    for product_id, channel in keys:
        by_channel[channel].add(product_id)
    sees_all = bool(by_channel) and requestor_of(context).is_staff_or_app
    return {
        ProductKey(product.id, channel)
        for channel, ids in by_channel.items()
        for product in _products(ids, channel)
        if product.is_published or sees_all
    }


def _products(ids: set[str], channel: str | None) -> Iterable[port.Product]:
    try:
        return commerce().products_get(ids, channel=channel_of(channel)).values()
    except CommerceError:  # no such channel
        return ()
