"""Refusals outside a payload: what a query answers instead of data, and what never gets out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLError

from saleor_coaching_plugin.core import errors
from saleor_coaching_plugin.core.failures import failure_log


class Refusal(GraphQLError):
    """A DomainError as a top-level error; `extensions` has its code and field.

    Saleor shows an exception's class as its code, so there is a class for each code.
    """

    def __init__(self, error: errors.DomainError) -> None:
        super().__init__(
            error.message, extensions={"code": error.code.name, "field": field_shown(error.field)}
        )


class PermissionDenied(Refusal):
    """Named as Saleor's own."""


class InternalServerError(GraphQLError):
    """Stands for an exception whose text is not for the client."""

    def __init__(self) -> None:
        super().__init__("Internal Server Error")


def field_shown(field: str | None) -> str | None:
    """A field as the API calls it: `steps.1.delay_seconds` is `steps.1.delaySeconds`."""
    return ".".join(to_camel_case(part) for part in field.split(".")) if field else None


def refusal_of(error: errors.DomainError) -> Refusal:
    if isinstance(error, errors.PermissionDenied):
        return PermissionDenied(error)
    return _class_of(error.code.name)(error)


@cache
def _class_of(code: str) -> type[Refusal]:
    return type(code, (Refusal,), {})


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn a DomainError into a Refusal, and any other exception into a plain "it failed"."""
    try:
        yield
    except GraphQLError:
        raise
    except errors.DomainError as error:
        raise refusal_of(error) from None
    except Exception as error:
        failure_log(error)
        raise InternalServerError from None
