"""How large a request may be, judged before anything of it is run."""

from __future__ import annotations

from typing import Any, NamedTuple

from graphql import GraphQLError
from graphql.language import ast

MAX_QUERY_CHARS = 40_000
MAX_DEPTH = 15
"""Tools' introspection queries need 13."""
MAX_FIELDS = 500
"""With fragments written out wherever they are used."""
MAX_ROOT_FIELDS = 30


class _Size(NamedTuple):
    depth: int
    fields: int
    roots: int
    """Fields at the top level alone."""


_NOTHING = _Size(0, 0, 0)


def document_check(document: Any) -> None:
    """Raises GraphQLError when the parsed document is too deep or asks for too much."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, ast.FragmentDefinition)
    }
    measure = _Measure(fragments)
    for definition in document.definitions:
        # Fragments too, though nobody may use them: graphql-core looks at all of them.
        if isinstance(definition, ast.OperationDefinition | ast.FragmentDefinition):
            _check(measure.of(definition.selection_set))


def _check(size: _Size) -> None:
    if size.depth > MAX_DEPTH:
        raise GraphQLError(f"The query is nested deeper than {MAX_DEPTH} levels.")
    if size.fields > MAX_FIELDS:
        raise GraphQLError(f"The query asks for more than {MAX_FIELDS} fields.")
    if size.roots > MAX_ROOT_FIELDS:
        raise GraphQLError(f"Ask for at most {MAX_ROOT_FIELDS} things in one request.")


class _Measure:
    """Each fragment is measured once, so that nesting them cannot make measuring slow."""

    def __init__(self, fragments: dict[str, Any]) -> None:
        self._fragments = fragments
        self._known: dict[str, _Size] = {}
        self._open: set[str] = set()
        """Being measured: graphql-core 2 never comes to an end with a fragment in itself."""

    def of(self, selection_set: Any) -> _Size:
        if selection_set is None:
            return _NOTHING
        sizes = [self._selection(each) for each in selection_set.selections]
        return _Size(
            depth=max((size.depth for size in sizes), default=0),
            fields=sum(size.fields for size in sizes),
            roots=sum(size.roots for size in sizes),
        )

    def _selection(self, selection: Any) -> _Size:
        if isinstance(selection, ast.FragmentSpread):
            return self._fragment(selection.name.value)
        size = self.of(selection.selection_set)
        if isinstance(selection, ast.Field):
            return _Size(size.depth + 1, size.fields + 1, roots=1)
        return size

    def _fragment(self, name: str) -> _Size:
        if name in self._open:
            raise GraphQLError(f"The fragment {name} contains itself.")
        if name not in self._known:
            self._open.add(name)
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set) if fragment else _NOTHING
            self._open.remove(name)
        return self._known[name]
