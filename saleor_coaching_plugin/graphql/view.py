"""The endpoint: one query or mutation per POST of JSON. It shows no explorer page."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from graphene_django.views import GraphQLView, HttpError
from graphql import GraphQLError
from graphql.execution import ExecutionResult

from .execution import error_shown, execution
from .schema import schema

JSON = "application/json"


class CoachingGraphQLView(GraphQLView):
    """Who asks is told by a header alone, and only JSON is taken: no other site's form can act."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            content, status = self.get_response(request, self.parse_body(request))
        except HttpError as error:
            return _refused(str(error.message), status=error.response.status_code)
        return _private(HttpResponse(content, status=status, content_type=JSON))

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises HttpError: 413 too large, 415 no JSON by its type, 400 no JSON object."""
        if self.get_content_type(request) != JSON:
            raise HttpError(HttpResponse(status=415), "Send JSON as application/json.")
        try:
            # Amounts must not pass through a float.
            body = json.loads(request.body, parse_float=Decimal)
        except RequestDataTooBig:
            raise HttpError(HttpResponse(status=413), "The request is too large.") from None
        except (ValueError, RecursionError):
            raise HttpError(HttpResponse(status=400), "The body is no JSON.") from None
        if not isinstance(body, dict):
            raise HttpError(HttpResponse(status=400), "Send one query at a time, as an object.")
        return body

    @staticmethod
    def get_graphql_params(
        request: HttpRequest, data: dict[str, Any]
    ) -> tuple[Any, Any, Any, None]:
        """Of the body alone: addresses end up in logs."""
        return data.get("query"), data.get("variables"), data.get("operationName"), None

    @sensitive_variables()
    def execute_graphql_request(
        self,
        request: HttpRequest,
        data: dict[str, Any],
        query: Any,
        variables: Any,
        operation_name: Any,
        show_graphiql: bool = False,
    ) -> ExecutionResult:
        if not isinstance(query, str) or not query.strip():
            raise HttpError(HttpResponse(status=400), "Must provide a query string.")
        if not isinstance(variables or {}, dict):
            raise HttpError(HttpResponse(status=400), "Variables must be an object.")
        return execution(
            request, query, variables, operation_name=operation_name, schema=self.schema
        )

    @staticmethod
    def format_error(error: Exception) -> dict[str, Any]:
        return error_shown(error)


def _refused(message: str, *, status: int) -> HttpResponse:
    return _private(JsonResponse({"errors": [error_shown(GraphQLError(message))]}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def graphql_view_of(of: Any) -> Any:
    """The endpoint of a schema, this one or one that it is merged into."""
    return csrf_exempt(CoachingGraphQLView.as_view(schema=of))


graphql_view = graphql_view_of(schema)
