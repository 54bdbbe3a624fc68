"""Ports on loopback: the one that was asked for, or the next that nobody holds."""

from __future__ import annotations

import socket
from collections.abc import Collection, Mapping
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"
SEARCH_WIDTH = 200


def free_port(preferred: int, *, avoid: Collection[int] = ()) -> int:
    """The preferred port if it is free on 127.0.0.1, else the next free one.

    `avoid` names ports already promised to somebody who has not opened them yet.
    Raises OSError when the next 200 ports are all taken.
    """
    last = min(preferred + SEARCH_WIDTH, 65_535)
    for port in range(preferred, last + 1):
        if port not in avoid and _is_free(port):
            return port
    raise OSError(f"no free port between {preferred} and {last} on {LOOPBACK}")


def free_ports(preferred: Mapping[str, int]) -> dict[str, int]:
    """A free port for each name. Says so when it is not the preferred one."""
    chosen: dict[str, int] = {}
    for name, port in preferred.items():
        chosen[name] = free_port(port, avoid=chosen.values())
        if chosen[name] != port:
            print(f"Port {port} is taken: {name} uses {chosen[name]}.", flush=True)
    return chosen


def unforeseeable_ports(names: Collection[str]) -> dict[str, int]:
    """A free port for each name, where two that start at the same time do not meet."""
    with ExitStack() as probes:
        chosen = {}
        for name in names:
            probe = probes.enter_context(socket.socket())
            probe.bind((LOOPBACK, 0))
            chosen[name] = probe.getsockname()[1]
        return chosen


def loopback_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def any_free_port() -> int:
    """A port that the system picks. Somebody may take it before you do: be ready to retry."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    # Binding alone is not enough: on macOS it succeeds beside a server that listens on 0.0.0.0.
    with socket.socket() as visitor:
        visitor.settimeout(0.5)
        if visitor.connect_ex((LOOPBACK, port)) == 0:
            return False
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
