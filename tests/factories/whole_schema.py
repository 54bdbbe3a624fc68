"""Ask for everything that a schema has, as somebody, and hand back every byte of the answers.

    found = ask_everything(asking_as(token), {"id": [...], "token": [...], "chain": [...]})
    told = try_everything(asking_as(token), {"id": [...], "assignmentId": [...]})

`ids` has the values for arguments by the argument's name. A required argument whose name is not
among them is asked with every value there is. Where all are optional, the field is asked without
any, and once more with each value that has the argument's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.test import Client
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    build_client_schema,
)
from graphql.type.definition import get_named_type
from graphql.utils.introspection_query import introspection_query

Ids = Mapping[str, Sequence[Any]]
Ask = Callable[[str], bytes]
"""Sends a query and returns the response's content."""

MAX_DEPTH = 14
PAYLOAD_DEPTH = 4
"""Of a mutation: what lies deeper is reached by queries too."""
MAX_FIELDS = 300
"""In one query; the endpoint takes more."""
SAMPLES = {"Int": 1, "Boolean": True, "Date": "2027-05-01", "Decimal": "1.00"}
"""By scalar, where a mutation's argument has no value of its own; all others get a word."""
NUMBERS = range(1, 6)
"""For a required Int without a value of its own."""


def asking_as(token: str | None, *, path: str = "/graphql/") -> Ask:
    """Over HTTP, with that token; None is anonymous."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(query: str) -> bytes:
        body = json.dumps({"query": query})
        response = Client().post(path, body, content_type="application/json", headers=headers)
        return bytes(response.content)

    return ask


def ask_everything(ask: Ask, ids: Ids) -> bytes:
    """Every field of every field of Query, as far as whoever asks gets an answer."""
    schema = build_client_schema(json.loads(ask(introspection_query))["data"])
    answers = [answer for question in questions(schema, ids) for answer in _answers(ask, question)]
    return b"\n".join(answers)


def try_everything(ask: Ask, ids: Ids) -> bytes:
    """Every mutation, so often that each value of each of its arguments was sent once.

    Values of the same place in their lists are sent together. Whatever is changed, is changed.
    """
    schema = build_client_schema(json.loads(ask(introspection_query))["data"])
    return b"\n".join(map(ask, attempts(schema, ids)))


@dataclass(frozen=True)
class Step:
    """One selection on the way to a leaf: a field with its arguments, or a fragment."""

    text: str
    key: str | None
    """Under which the answer has it; None for a fragment."""


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Question:
    """One call of a field of Query, with all that can be selected below it."""

    key: str
    paths: Sequence[Path]


def questions(schema: Any, ids: Ids) -> Iterator[Question]:
    whole = _Schema(schema, ids)
    for name, field in schema.get_query_type().fields.items():
        below = list(whole.paths(field.type, MAX_DEPTH - 1))
        for arguments in whole.calls(field):
            step = Step(f"{name}{arguments}", name)
            yield Question(name, [(step, *path) for path in below])


def attempts(schema: Any, ids: Ids) -> Iterator[str]:
    """One mutation each, with all that its payload has below it."""
    whole = _Schema(schema, ids)
    for name, field in schema.get_mutation_type().fields.items():
        below = list(whole.paths(field.type, PAYLOAD_DEPTH))
        for turn in range(whole.turns(field.args)):
            step = Step(f"{name}{whole.turn(field.args, turn)}", name)
            for part, _ in queries([(step, *path) for path in below]):
                yield f"mutation {_text(part)}"


def queries(paths: Sequence[Path]) -> Iterator[tuple[Sequence[Path], str]]:
    """The same in queries that an endpoint takes, each with its paths."""
    part: list[Path] = []
    seen: set[Path] = set()
    for path in paths:
        steps = {path[: length + 1] for length in range(len(path))}
        if part and len(seen | steps) > MAX_FIELDS:
            yield part, _text(part)
            part, seen = [], set()
        part.append(path)
        seen |= steps
    if part:
        yield part, _text(part)


def _answers(ask: Ask, question: Question) -> Iterator[bytes]:
    for part, query in queries(question.paths):
        is_there = False
        while query:
            content = ask(query)
            yield content
            answer = json.loads(content)
            refused = _refused(answer, query)
            is_there = bool(refused or (answer["data"] or {}).get(question.key))
            left = [path for path in part if not _is_below(path, refused)]
            part, query = left, _text(left) if refused and left else ""
        if not is_there:
            return


def _refused(answer: Mapping[str, Any], query: str) -> set[tuple[str, ...]]:
    """What was refused below the root and took its neighbours with it, as it cannot be null."""
    errors = answer.get("errors", [])
    assert "data" in answer, (query, errors)
    hiding = (error["path"] for error in errors if _is_lost(answer["data"], error["path"][:-1]))
    keys = (tuple(key for key in path if isinstance(key, str)) for path in hiding)
    return {path for path in keys if len(path) > 1}


def _is_lost(value: Any, path: Sequence[str | int]) -> bool:
    """Whether there is nothing any more where `path` leads to."""
    for key in path:
        if value is None:
            return True
        value = value[key]
    return value is None


def _is_below(path: Path, refused: set[tuple[str, ...]]) -> bool:
    keys = tuple(step.key for step in path if step.key)
    return any(keys[: len(each)] == each for each in refused)


def _text(paths: Sequence[Path]) -> str:
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for step in path:
            branch = branch.setdefault(step.text, {})
    return _selection(tree)


def _selection(tree: Mapping[str, Any]) -> str:
    inner = (f"{text} {_selection(below)}" if below else text for text, below in tree.items())
    return f"{{ {' '.join(inner)} }}"


class _Enum(str):
    """Stands in a query without quotes."""


@dataclass(frozen=True)
class _Schema:
    schema: Any
    ids: Ids

    def paths(self, kind: Any, depth: int, above: tuple[str, ...] = ()) -> Iterator[Path]:
        """All ways to a leaf. A type is not gone through twice on one way."""
        named = get_named_type(kind)
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            for each in self.schema.get_possible_types(named):
                fragment = Step(f"... on {each.name}", None)
                ways = self._fields(each, depth, above, prefix=f"{each.name}_")
                yield from ((fragment, *way) for way in ways)
        elif isinstance(named, GraphQLObjectType):
            yield from self._fields(named, depth, above)
        else:
            yield ()

    def _fields(
        self, parent: Any, depth: int, above: tuple[str, ...], prefix: str = ""
    ) -> Iterator[Path]:
        if not depth or parent.name in above:
            return
        for name, field in parent.fields.items():
            below = list(self.paths(field.type, depth - 1, (*above, parent.name)))
            for number, arguments in enumerate(self.calls(field)):
                key = f"{prefix}{name}" if not number else f"{prefix}{name}_{number}"
                alias = f"{key}: " if key != name else ""
                step = Step(f"{alias}{name}{arguments}", key)
                yield from ((step, *path) for path in below)

    def calls(self, field: Any) -> Iterator[str]:
        """Its arguments in brackets, in each way that it is to be called."""
        first = {"first": 100} if "first" in field.args else {}
        required = {
            name: list(self._values(name, argument.type))
            for name, argument in field.args.items()
            if isinstance(argument.type, GraphQLNonNull)
        }
        for values in product(*required.values()):
            yield _brackets(first | dict(zip(required, values, strict=True)))
        for name, argument in field.args.items():
            if not required and name in self.ids:
                for value in self._values(name, argument.type):
                    yield _brackets(first | {name: value})

    def turns(self, arguments: Mapping[str, Any]) -> int:
        """How many it takes to send each value once."""
        known = (len(self.ids.get(name, "")) for name in _names(arguments))
        return max(1, *known)

    def turn(self, arguments: Mapping[str, Any], number: int) -> str:
        """All arguments in brackets, optional ones too."""
        return _brackets(self._turned(arguments, number))

    def _turned(self, fields: Mapping[str, Any], number: int) -> dict[str, Any]:
        return {name: self._sample(name, field.type, number) for name, field in fields.items()}

    def _sample(self, name: str, kind: Any, number: int) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._sample(name, kind.of_type, number)
        if name in self.ids:
            return self.ids[name][number % len(self.ids[name])]
        if isinstance(kind, GraphQLList):
            return [self._sample(name, kind.of_type, number)]
        if isinstance(kind, GraphQLEnumType):
            return _Enum(kind.values[number % len(kind.values)].name)
        if isinstance(kind, GraphQLInputObjectType):
            return self._turned(kind.fields, number)
        return SAMPLES.get(kind.name, "x")

    def _values(self, name: str, kind: Any) -> Iterator[Any]:
        if isinstance(kind, GraphQLNonNull):
            yield from self._values(name, kind.of_type)
        elif name in self.ids:
            yield from self.ids[name]
        elif isinstance(kind, GraphQLList):
            yield from ([value] for value in self._values(name, kind.of_type))
        elif isinstance(kind, GraphQLEnumType):
            yield from (_Enum(value.name) for value in kind.values)
        elif isinstance(kind, GraphQLInputObjectType):
            yield from self._inputs(kind)
        else:
            yield from self._scalars(kind.name)

    def _inputs(self, kind: Any) -> Iterator[dict[str, Any]]:
        required = {
            name: list(self._values(name, field.type))
            for name, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull)
        }
        for values in product(*required.values()):
            yield dict(zip(required, values, strict=True))

    def _scalars(self, name: str) -> Iterator[Any]:
        if name == "_Any":
            yield from self._representations()
        elif name == "Int":
            yield from NUMBERS
        elif name == "Boolean":
            yield from (True, False)
        else:
            yield from dict.fromkeys(
                value for values in self.ids.values() for value in values if isinstance(value, str)
            )

    def _representations(self) -> Iterator[dict[str, str]]:
        """Of each entity by its `id` or `email`, whatever it is the id of."""
        for entity in self.schema.get_type("_Entity").types:
            key = "id" if "id" in entity.fields else "email"
            for value in self.ids.get(key, ()):
                yield {"__typename": entity.name, key: value}


def _names(fields: Mapping[str, Any]) -> Iterator[str]:
    """Of arguments or fields of an input, and of the inputs in it."""
    for name, field in fields.items():
        yield name
        named = get_named_type(field.type)
        if isinstance(named, GraphQLInputObjectType):
            yield from _names(named.fields)


def _brackets(arguments: Mapping[str, Any]) -> str:
    written = ", ".join(f"{name}: {_literal(value)}" for name, value in arguments.items())
    return f"({written})" if written else ""


def _literal(value: Any) -> str:
    if isinstance(value, _Enum):
        return str(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name}: {_literal(each)}" for name, each in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value)
