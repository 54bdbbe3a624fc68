"""`_service` and `_entities`, as a gateway of Apollo Federation 1 asks for them.

See https://www.apollographql.com/docs/federation/v1/federation-spec/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from graphene.types.generic import GenericScalar
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import InvalidInput
from saleor_coaching_plugin.graphql.core.refusals import refusals_told

from .entities import TYPES, Key, entities_of
from .sdl import subgraph_sdl

MAX_ENTITIES = 100
"""As many as Saleor's own subgraph takes."""


class _Any(GenericScalar):
    """A representation of an entity: its `__typename` and key."""


class _Entity(graphene.Union):
    class Meta:
        types = tuple(TYPES.values())

    @classmethod
    def resolve_type(cls, instance: Key, info: ResolveInfo) -> Any:
        return TYPES[type(instance)]


class _Service(graphene.ObjectType):
    """What a gateway composes."""

    sdl = graphene.String(required=True)


class FederationQuery(graphene.ObjectType):
    service = graphene.Field(
        _Service, name="_service", required=True, description="For a gateway: the schema."
    )
    entities = graphene.List(
        _Entity,
        name="_entities",
        required=True,
        description="For a gateway: what we add to the shop's own types.",
        representations=graphene.List(graphene.NonNull(_Any), required=True),
    )

    @staticmethod
    def resolve_service(root: None, info: ResolveInfo) -> dict[str, str]:
        return {"sdl": subgraph_sdl(info.schema)}

    @staticmethod
    def resolve_entities(
        root: None, info: ResolveInfo, representations: Sequence[Any]
    ) -> list[Any]:
        with refusals_told():
            if len(representations) > MAX_ENTITIES:
                raise InvalidInput(f"Ask for at most {MAX_ENTITIES} at once.", "representations")
            return entities_of(info.context, representations)
