"""Base of the shop's mutations: a payload that carries its refusals."""

from __future__ import annotations

from typing import Any

import graphene
from graphql.execution.base import ResolveInfo

from saleor_coaching_plugin.core.errors import DomainError, PermissionDenied

from .errors import ShopError


class BaseMutation(graphene.Mutation):
    """A subclass names its `error_type` in Meta and does its work in `perform`.

    A DomainError becomes `errors[]`; a PermissionDenied an error of the whole request, as in
    Saleor.
    """

    class Meta:
        abstract = True

    error_type: type[ShopError]

    @classmethod
    def __init_subclass_with_meta__(cls, error_type: type[ShopError], **options: Any) -> None:
        cls.error_type = error_type
        super().__init_subclass_with_meta__(**options)
        cls._meta.fields["errors"] = graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(error_type))),
            resolver=lambda payload, info: payload.errors or [],
        )

    @classmethod
    def mutate(cls, root: None, info: ResolveInfo, **arguments: Any) -> Any:
        try:
            return cls.perform(info, **arguments)
        except PermissionDenied:
            raise
        except DomainError as error:
            return cls(errors=[cls.error_type.of(error)])

    @classmethod
    def perform(cls, info: ResolveInfo, **arguments: Any) -> Any:
        raise NotImplementedError
