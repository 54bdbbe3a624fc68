"""A Saleor starts up in a process of its own, and tells what became of the merge, as JSON.

The argument is what is different about that Saleor; see `SCENES`.
"""

from __future__ import annotations

import json
import logging
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import graphene

BUILDER = "saleor.graphql.core.federation.schema"
OF_THE_MACHINE = "coaching.W004"
"""Pango may be missing, whatever became of the merge."""


def as_it_is() -> None:
    django.setup()


def builder_gone() -> None:
    """A later Saleor that builds its schema elsewhere."""
    sys.modules[BUILDER] = types.ModuleType(BUILDER)
    django.setup()
    del sys.modules[BUILDER]


def alone() -> None:
    """No other plugin, whose imports would have filled Saleor's lists before ours was ready."""
    from django.conf import settings

    settings.PLUGINS = [each for each in settings.PLUGINS if each.startswith("saleor_coaching")]
    django.setup()


def schema_early() -> None:
    """Another plugin has imported the API before ours was ready."""
    sys.modules["saleor.graphql.api"] = types.ModuleType("saleor.graphql.api")
    django.setup()
    del sys.modules["saleor.graphql.api"]


def field_taken() -> None:
    """Saleor has a field of that name by now."""
    django.setup()
    from saleor.graphql.order.types import Order

    Order._meta.fields["accepted_terms"] = graphene.Field(graphene.String)


def type_taken() -> None:
    """Saleor has a type of that name by now."""
    django.setup()
    from saleor.graphql.order.types import Order

    taken = type("ContractTerms", (graphene.ObjectType,), {"theirs": graphene.String()})
    Order._meta.fields["their_terms"] = graphene.Field(taken)


SCENES: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (as_it_is, alone, builder_gone, schema_early, field_taken, type_taken)
}


def own_endpoint_answers() -> bool:
    """With a schema of its own."""
    from django.test import RequestFactory

    from saleor_coaching_plugin.graphql.view import graphql_view

    request = RequestFactory().post(
        "/", json.dumps({"query": "{ _service { sdl } }"}), content_type="application/json"
    )
    answer = json.loads(graphql_view(request).content)
    return "extend type Product" in answer["data"]["_service"]["sdl"]


def told() -> dict[str, Any]:
    import saleor
    from django.core.checks import run_checks
    from saleor.graphql.api import schema
    from saleor.graphql.query_cost_map import COST_MAP
    from saleor.graphql.schema_printer import print_schema

    committed = Path(saleor.__file__).parent / "graphql" / "schema.graphql"
    ours = [each.id for each in run_checks() if str(each.id).startswith("coaching.")]
    return {
        "warnings": [each for each in ours if each != OF_THE_MACHINE],
        "is_saleors": print_schema(schema).strip() == committed.read_text().strip(),
        "has_ours": "contractTerms" in schema.get_query_type().fields,
        "product_has_ours": "contractTerms" in schema.get_type("Product").fields,
        "costs": "contractTerms" in COST_MAP["Query"],
        "own_endpoint": own_endpoint_answers(),
    }


if __name__ == "__main__":
    log: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: log.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("saleor_coaching_plugin").addHandler(handler)
    SCENES[sys.argv[1]]()
    print(json.dumps({**told(), "log": log}))
