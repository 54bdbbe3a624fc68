"""Payload errors as in Saleor: one type and one closed enum of codes per domain."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import graphene

from saleor_coaching_plugin.core.errors import CoreErrorCode, DomainError


class PayloadError(graphene.ObjectType):
    """Base of the error types. A subclass lists in Meta the domains' enums that may answer."""

    class Meta:
        abstract = True

    domain_codes: tuple[type[StrEnum], ...]
    values: frozenset[str]

    @classmethod
    def __init_subclass_with_meta__(
        cls, codes: tuple[type[StrEnum], ...], description: str, **options: Any
    ) -> None:
        cls.domain_codes = (CoreErrorCode, *codes)
        members = {code.name: code.value for each in cls.domain_codes for code in each}
        cls.values = frozenset(members.values())
        enum = graphene.Enum(f"{cls.__name__}Code", sorted(members.items()))
        super().__init_subclass_with_meta__(description=description, **options)
        cls._meta.fields.update(
            field=graphene.Field(
                graphene.String,
                description="Name of the input that caused it; null when it is about the whole.",
            ),
            message=graphene.Field(graphene.String, description="What to do about it."),
            code=graphene.Field(enum, required=True, description="The error code."),
        )

    @classmethod
    def of(cls, error: DomainError, field: str | None) -> dict[str, str | None]:
        """The root. An unmapped code would null the payload, so it becomes GRAPHQL_ERROR."""
        code = error.code if error.code.value in cls.values else CoreErrorCode.GRAPHQL_ERROR
        return {"field": field, "message": error.message, "code": code.value}
