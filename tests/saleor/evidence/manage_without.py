"""Saleor's manage.py, in its folder, where importing one package fails as if it were missing.

`manage_without.py PACKAGE ARGUMENT...`
"""

from __future__ import annotations

import runpy
import sys
from importlib.machinery import ModuleSpec
from typing import Any


class Without:
    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name.partition(".")[0] == self.package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, Without(sys.argv.pop(1)))  # type: ignore[arg-type]
sys.path.insert(0, "")
runpy.run_path("manage.py", run_name="__main__")
