"""Build Saleor's schema with ours in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import graphene

from saleor_coaching_plugin.graphql.core.dataloaders import loaders_wrap
from saleor_coaching_plugin.graphql.schema import CoachingMutation, CoachingQuery

from .costs import costs_add
from .extensions import saleor_extensions
from .ours import Ours
from .outcome import merge_failed, merge_succeeded
from .writer import allow_writer, writer_allow

Builder = Callable[..., graphene.Schema]
Fields = Mapping[str, graphene.Field]


class NameClash(Exception):
    """Saleor has a field of this name by now."""


def builder_around(original: Builder) -> Builder:
    """Saleor's builder of its schema, for a schema with ours in it; without it if that fails."""

    def build(*arguments: Any, **named: Any) -> graphene.Schema:
        try:
            return _merged(original, *arguments, **named)
        # Whatever it is: without our part Saleor must still start.
        except Exception as error:
            merge_failed(error)
            return original(*arguments, **named)

    return build


def _merged(original: Builder, query: Any, mutation: Any, **others: Any) -> graphene.Schema:
    extended = saleor_extensions()
    added = {
        query: CoachingQuery._meta.fields,
        mutation: CoachingMutation._meta.fields,
        **extended,
    }
    for type_, fields in added.items():
        _clash_check(type_, fields)
    ours = Ours({type_._meta.name: list(fields) for type_, fields in added.items()})
    with _extended(extended):
        # Saleor's schema needs the names to stay.
        schema = original(
            type("Query", (CoachingQuery, query), {}),
            mutation=type("Mutation", (CoachingMutation, mutation), {}),
            **others,
        )
        writer_allow(schema, ours)
        costs_add(schema, ours)
    loaders_wrap(allow_writer)
    merge_succeeded()
    return schema


def _clash_check(type_: Any, fields: Fields) -> None:
    clashing = sorted(set(fields) & set(type_._meta.fields))
    if clashing:
        raise NameClash(f"{type_._meta.name} already has {', '.join(clashing)}")


@contextmanager
def _extended(extended: Mapping[Any, Fields]) -> Iterator[None]:
    """Give Saleor's types their new fields; take them back if what follows fails."""
    for type_, fields in extended.items():
        type_._meta.fields.update(fields)
    try:
        yield
    except Exception:
        for type_, fields in extended.items():
            for name in fields:
                del type_._meta.fields[name]
        raise
