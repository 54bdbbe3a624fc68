"""The two homes that the demo is played in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from saleor_coaching_plugin.sandbox.ports import unforeseeable_ports
from saleor_coaching_plugin.sandbox.saleor.installation import saleor_installation
from saleor_coaching_plugin.sandbox.saleor.stack import saleor_stack
from saleor_coaching_plugin.sandbox.stack import PORTS, Stack, stack

from .saleor_furnish import saleor_shop
from .shop import Shop, sandbox_shop


@dataclass(frozen=True)
class Home:
    """`stack` starts its processes in a folder, `shop` furnishes what runs there."""

    parts: str
    stack: Callable[[Path], AbstractContextManager[Stack]]
    shop: Callable[[Stack], Shop]


def sandbox_home() -> Home:
    return Home(
        parts="database, web server, worker, beat, time authority, Stripe simulator and mailbox",
        stack=partial(stack, seed="sandbox_seed_shop", ports=unforeseeable_ports(PORTS)),
        shop=sandbox_shop,
    )


def saleor_home() -> Home:
    """Raises SaleorError when there is no Saleor where SALEOR_DIR says."""
    saleor = saleor_installation()
    return Home(
        parts=f"Saleor of {saleor.path} (web server, worker, beat) with its database and Redis, "
        "time authority, Stripe simulator and mailbox",
        stack=partial(saleor_stack, saleor=saleor),
        shop=saleor_shop,
    )
