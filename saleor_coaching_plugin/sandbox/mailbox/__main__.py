"""python -m saleor_coaching_plugin.sandbox.mailbox: keep every mail, show it on a page."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from saleor_coaching_plugin.sandbox.mailbox.server import mailbox_server
from saleor_coaching_plugin.sandbox.mailbox.sink import Mailbox
from saleor_coaching_plugin.sandbox.ports import LOOPBACK


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m saleor_coaching_plugin.sandbox.mailbox",
        description="A mail server that delivers to nobody and shows what it got.",
        epilog="An address with reject@ in it is refused for good (550), with busy@ for now (451).",
    )
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--dir", type=Path, required=True, help="where the .eml files are kept")
    options = parser.parse_args()
    with Mailbox(options.dir, smtp_port=options.smtp_port) as mailbox:
        server = mailbox_server(
            mailbox.store, http_port=options.http_port, smtp_port=mailbox.smtp_port
        )
        smtp, http = f"{LOOPBACK}:{mailbox.smtp_port}", f"{LOOPBACK}:{server.server_port}"
        print(f"Mail for {smtp} (SMTP) is shown on http://{http}/", flush=True)
        with server, contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
