"""The base of all mutations: checks who asks, runs one service, answers refusals in the payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import graphene
from django.db import DataError
from graphene.types.mutation import MutationOptions
from graphql import ResolveInfo

from saleor_coaching_plugin.core.errors import DomainError, InvalidInput

from .access import Access, access_check
from .context import loaders_forget, requestor_of
from .errors import PayloadError
from .inputs import inputs_check
from .refusals import field_shown, refusals_told


class CoachingMutationOptions(MutationOptions):
    access: Access | None = None
    error_type: type[PayloadError] | None = None
    error_fields: Mapping[str, str] | None = None


class BaseMutation(graphene.Mutation):
    """A subclass does its work in `perform(info, **arguments)` and returns its payload.

    Meta: `description`; `access`, who may use it (others get a top-level PermissionDenied, as in
    Saleor); `error_type`, the type of the payload's `errors`; `error_fields`, where the domain
    calls an input by another name than the API (both in snake_case).
    """

    class Meta:
        abstract = True

    perform: ClassVar[Callable[..., Any]]

    @classmethod
    def __init_subclass_with_meta__(
        cls,
        *,
        access: Access,
        error_type: type[PayloadError],
        description: str,
        error_fields: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        meta = CoachingMutationOptions(cls)
        meta.access, meta.error_type, meta.error_fields = access, error_type, error_fields or {}
        super().__init_subclass_with_meta__(
            _meta=meta, description=f"{description} {access.rule}", **options
        )
        errors = graphene.NonNull(graphene.List(graphene.NonNull(error_type)))
        cls._meta.fields["errors"] = graphene.Field(errors, default_value=[])

    @classmethod
    def mutate(cls, root: Any, info: ResolveInfo, **arguments: Any) -> Any:
        with refusals_told():
            access_check(cls._meta.access, requestor_of(info.context))
            loaders_forget(info.context)
            try:
                return cls._performed(info, arguments)
            except DomainError as error:
                field = cls.error_field(error)
                return cls(errors=[cls._meta.error_type.of(error, field)])

    @classmethod
    def error_field(cls, error: DomainError) -> str | None:
        """The input, as the API calls it; `people.0.email` may be `participants.0.email`."""
        name, *parts = (error.field or "").split(".", 1)
        return field_shown(".".join([cls._meta.error_fields.get(name, name), *parts]))

    @classmethod
    def _performed(cls, info: ResolveInfo, arguments: Mapping[str, Any]) -> Any:
        inputs_check(arguments)
        try:
            return cls.perform(info, **arguments)
        except DataError:  # longer than its column, or out of its range; the service rolled back
            raise InvalidInput("A value is too long or out of range.") from None
