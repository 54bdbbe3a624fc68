"""A worker on a machine without Pango: importing WeasyPrint fails as it does there."""

from __future__ import annotations

import runpy
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any


class WithoutPango:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return None


sys.meta_path.insert(0, WithoutPango())  # type: ignore[arg-type]
runpy.run_path(str(Path(__file__).with_name("flow_worker.py")))
