"""`make sandbox`: everything runs until Ctrl-C."""

from __future__ import annotations

from pathlib import Path

from .ports import free_ports
from .postgres_folder import DatabaseError
from .processes import ChildFailed
from .seed.login import COACH_EMAIL, COACH_PASSWORD
from .stack import PORTS, CommandFailed, Stack, stack


def serve(var: Path) -> int:
    """Exit code 0 after Ctrl-C, 1 when a part of the sandbox could not start or ended."""
    print("Starting the sandbox ...", flush=True)
    try:
        with stack(var, seed="sandbox_seed", ports=free_ports(PORTS)) as running:
            print(_welcome(running), flush=True)
            running.supervisor.wait()
            print("Stopping ...", flush=True)
    except (ChildFailed, CommandFailed, DatabaseError, OSError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        pass
    print(f"Stopped. The data stays in {var}; delete that folder to start afresh.")
    return 0


def _welcome(running: Stack) -> str:
    return f"""
The sandbox runs. Open:

  {running.web}/products/       the shop's products, with "Buy Now"
  {running.web}/portal/         the client area (log in by mailed link)
  {running.mailbox}/                every mail that was sent
  {running.web}/graphql/        GraphQL, by POST: the shop and the plugin
  {running.stripe}/                 the Stripe simulator

The coach logs in with tokenCreate(email: "{COACH_EMAIL}", password: "{COACH_PASSWORD}").
To pay, use the card number 4242 4242 4242 4242. Logs are in {running.var / "logs"}.
Ctrl-C stops everything.
"""
