"""Run one GraphQL request: the limits, then the schema, then errors as Saleor formats them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from graphql import GraphQLError, format_error, get_default_backend
from graphql.execution import ExecutionResult

from saleor_coaching_plugin.core.errors import DomainError
from saleor_coaching_plugin.core.failures import failure_log

from .core.refusals import InternalServerError, Refusal, refusal_of
from .limits import MAX_QUERY_CHARS, document_check
from .schema import schema as coaching_schema


def execute(
    request: HttpRequest,
    query: str,
    variables: Mapping[str, Any] | None = None,
    *,
    operation_name: str | None = None,
    schema: Any = coaching_schema,
) -> dict[str, Any]:
    """The response as a dict of `data` and, if there are any, `errors`.

    Who asks is read from `request`, as for a request over HTTP.
    """
    result = execution(request, query, variables, operation_name=operation_name, schema=schema)
    response: dict[str, Any] = {} if result.invalid else {"data": result.data}
    if result.errors:
        response["errors"] = [error_shown(error) for error in result.errors]
    return response


def execution(
    request: HttpRequest,
    query: str,
    variables: Mapping[str, Any] | None,
    *,
    operation_name: str | None,
    schema: Any,
) -> ExecutionResult:
    """The result as graphql-core gives it; `invalid` when nothing was run."""
    try:
        document = _parsed(query, schema)
        return document.execute(
            context_value=request,
            variable_values=dict(variables or {}),
            operation_name=operation_name,
        )
    except Exception as error:
        return ExecutionResult(errors=[error], invalid=True)


def error_shown(error: Exception) -> dict[str, Any]:
    """Message, place and `extensions.exception.code`: the domain's code, or the class's name.

    Of an exception that nobody foresaw the client learns nothing.
    """
    cause = _cause(error)
    shown: dict[str, Any] = format_error(error)
    if isinstance(cause, DomainError):  # of another part of a merged schema
        cause = refusal_of(cause)
    if isinstance(cause, Refusal):
        shown["extensions"] = dict(cause.extensions or {})
    elif not isinstance(cause, GraphQLError):
        failure_log(cause)
        cause = InternalServerError()
        shown["message"] = cause.message
    shown.setdefault("extensions", {})["exception"] = {"code": type(cause).__name__}
    return shown


def _parsed(query: str, schema: Any) -> Any:
    if len(query) > MAX_QUERY_CHARS:
        raise GraphQLError(f"The query is longer than {MAX_QUERY_CHARS} characters.")
    try:
        document = get_default_backend().document_from_string(schema, query)
        document_check(document.document_ast)
    except RecursionError:
        raise GraphQLError("The query is nested too deeply.") from None
    return document


def _cause(error: Exception) -> Exception:
    while isinstance(inner := getattr(error, "original_error", None), Exception):
        error = inner
    return error
