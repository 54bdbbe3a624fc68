"""The sandbox's commands, as the Makefile calls them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .scratch import scratch_database

SCHEMA = Path("schema.graphql")
VAR = Path("var").resolve()


def main(arguments: list[str]) -> int:
    command, *rest = arguments or ["help"]
    if command == "serve":
        from .serve import serve

        return serve(VAR / "sandbox")
    if command == "demo":
        from .demo.homes import sandbox_home
        from .demo.play import play

        return play(VAR / "demo", sandbox_home())
    if command == "demo-saleor":
        return _demo_saleor()
    if command in _ON_A_SCRATCH_DATABASE:
        return _on_a_scratch_database(command, rest)
    print(
        "usage: python -m saleor_coaching_plugin.sandbox "
        "serve|demo|demo-saleor|manage|schema|check-drift"
    )
    return 2


def _demo_saleor() -> int:
    """With the Saleor of SALEOR_DIR, run by this interpreter: it has to see Saleor's packages."""
    from .demo.homes import saleor_home
    from .demo.play import play
    from .saleor.installation import SaleorError

    try:
        home = saleor_home()
    except SaleorError as error:
        print(error)
        return 1
    return play(VAR / "demo-saleor", home)


def manage(arguments: list[str]) -> int:
    """Django's own commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage", *arguments])
    return 0


def schema(arguments: list[str]) -> int:
    """Write schema.graphql anew."""
    SCHEMA.write_text(_schema_text())
    print(f"wrote {SCHEMA}")
    return 0


def check_drift(arguments: list[str]) -> int:
    """Whether migrations and schema.graphql say what the code says."""
    from django.core.management import call_command

    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check_changes=True, dry_run=True)
    if not SCHEMA.exists() or SCHEMA.read_text() != _schema_text():
        print("schema.graphql is not what the code says: run `make schema`.")
        return 1
    print("migrations and schema.graphql are up to date")
    return 0


_ON_A_SCRATCH_DATABASE = {"manage": manage, "schema": schema, "check-drift": check_drift}


def _on_a_scratch_database(command: str, rest: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "saleor_coaching_plugin.sandbox.settings"
    with scratch_database():
        import django  # reads the settings, so only now

        django.setup()
        return _ON_A_SCRATCH_DATABASE[command](rest)


def _schema_text() -> str:
    from saleor_coaching_plugin.graphql.schema import schema_text

    return schema_text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
