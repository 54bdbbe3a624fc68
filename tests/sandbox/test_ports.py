from __future__ import annotations

import socket

import pytest

from saleor_coaching_plugin.sandbox.ports import (
    any_free_port,
    free_port,
    free_ports,
    unforeseeable_ports,
)


def listener(port: int = 0) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


def test_preferred_port_when_it_is_free() -> None:
    port = any_free_port()
    assert free_port(port) == port


def test_next_free_port_when_somebody_listens() -> None:
    with listener() as server:
        taken = server.getsockname()[1]
        found = free_port(taken)
        assert found > taken
        listener(found).close()


def test_a_port_promised_to_somebody_else_is_skipped() -> None:
    port = any_free_port()
    assert free_port(port, avoid={port}) > port


def test_several_at_once_are_all_different_and_what_is_taken_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with listener() as server:
        taken = server.getsockname()[1]
        found = free_ports({"web": taken, "mail": taken})
    assert taken < found["web"] < found["mail"]
    assert f"Port {taken} is taken: web uses {found['web']}." in capsys.readouterr().out


def test_ports_that_nobody_foresees_are_all_different() -> None:
    found = [*unforeseeable_ports(["web", "mail"]).values(), *unforeseeable_ports(["web"]).values()]
    assert len(set(found)) == 3


def test_a_port_with_lingering_connections_is_free_again() -> None:
    with listener() as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # the side that closes first is left in TIME_WAIT
    assert free_port(port) == port


def test_no_port_left_is_an_error() -> None:
    with pytest.raises(OSError, match="65535"):
        free_port(65_535, avoid={65_535})
