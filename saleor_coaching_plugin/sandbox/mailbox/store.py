"""Received mails as files: 000001.eml, 000002.eml, … in the order of their arrival."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

from saleor_coaching_plugin.sandbox.mailbox.message import (
    ReceivedMessage,
    read_message,
    with_envelope,
)


class MessageStore:
    """Several processes may add to one folder. A file appears under its name only when complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._last = max(self.ids(), default=0)
        self._parsed: dict[int, ReceivedMessage] = {}

    def add(self, content: bytes, *, sender: str, to: list[str], now: dt.datetime) -> int:
        """Keep one message; returns its id, which is greater than that of every earlier one."""
        fresh = self.folder / f".{secrets.token_hex(8)}"
        fresh.write_bytes(with_envelope(content, sender=sender, to=to, received_at=now))
        try:
            return self._claim_number(fresh)
        finally:
            fresh.unlink()

    def ids(self) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob("[0-9]*.eml"))

    def get(self, message_id: int) -> ReceivedMessage:
        """Raises FileNotFoundError if there is no such message."""
        if message_id not in self._parsed:
            self._parsed[message_id] = read_message(message_id, self.content(message_id))
        return self._parsed[message_id]

    def content(self, message_id: int) -> bytes:
        """The message with its envelope in front. Raises FileNotFoundError."""
        return self._path(message_id).read_bytes()

    def messages(self, *, to: str | None = None, since: int = 0) -> list[ReceivedMessage]:
        """Oldest first: those with an id greater than `since`, to this recipient in any case."""
        found = [self.get(message_id) for message_id in self.ids() if message_id > since]
        return [message for message in found if to is None or to.lower() in message.to]

    def _claim_number(self, fresh: Path) -> int:
        number = self._last
        while True:
            number += 1
            try:
                os.link(fresh, self._path(number))  # unlike a rename, never replaces a file
            except FileExistsError:
                continue
            self._last = number
            return number

    def _path(self, message_id: int) -> Path:
        return self.folder / f"{message_id:06}.eml"
