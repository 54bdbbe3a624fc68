"""Which enums of error codes the services of a mutation can answer with, read off the imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import saleor_coaching_plugin

PACKAGE = Path(saleor_coaching_plugin.__file__).parent
_SERVICES = re.compile(r"\.services|\.evidence\.erasure$")


def codes_reachable(mutation_module: str) -> set[str]:
    """Names of the `…ErrorCode` classes in all that the module's services import."""
    services = {name for name in _imported(mutation_module) if _SERVICES.search(name)}
    assert services, f"{mutation_module} calls no service"
    return {
        definition.name
        for module in _closure(services)
        for definition in _tree(module).body
        if isinstance(definition, ast.ClassDef) and definition.name.endswith("ErrorCode")
    }


def _closure(modules: set[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += _imported(module)
    return seen


@cache
def _imported(module: str) -> frozenset[str]:
    """Modules of ours that it names in `from … import …`."""
    return frozenset(
        name
        for statement in ast.walk(_tree(module))
        if isinstance(statement, ast.ImportFrom)
        for name in _names(module, statement)
        if _file(name)
    )


def _names(module: str, statement: ast.ImportFrom) -> Iterator[str]:
    base = statement.module or ""
    if statement.level:
        is_package = _file(module).name == "__init__.py"  # type: ignore[union-attr]
        parts = module.split(".")
        parts = parts[: len(parts) - statement.level + is_package]
        base = ".".join([*parts, base]).rstrip(".")
    yield base
    yield from (f"{base}.{alias.name}" for alias in statement.names)


def _tree(module: str) -> ast.Module:
    file = _file(module)
    assert file is not None
    return ast.parse(file.read_text())


def _file(module: str) -> Path | None:
    if module.partition(".")[0] != PACKAGE.name:
        return None
    path = PACKAGE.parent.joinpath(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in candidates if file.exists()), None)
