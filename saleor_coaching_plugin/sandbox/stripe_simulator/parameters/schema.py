"""The types of parameters, and their refusals in Stripe's words. Unknown names are refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from saleor_coaching_plugin.sandbox.stripe_simulator.errors import ApiError, parameter_error

from .form import FormValue


class Field(Protocol):
    """Reads one parameter; `name` is how a refusal calls it, such as `line_items[0][quantity]`."""

    def read(self, raw: FormValue, name: str) -> Any: ...


@dataclass(frozen=True)
class Text:
    """Not empty: Stripe takes an empty string as a wish to unset."""

    max_length: int = 5000

    def read(self, raw: FormValue, name: str) -> str:
        value = _plain(raw, name)
        if value == "":
            raise _cannot_unset(name)
        if len(value) > self.max_length:
            raise parameter_error(
                f"Invalid string: {name} must be at most {self.max_length} characters",
                param=name,
            )
        return value


@dataclass(frozen=True)
class Integer:
    minimum: int | None = None

    def read(self, raw: FormValue, name: str) -> int:
        value = _plain(raw, name)
        if re.fullmatch(r"-?[0-9]{1,18}", value) is None:
            raise parameter_error(
                f"Invalid integer: {value}", code="parameter_invalid_integer", param=name
            )
        number = int(value)
        if self.minimum is not None and number < self.minimum:
            raise parameter_error(
                f"This value must be greater than or equal to {self.minimum}.",
                code="parameter_invalid_integer",
                param=name,
            )
        return number


@dataclass(frozen=True)
class Boolean:
    def read(self, raw: FormValue, name: str) -> bool:
        value = _plain(raw, name)
        # SDKs before 13 send Python's own spelling.
        if value not in ("true", "false", "True", "False"):
            raise parameter_error(f"Invalid boolean: {value}", param=name)
        return value.lower() == "true"


@dataclass(frozen=True)
class Choice:
    options: tuple[str, ...]

    def read(self, raw: FormValue, name: str) -> str:
        value = _plain(raw, name)
        if value not in self.options:
            listed = ", ".join(self.options[:-1]) + f", or {self.options[-1]}"
            last = name.rpartition("[")[2].rstrip("]")
            raise parameter_error(f"Invalid {last}: must be one of {listed}", param=name)
        return value


@dataclass(frozen=True)
class CurrencyCode:
    """Read as lower case."""

    def read(self, raw: FormValue, name: str) -> str:
        value = _plain(raw, name).lower()
        if re.fullmatch(r"[a-z]{3}", value) is None:
            raise parameter_error(f"Invalid currency: {value}", param=name)
        return value


@dataclass(frozen=True)
class WebAddress:
    def read(self, raw: FormValue, name: str) -> str:
        value = _plain(raw, name)
        # No control characters and no blanks: the address ends up in a Location header.
        if re.fullmatch(r"https?://[^\s\x00-\x1f\x7f]+", value) is None:
            raise parameter_error(
                "Not a valid URL: an explicit scheme (such as https) must be provided.",
                code="url_invalid",
                param=name,
            )
        return value


@dataclass(frozen=True)
class Metadata:
    """Read as a dictionary; a value of "" takes its key away. `metadata=""` is read as None.

    https://docs.stripe.com/api/metadata: 50 keys of 40 characters, values of 500.
    """

    def read(self, raw: FormValue, name: str) -> dict[str, str] | None:
        if raw == "":
            return None
        pairs = {key: _plain(value, f"{name}[{key}]") for key, value in _tree(raw, name).items()}
        if len(pairs) > 50:
            raise parameter_error("You can only have up to 50 metadata keys.", param=name)
        for key, value in pairs.items():
            if len(key) > 40 or len(value) > 500:
                raise parameter_error(
                    "Metadata keys have up to 40 characters and values up to 500.", param=name
                )
        return pairs


@dataclass(frozen=True)
class ArrayOf:
    item: Field
    max_items: int = 100

    def read(self, raw: FormValue, name: str) -> list[Any]:
        tree = _tree(raw, name)
        if not all(re.fullmatch(r"[0-9]{1,4}", key) for key in tree):
            raise parameter_error(f"Invalid array: {name}", param=name)
        if len(tree) > self.max_items:
            raise parameter_error(
                f"Array {name} exceeded maximum {self.max_items} allowed elements.", param=name
            )
        keys = sorted(tree, key=int)
        return [self.item.read(tree[key], f"{name}[{key}]") for key in keys]


@dataclass(frozen=True)
class Group:
    """Named parameters. At the top its name is empty."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    def read(self, raw: FormValue, name: str = "") -> dict[str, Any]:
        tree = _tree(raw, name)
        for key in tree:
            if key not in self.fields:
                unknown = _child(name, key)
                raise parameter_error(
                    f"Received unknown parameter: {unknown}",
                    code="parameter_unknown",
                    param=unknown,
                )
        for key in self.required:
            if key not in tree:
                missing = _child(name, key)
                raise parameter_error(
                    f"Missing required param: {missing}.", code="parameter_missing", param=missing
                )
        return {key: self.fields[key].read(tree[key], _child(name, key)) for key in tree}


@dataclass(frozen=True)
class MomentFilter:
    """A Unix time, or bounds: `{"gte": 1700000000}`. Read as bounds."""

    bounds: Group = Group({key: Integer() for key in ("gt", "gte", "lt", "lte")})

    def read(self, raw: FormValue, name: str) -> dict[str, int]:
        if isinstance(raw, dict):
            return self.bounds.read(raw, name)
        moment = Integer().read(raw, name)
        return {"gte": moment, "lte": moment}


def _child(parent: str, key: str) -> str:
    return f"{parent}[{key}]" if parent else key


def _plain(raw: FormValue, name: str) -> str:
    if isinstance(raw, dict):
        raise parameter_error(f"Invalid string: {name} is not a plain value", param=name)
    return raw


def _tree(raw: FormValue, name: str) -> dict[str, FormValue]:
    if not isinstance(raw, dict):
        raise parameter_error(f"Invalid object: {name} must have members", param=name)
    return raw


def _cannot_unset(name: str) -> ApiError:
    return parameter_error(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to "
        f"unset a parameter; however '{name}' cannot be unset.",
        code="parameter_invalid_empty",
        param=name,
    )
