"""What in the merged schema is ours: whole types, and single fields of Saleor's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from graphene.types.typemap import GrapheneObjectType
from graphene.utils.str_converters import to_camel_case

PACKAGE = "saleor_coaching_plugin."


@dataclass(frozen=True)
class Ours:
    added: Mapping[str, Collection[str]]
    """Saleor's types by name, and the fields that we added to each, in snake_case."""

    def of(self, schema: graphene.Schema) -> Iterator[tuple[str, str, Any]]:
        """(type, field, the field itself) as graphql-core has them."""
        for name, type_ in schema.get_type_map().items():
            if name in self.added:
                added = {to_camel_case(field) for field in self.added[name]}
                yield from ((name, field, type_.fields[field]) for field in added)
            elif _is_own(type_):
                yield from ((name, field, found) for field, found in type_.fields.items())


def _is_own(type_: Any) -> bool:
    return isinstance(type_, GrapheneObjectType) and type_.graphene_type.__module__.startswith(
        PACKAGE
    )
