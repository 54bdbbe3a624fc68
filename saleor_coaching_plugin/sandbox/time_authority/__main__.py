"""`python -m saleor_coaching_plugin.sandbox.time_authority --port 8300 --dir var/authority`"""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from .faults import Fault
from .identity import signer_kept
from .server import TimeAuthority


def main() -> None:
    given = _arguments()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    signer = signer_kept(given.dir)
    with TimeAuthority(signer, port=given.port, fault=given.fault) as authority:
        print(f"Time stamps on {authority.url}", flush=True)
        stop.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m saleor_coaching_plugin.sandbox.time_authority",
        description="A time stamping authority (RFC 3161) that nobody but the sandbox trusts.",
    )
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--dir", type=Path, required=True, help="where its keys and root are kept")
    parser.add_argument(
        "--fault", type=Fault, choices=list(Fault), default=Fault.NONE, help="how to misbehave"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
